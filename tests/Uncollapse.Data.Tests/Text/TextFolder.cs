using System.Text;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Text;

/// <summary>Small texts on disk.</summary>
internal static class TextFolder
{
    public static string File(string content, string name = "text.txt") => File(Encoding.UTF8.GetBytes(content), name);

    public static string File(byte[] content, string name = "text.txt")
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public static string Folder(params (string Name, string Content)[] files)
    {
        string folder = TestFiles.TemporaryFolder();
        foreach ((string name, string content) in files)
            System.IO.File.WriteAllText(Path.Combine(folder, name), content);
        return folder;
    }

    /// <summary>A folder whose validation and test splits are one sentence of the training words each.</summary>
    public static PreparedData Prepare(string train, TextPlan? text = null, string validation = "a\n", string test = "a\n") =>
        PreparedData.Open(new DataPlan { Source = Folder(("train.txt", train), ("valid.txt", validation), ("test.txt", test)), Text = text, Kind = DataKind.Text }, new Rng(1));

    public static float[][] Rows(DataView view)
    {
        float[] all = new float[view.Count * view.OutputSize];
        view.ReadRange(0, view.Count, default, all);
        return [.. all.Chunk(view.OutputSize)];
    }

    public static string[] Sentences(DataView view) => [.. Rows(view).Select(row => view.Vocabulary!.Decode(row))];

    public static DataFormatException Refused(string path, SourceOptions? options = null) =>
        Assert.Throws<DataFormatException>(() => DataSource.Open(path, options));
}
