using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Uncollapse.Records;

namespace Uncollapse.Data.Npy;

/// <summary>
/// Writes an .npz archive that numpy reads: arrays under any names and text members beside them. The file appears whole, at
/// <see cref="Commit"/>, or not at all. The same contents give the same bytes (no clock is written).
/// </summary>
public sealed class NpzWriter : IDisposable
{
    // The zip format's earliest date: archives of equal contents are equal.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly AtomicFile file;
    private readonly ZipArchive archive;
    private readonly CompressionLevel level;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private bool closed;

    /// <summary>Starts an archive.</summary>
    /// <param name="path">Where it will appear.</param>
    /// <param name="compress">Deflate the members (smaller and slower); stored otherwise.</param>
    public NpzWriter(string path, bool compress = false)
    {
        file = AtomicFile.Create(path);
        archive = new ZipArchive(file.Stream, ZipArchiveMode.Create, leaveOpen: true);
        level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
    }

    /// <summary>Adds float32 values.</summary>
    public void Add(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Add(name, ElementKind.Float32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds float64 values.</summary>
    public void Add(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        Add(name, ElementKind.Float64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds 32-bit integers.</summary>
    public void Add(string name, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        Add(name, ElementKind.Int32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds 64-bit integers.</summary>
    public void Add(string name, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        Add(name, ElementKind.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds bytes.</summary>
    public void Add(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) =>
        Add(name, ElementKind.UInt8, values, shape);

    /// <summary>Adds an array as it is.</summary>
    public void Add(string name, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        using Stream member = Create(name + ".npy");
        NpyWriter.Write(member, array);
    }

    /// <summary>Adds a UTF-8 text member; give the name with its extension.</summary>
    public void AddText(string member, string text)
    {
        using Stream stream = Create(member);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Finishes the archive and makes it appear under its name.</summary>
    public void Commit()
    {
        closed = true;
        archive.Dispose();
        file.Commit();
    }

    /// <summary>Discards the archive unless it was committed.</summary>
    public void Dispose()
    {
        if (!closed)
            archive.Dispose();
        closed = true;
        file.Dispose();
    }

    private void Add(string name, ElementKind kind, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
            count = checked(count * length);
        int size = Elements.Size(kind);
        if (count * size != bytes.Length)
            throw new ArgumentException($"The shape ({string.Join(", ", shape.ToArray())}) of '{name}' has {count} elements, the values are {bytes.Length / size}.", nameof(shape));
        using Stream member = Create(name + ".npy");
        NpyWriter.Write(member, kind, size, shape, bytes);
    }

    private Stream Create(string member)
    {
        if (!names.Add(member))
            throw new ArgumentException($"The archive already has a member '{member}'.", nameof(member));
        ZipArchiveEntry entry = archive.CreateEntry(member, level);
        entry.LastWriteTime = Epoch;
        return entry.Open();
    }
}
