using System.Diagnostics;
using Uncollapse.Data.Amat;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Csv;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Hdf5;
using Uncollapse.Data.Idx;
using Uncollapse.Data.Input;
using Uncollapse.Data.Libsvm;
using Uncollapse.Data.Matlab;
using Uncollapse.Data.MatrixMarket;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Png;
using Uncollapse.Data.Posterior;
using Uncollapse.Data.Sources;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Hostile;

/// <summary>Seeded damage to sound files: a reader reads, or throws its one exception; it never hangs and takes little memory.</summary>
public sealed class FuzzTests
{
    private const int Few = 2_000;
    private const int Many = 100_000;

    // The largest seed is 1.3 KB, and DEFLATE unpacks at most 1032-fold: 2 MB, doubled as it grows, and copied once or twice.
    private const long MostMemory = 32 << 20;
    private const string PictureZip = "a zip of pictures";
    private const string Prose = "a text";
    private const string Words = "a vocabulary";
    private const string Market = "a matrix market file";
    private const string Pairs = "a bag of words";
    private const string CountTable = "a table of counts";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly Lazy<string> Folder = new(Uncollapse.Tests.TestFiles.TemporaryFolder);

    private static readonly Dictionary<string, (string[] Seeds, Action<byte[]> Read)> Readers = new(StringComparer.Ordinal)
    {
        ["idx"] = (["idx_u1.idx", "idx_f4.idx", "idx_f8.idx"], bytes => With(bytes, reader => IdxReader.Read(reader))),
        ["npy"] = (["npy_f4_big.npy", "npy_version2.npy", "npy_fortran_3d.npy", "npy_text.npy", "refused_object.npy"], bytes => With(bytes, reader => NpyReader.Read(reader))),
        ["npz"] = (["npz_stored.npz", "npz_deflated.npz"], ReadNpz),
        ["gzip"] = (["npy_gzip.npy.gz", "table_members.amat.gz"], bytes => With(bytes, reader => ReadAll(reader))),
        ["csv"] = (["table_comma.csv", "table_semicolon.csv"], bytes => With(bytes, ReadCsv)),
        ["csv data set"] = (["table_comma.csv", "table_tab.tsv"], bytes => With(bytes, reader => CsvSource.Read(reader, ',', Context(), "fuzz", []))),
        ["amat"] = (["table_savetxt.amat", "table_members.amat.gz"], bytes => With(bytes, reader => ReadAmat(reader))),
        ["matlab"] = (["mat_plain.mat", "mat_big_endian.mat", "mat_cells.mat"], bytes => With(bytes, reader => MatlabReader.Read(reader))),
        ["matlab compressed"] = (["mat_packed.mat", "mat_other.mat"], bytes => With(bytes, reader => MatlabReader.Read(reader))),
        ["png"] = (["png_rgb8.png", "png_palette_alpha.png", "png_adam7_rgb8.png", "png_narrow2.png", "png_grey16.png"], bytes => With(bytes, reader => PngReader.Read(reader))),
        ["png pixels"] = (["png_rgb8.png", "png_palette4.png", "png_adam7_grey16.png", "png_grey_key.png"], bytes => With(MendChecksums(bytes), reader => PngReader.Read(reader))),
        ["posterior"] = (["posterior_logvar.npz", "posterior_var.npz", "posterior_std.npz"], ReadPosterior),
        ["source"] = (["npy_f8_big.npy", "npy_fortran_3d.npy", "npz_stored.npz", "mat_cells.mat", "mat_other.mat", "table_comma.csv", "table_members.amat.gz", "idx_u1.idx", PictureZip, Prose], OpenAsSource),
        ["text"] = ([Prose], bytes => With(bytes, reader => TextSource.Read(reader, Context(), out _))),
        ["vocabulary"] = ([Words], ReadVocabulary),
        ["matrix market"] = ([Market], bytes => MatrixMarketRows.Read(() => ByteReader.FromBytes("fuzz", bytes), "fuzz", columnsAreExamples: true, StorageLimits.Default).Dispose()),
        ["libsvm"] = ([Pairs], bytes => With(bytes, reader => LibsvmSource.Read(reader, 1 << 12, 0, null, StorageLimits.Default, []))),
        ["count table"] = ([CountTable], ReadCountTable),
        ["lzf"] = (["csc.h5ad"], bytes => Assert.InRange(Lzf.Unpack(bytes, new byte[4096]), Lzf.NoRoom, 4096)),
        ["format"] = (["npy_f4_big.npy", "idx_u1.idx", "mat_plain.mat", "table_comma.csv", "png_rgb8.png"], bytes => FormatSniffer.Recognise(bytes)),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void DamagedFilesGiveOnlyTheDeclaredException(string reader) => Run(reader, Few);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Names))]
    public void AHundredThousandDamagedFilesGiveOnlyTheDeclaredException(string reader) => Run(reader, Many);

    private static void Run(string name, int mutations)
    {
        (string[] names, Action<byte[]> read) = Readers[name];
        byte[][] seeds = [.. names.Select(Seed)];
        Rng rng = new Rng(2024).Fork(name);
        int refused = 0;
        var watch = new Stopwatch();
        for (int i = 0; i < mutations; i++)
        {
            byte[] damaged = Mutator.Damage(seeds[i % seeds.Length], seeds[(i / 7) % seeds.Length], rng.Fork((ulong)i));
            long before = GC.GetAllocatedBytesForCurrentThread();
            watch.Restart();
            try
            {
                read(damaged);
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                throw new InvalidOperationException($"mutation {i} of {name}: {other.GetType().Name}: {other.Message}\n{Convert.ToHexString(damaged)}", other);
            }
            Assert.True(watch.Elapsed < Longest, $"mutation {i} of {name} took {watch.Elapsed}");
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MostMemory, $"mutation {i} of {name} took {taken} bytes for {damaged.Length}");
        }
        if (name is not ("format" or "csv" or "lzf"))
            Assert.InRange(refused, mutations / 20, mutations);
    }

    private static byte[] Seed(string name) => name switch
    {
        PictureZip => HostileFile.Zip(("cat/a.png", Expected.Bytes("png_grey8.png")), ("dog/b.png", Expected.Bytes("png_rgb8.png")), ("notes.txt", [1, 2, 3])),
        Prose => [.. "\uFEFFViel Gl\u00fcck, sagte die Katze \ud83d\ude00\r\nund <unk> ging .\n\n  Ja\n"u8],
        Words => [.. "<pad>\n<unk>\n<bos>\n<eos>\nund\nback\\\\slash\n\\u00e9t\u00e9\n"u8],
        Market => [.. "%%MatrixMarket matrix coordinate integer general\n%comment\n7 5 8\n1 1 3\n7 1 2\n2 2 1\n3 2 255\n4 4 300\n1 5 70000\n6 5 1\n7 5 2.5\n"u8],
        Pairs => [.. "1 3:2 5:1 4000:7\n-1 2:1 # note\n2\n3 1:1 1:2 9:0.5\n"u8],
        CountTable => [.. "cell,MT-CO1,ACTB,CD3D\nAAACCCGGGTTT-1,0,3,1\nAAACCCGGGTTA-1,5,0,0\nAAACCCGGGTTC-1,0,0,300\n"u8],
        _ when name.EndsWith(".h5ad", StringComparison.Ordinal) => File.ReadAllBytes(Uncollapse.Tests.TestFiles.Golden($"counts/{name}")),
        _ => Expected.Bytes(name),
    };

    private static void ReadVocabulary(byte[] bytes)
    {
        string path = Path.Combine(Folder.Value, "vocabulary.txt");
        File.WriteAllBytes(path, bytes);
        Uncollapse.Data.Text.Vocabulary.Read(path, Uncollapse.Records.Plans.TextUnit.Word, lower: false);
    }

    private static void ReadCountTable(byte[] bytes)
    {
        string path = Path.Combine(Folder.Value, "counts.csv");
        File.WriteAllBytes(path, bytes);
        With(bytes, reader => CountCsv.Read(reader, ',', new LoadContext(path, new SourceOptions()), "fuzz"));
    }

    /// <summary>The whole way of a user's file: recognised, chosen among, shaped, stored and read.</summary>
    private static void OpenAsSource(byte[] bytes)
    {
        string path = Path.Combine(Folder.Value, "data");
        File.WriteAllBytes(path, bytes);
        using SourceData data = DataSource.Open(path);
        data.Train.ReadRows([data.Train.Count - 1], new float[data.Train.OutputSize]);
    }

    private static LoadContext Context() => new("fuzz", new SourceOptions());

    private static void With(byte[] bytes, Action<ByteReader> read)
    {
        using var reader = ByteReader.FromBytes("fuzz", bytes);
        read(reader);
    }

    private static void ReadAll(ByteReader reader)
    {
        byte[] buffer = new byte[4096];
        while (reader.Read(buffer) > 0)
        {
        }
    }

    private static void ReadCsv(ByteReader reader)
    {
        using var table = new CsvTable(reader, ',');
        while (table.Read())
        {
            for (int i = 0; i < table.FieldCount; i++)
            {
                table.TryNumber(i, out _);
                _ = table.Text(i);
            }
        }
    }

    private static void ReadAmat(ByteReader reader)
    {
        var table = new AmatReader(reader);
        while (table.Read())
        {
        }
    }

    private static void ReadNpz(byte[] bytes)
    {
        using var file = NpzFile.FromBytes("fuzz", bytes);
        foreach (string name in file.Names)
            file.Read(name);
    }

    private static void ReadPosterior(byte[] bytes)
    {
        using var file = NpzFile.FromBytes("fuzz", bytes);
        PosteriorFile.Read(file);
    }

    /// <summary>Makes every chunk's checksum right again, so that damage reaches what lies behind it.</summary>
    private static byte[] MendChecksums(byte[] picture)
    {
        for (int at = 8; at + 12 <= picture.Length;)
        {
            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(picture.AsSpan(at));
            if (length > picture.Length - at - 12)
                break;
            uint sum = Uncollapse.Data.Compression.Crc32.Update(0, picture.AsSpan(at + 4, (int)length + 4));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(picture.AsSpan(at + 8 + (int)length), sum);
            at += (int)length + 12;
        }
        return picture;
    }
}
