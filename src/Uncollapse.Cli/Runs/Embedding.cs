using System.Globalization;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Terminal;
using Uncollapse.Data.AnnData;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Preparation;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records;

namespace Uncollapse.Cli.Runs;

/// <summary>The posteriors of some splits' examples, and the files they are written to.</summary>
internal sealed class Embedding
{
    private const int Block = 2048;
    private readonly IReadOnlyList<DataView> _views;
    private readonly float[] _mean;
    private readonly float[] _logVariance;
    private readonly float[] _spread;
    private readonly PosteriorFamily<float> _family;

    private Embedding(IReadOnlyList<DataView> views, PosteriorFamily<float> family)
    {
        _views = views;
        _family = family;
        Units = family.Units;
        Examples = views.Sum(view => view.Count);
        _mean = new float[checked(Examples * Units)];
        _logVariance = new float[_mean.Length];
        // A file that says 'logvar' is read as diagonal Gaussians: other families have arrays of their own.
        _spread = new float[IsDiagonal ? 0 : checked(Examples * family.SpreadCount)];
    }

    private bool IsDiagonal => _family is DiagonalGaussian<float>;

    internal int Examples { get; }

    internal int Units { get; }

    internal static Embedding Of(OpenRun run, IReadOnlyList<DataView> views, IProgressBar bar, CancellationToken cancellation)
    {
        var embedding = new Embedding(views, run.Model.Posterior.Family);
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
                embedding.AddSpread(run, examples, done, count);
                done += count;
                bar.Report((double)done / embedding.Examples, $"{done} of {Figures.Plural(embedding.Examples, "example")}");
            }
        }

        return embedding;
    }

    /// <summary>Puts the means into a copy of the .h5ad file that the cells are of.</summary>
    /// <param name="source">That file; all its cells were embedded, in its order.</param>
    /// <param name="path">The file to write; it may be the same.</param>
    /// <param name="force">Whether what exists, a file or an embedding of the name, may be replaced.</param>
    internal void WriteInto(string source, string path, bool force) => H5adWriter.WriteEmbedding(source, path, H5adWriter.CustomaryName, _mean, Units, force);

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
        switch (_family)
        {
            case FullGaussian<float>:
                file.Add("cholesky", Factors(), Examples, Units, Units);
                break;
            case VonMisesFisher<float>:
                file.Add("kappa", _spread, Examples);
                break;
            case LadderGaussian<float>:
                file.Add("logvar_given_upper", _logVariance, Examples, Units);
                break;
            default:
                file.Add("logvar", _logVariance, Examples, Units);
                break;
        }

        if (LabelNames() is [string first, ..]) file.Add("labels", Labels(first), Examples);
        file.Commit();
    }

    private void WriteCsv(Stream stream)
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        string[] labels = LabelNames();
        bool named = _views.All(view => view.Data is SparseDataset { HasRowNames: true });
        IEnumerable<string> heads = [.. named ? (string[])["cell"] : [], "split", "example", .. Enumerable.Range(0, Units).Select(unit => $"z{unit}"), .. SpreadNames(), .. labels.Select(Quote)];
        text.WriteLine(string.Join(',', heads));
        int row = 0;
        foreach (DataView view in _views)
        {
            LabelColumn[] columns = [.. labels.Select(name => view.Labels.First(column => column.Name == name))];
            for (int n = 0; n < view.Count; n++, row++)
            {
                if (named)
                {
                    text.Write(Quote(((SparseDataset)view.Data).RowName(n)));
                    text.Write(',');
                }

                text.Write(view.Name);
                text.Write(',');
                text.Write(view.Data.SourceIndex(n));
                WriteNumbers(text, _mean.AsSpan(row * Units, Units));
                WriteNumbers(text, Spread(row));
                foreach (LabelColumn column in columns)
                {
                    text.Write(',');
                    text.Write(column.Classes is { } classes ? Quote(classes[(int)column.Values[n]]) : column.Values[n].ToString("R", CultureInfo.InvariantCulture));
                }

                text.WriteLine();
            }
        }
    }

    private void AddSpread(OpenRun run, ReadOnlySpan<float> examples, int first, int count)
    {
        if (IsDiagonal) return;
        int width = _family.SpreadCount;
        run.Evaluator.EncodeParameters(examples, new float[count * Units], _spread.AsSpan(first * width, count * width));
    }

    /// <summary>What a table says of an example's spread.</summary>
    private ReadOnlySpan<float> Spread(int row) => _family is VonMisesFisher<float> ? _spread.AsSpan(row, 1) : _logVariance.AsSpan(row * Units, Units);

    private IEnumerable<string> SpreadNames() => _family switch
    {
        VonMisesFisher<float> => ["kappa"],
        FullGaussian<float> => Enumerable.Range(0, Units).Select(unit => $"marginal_logvar{unit}"),
        LadderGaussian<float> => Enumerable.Range(0, Units).Select(unit => $"logvar_given_upper{unit}"),
        _ => Enumerable.Range(0, Units).Select(unit => $"logvar{unit}"),
    };

    /// <summary>C, [examples, units, units], of packed triangles.</summary>
    private float[] Factors()
    {
        int size = _family.SpreadCount;
        float[] result = new float[checked(Examples * Units * Units)];
        for (int n = 0; n < Examples; n++)
        {
            ReadOnlySpan<float> triangle = _spread.AsSpan(n * size, size);
            for (int i = 0, below = Units; i < Units; i++)
            {
                Span<float> line = result.AsSpan(((n * Units) + i) * Units, Units);
                for (int j = 0; j < i; j++) line[j] = triangle[below++];
                line[i] = MathF.Exp(triangle[i]);
            }
        }

        return result;
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
