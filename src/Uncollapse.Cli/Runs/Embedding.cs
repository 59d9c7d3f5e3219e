using System.Globalization;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Terminal;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Preparation;
using Uncollapse.Records;

namespace Uncollapse.Cli.Runs;

/// <summary>The posteriors of some splits' examples, and the files they are written to.</summary>
internal sealed class Embedding
{
    private const int Block = 2048;
    private readonly IReadOnlyList<DataView> _views;
    private readonly float[] _mean;
    private readonly float[] _logVariance;

    private Embedding(IReadOnlyList<DataView> views, int units)
    {
        _views = views;
        Units = units;
        Examples = views.Sum(view => view.Count);
        _mean = new float[checked(Examples * units)];
        _logVariance = new float[_mean.Length];
    }

    internal int Examples { get; }

    internal int Units { get; }

    internal static Embedding Of(OpenRun run, IReadOnlyList<DataView> views, IProgressBar bar, CancellationToken cancellation)
    {
        var embedding = new Embedding(views, run.Model.LatentCount);
        int done = 0;
        foreach (DataView view in views)
        {
            float[] rows = new float[Math.Min(Block, view.Count) * view.RowSize];
            for (int start = 0; start < view.Count; start += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(Block, view.Count - start);
                Span<float> examples = rows.AsSpan(0, count * view.RowSize);
                view.ReadRange(start, count, default, examples);
                int at = done * embedding.Units;
                run.Evaluator.Encode(examples, embedding._mean.AsSpan(at, count * embedding.Units), embedding._logVariance.AsSpan(at, count * embedding.Units));
                done += count;
                bar.Report((double)done / embedding.Examples, $"{done} of {Figures.Plural(embedding.Examples, "example")}");
            }
        }

        return embedding;
    }

    /// <summary>Writes a file whose format its name says: .npy, .npz or .csv.</summary>
    internal void Write(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy":
                NpyWriter.Write(path, NpyArray.From(_mean, Examples, Units));
                break;
            case ".npz":
                WriteNpz(path);
                break;
            default:
                AtomicFile.Write(path, WriteCsv);
                break;
        }
    }

    private void WriteNpz(string path)
    {
        using var file = new NpzWriter(path);
        file.Add("mu", _mean, Examples, Units);
        file.Add("logvar", _logVariance, Examples, Units);
        if (LabelNames() is [string first, ..]) file.Add("labels", Labels(first), Examples);
        file.Commit();
    }

    private void WriteCsv(Stream stream)
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        string[] labels = LabelNames();
        IEnumerable<string> heads = ["split", "example", .. Enumerable.Range(0, Units).Select(unit => $"z{unit}"), .. Enumerable.Range(0, Units).Select(unit => $"logvar{unit}"), .. labels.Select(Quote)];
        text.WriteLine(string.Join(',', heads));
        int row = 0;
        foreach (DataView view in _views)
        {
            LabelColumn[] columns = [.. labels.Select(name => view.Labels.First(column => column.Name == name))];
            for (int n = 0; n < view.Count; n++, row++)
            {
                text.Write(view.Name);
                text.Write(',');
                text.Write(view.Data.SourceIndex(n));
                WriteNumbers(text, _mean.AsSpan(row * Units, Units));
                WriteNumbers(text, _logVariance.AsSpan(row * Units, Units));
                foreach (LabelColumn column in columns)
                {
                    text.Write(',');
                    text.Write(column.Classes is { } classes ? Quote(classes[(int)column.Values[n]]) : column.Values[n].ToString("R", CultureInfo.InvariantCulture));
                }

                text.WriteLine();
            }
        }
    }

    private static void WriteNumbers(StreamWriter text, ReadOnlySpan<float> values)
    {
        Span<char> digits = stackalloc char[32];
        foreach (float value in values)
        {
            text.Write(',');
            value.TryFormat(digits, out int written, "R", CultureInfo.InvariantCulture);
            text.Write(digits[..written]);
        }
    }

    // Only columns that all views have: a label file beside one split alone would leave holes.
    private string[] LabelNames() =>
        [.. _views[0].Labels.Select(column => column.Name).Where(name => _views.All(view => view.Labels.Any(column => column.Name == name)))];

    private float[] Labels(string name) =>
        [.. _views.SelectMany(view => view.Labels.First(column => column.Name == name).Values.ToArray())];

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
