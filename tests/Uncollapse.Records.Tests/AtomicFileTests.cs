namespace Uncollapse.Records.Tests;

public sealed class AtomicFileTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("uncollapse").FullName;

    [Fact]
    public void AFileIsWrittenWholeOrNotAtAll()
    {
        string path = Path.Combine(_folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void WhatIsNotCommittedDoesNotAppearAndWhatIsReplacesTheOld()
    {
        string path = Path.Combine(_folder, "deep", "b.bin");
        using (var file = AtomicFile.Create(path)) file.Stream.WriteByte(1);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "deep")));
        AtomicFile.WriteBytes(path, [1, 2, 3]);
        using (var file = AtomicFile.Create(path))
        {
            Assert.Equal(path, file.Path);
            file.Stream.WriteByte(4);
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
            file.Commit();
        }

        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "deep")));
    }

    [Theory]
    [InlineData("full", true)]
    [InlineData("empty", false)]
    [InlineData("link to full", true)]
    [InlineData("/dev/zero", false)]
    public void OnlyWhatHasALengthIsAFileWithBytes(string name, bool expected)
    {
        if (OperatingSystem.IsWindows()) return;
        string path = Path.Combine(_folder, name), target = Path.Combine(_folder, "target");
        if (name is "full" or "empty") File.WriteAllText(path, name == "full" ? "x" : "");
        if (name == "link to full")
        {
            File.WriteAllText(target, "x");
            File.CreateSymbolicLink(path, target);
        }

        Assert.Equal(expected, RegularFile.HasBytes(path));
        Assert.Throws<FileNotFoundException>(() => RegularFile.HasBytes(Path.Combine(_folder, "nothing")));
    }
}
