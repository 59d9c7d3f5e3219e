using System.Globalization;
using Uncollapse.Data.Hdf5;

namespace Uncollapse.Data.AnnData;

/// <summary>Puts a code of cells into a copy of an .h5ad file, and changes nothing else in it.</summary>
public static class H5adWriter
{
    /// <summary>The customary name of this program's code among a file's embeddings.</summary>
    public const string CustomaryName = "X_uncollapse";

    /// <summary>Writes <c>obsm/NAME</c>, float32 [cells, units]. The file is copied beside the target, changed there and renamed, so that a reader never sees half of it.</summary>
    /// <param name="source">The .h5ad file that the cells are of.</param>
    /// <param name="target">The file to make; it may be the source.</param>
    /// <param name="name">The embedding's name, such as <see cref="CustomaryName"/>.</param>
    /// <param name="values">The code, cell after cell, in the order of the file's cells.</param>
    /// <param name="units">Numbers of a cell.</param>
    /// <param name="replace">Whether an embedding of that name, and another file of the target's name, may be replaced.</param>
    /// <exception cref="ArgumentException">The values are no rows of so many units, or the name is no plain one.</exception>
    /// <exception cref="DataFormatException">libhdf5 is not there; the source is no .h5ad, has another number of cells or such an embedding already; or the target exists
    /// or cannot be written.</exception>
    public static void WriteEmbedding(string source, string target, string name, ReadOnlySpan<float> values, int units, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        if (name.Contains('/', StringComparison.Ordinal) || name is "." or "..")
            throw new ArgumentException($"'{name}' is no plain name.", nameof(name));
        if (values.Length % units != 0)
            throw new ArgumentException($"{values.Length} values are no rows of {units}.", nameof(values));
        int cells = values.Length / units;
        Check(source, name, cells, replace);
        string path = Path.GetFullPath(target);
        if (File.Exists(path) && path != Path.GetFullPath(source) && !replace)
            throw new DataFormatException(target, "", "a name that is free", "a file", "Give another name, or allow it to be replaced (--force)");
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        try
        {
            File.Copy(source, temporary, overwrite: true);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(temporary) | UnixFileMode.UserWrite);
            Change(temporary, target, name, values, cells, units);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException(target, "", "a place that can be written", cause.Message, "Check the folder, its permissions and the room on the disk", cause);
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    private static void Check(string source, string name, int cells, bool replace)
    {
        using var file = Hdf5File.Open(source);
        if (!AnnDataSource.Is(file.Root))
            throw new DataFormatException(source, "", "an .h5ad file", "HDF5 of another kind", "Embeddings are put into .h5ad files; write .npy or .csv for others");
        using Hdf5Object? obs = file.Root.Open("obs");
        // The table of cells says how many there are, whatever matrices the file has.
        int there = obs switch
        {
            Hdf5Dataset records => (int)Math.Min(int.MaxValue, records.Count),
            Hdf5Group group => GroupFrameReader.Open(group).Names.Length,
            _ => throw new DataFormatException(source, "obs", "the table of cells", "none"),
        };
        if (there != cells)
            throw new DataFormatException(source, "obs", string.Create(CultureInfo.InvariantCulture, $"{cells} cells, as there are codes"), string.Create(CultureInfo.InvariantCulture, $"{there}"), "Embed the file as it is: cells that a filter leaves out have no code");
        using Hdf5Object? obsm = file.Root.Open("obsm");
        if (obsm is Hdf5Dataset)
            throw new DataFormatException(source, "obsm", "a group of embeddings", "records, as anndata wrote before 0.7", "Write it anew first: anndata.read_h5ad(...).write(...)");
        if (!replace && obsm is Hdf5Group embeddings && embeddings.Names().Contains(name))
            throw new DataFormatException(source, $"obsm/{name}", "a name that is free", "an embedding", "Allow it to be replaced (--force)");
    }

    private static void Change(string temporary, string target, string name, ReadOnlySpan<float> values, int cells, int units)
    {
        lock (Hdf5Library.Gate)
        {
            using var file = Hdf5File.Open(temporary, forWriting: true);
            bool isNew = file.Root.TextAttribute("encoding-type") is not null;
            using Hdf5Group obsm = file.Root.Group("obsm") ?? Hdf5Writer.CreateGroup(file.Root, "obsm", isNew);
            if (obsm.Names().Contains(name))
                Hdf5Writer.Delete(obsm, name);
            Hdf5Writer.WriteMatrix(obsm, name, values, cells, units, isNew);
            if (!file.Flush())
                throw new DataFormatException(target, "", "a place that can be written", "an error of libhdf5", "Check the room on the disk");
        }
    }
}
