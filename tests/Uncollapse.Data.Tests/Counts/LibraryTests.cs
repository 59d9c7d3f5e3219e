using Uncollapse.Data.Hdf5;
using Uncollapse.Data.Sources;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Counts;

public sealed class LibraryTests
{
    [Fact]
    public void Without_libhdf5_one_line_says_what_to_install_and_all_else_is_read()
    {
        Hdf5Library.NamesForTests = ["libhdf5-that-nobody-has.so"];
        try
        {
            var error = Assert.Throws<DataFormatException>(() => DataSource.Open(TestFiles.Golden("counts/csc.h5ad")));
            Assert.Contains("csc.h5ad: expected the library libhdf5", error.Message, StringComparison.Ordinal);
            if (OperatingSystem.IsLinux())
                Assert.Contains("apt-get install libhdf5-103-1", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
            string folder = TestFiles.TemporaryFolder();
            File.WriteAllText(Path.Combine(folder, "matrix.mtx"), "%%MatrixMarket matrix coordinate integer general\n2 3 2\n1 1 5\n2 3 1\n");
            using SourceData counts = DataSource.Open(folder);
            Assert.Equal((3, 2), (counts.Train.Count, counts.Train.OutputSize));
        }
        finally
        {
            Hdf5Library.NamesForTests = null;
        }
    }

    [Fact]
    public void Several_threads_read_files_at_once()
    {
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                for (int i = 0; i < 10; i++)
                {
                    using SourceData source = DataSource.Open(TestFiles.Golden(i % 2 == 0 ? "counts/csc.h5ad" : "counts/cells.loom"));
                    Assert.Equal(12, source.Train.Count);
                }
            }
            catch (Exception cause)
            {
                failure = cause;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Null(failure);
    }

    [Theory]
    [InlineData("044142434445", "ABCDE")]
    [InlineData("00614000", "aaaaa")]
    [InlineData("0061e00000", "aaaaaaaaaa")]
    [InlineData("02616263200220ff", null)]
    [InlineData("05", null)]
    public void Lzf_unpacks_what_its_definition_says(string packed, string? unpacked)
    {
        byte[] destination = new byte[64];
        int length = Lzf.Unpack(Convert.FromHexString(packed), destination);
        Assert.Equal(unpacked, length < 0 ? null : System.Text.Encoding.ASCII.GetString(destination, 0, length));
        if (unpacked is { Length: > 1 })
            Assert.Equal(Lzf.NoRoom, Lzf.Unpack(Convert.FromHexString(packed), destination.AsSpan(0, unpacked.Length - 1)));
    }
}
