using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>Examples of all splits with their codes and with what is known of them: what probes, neighbourhoods and maps are made of. Labels play no part in training, so training
/// examples may be among them.</summary>
internal sealed class CodeSample
{
    // A column of more classes names single examples; of more columns nobody reads the tables.
    private const int MostClasses = 100;
    private const int MostColumns = 24;

    private CodeSample(IReadOnlyList<(DataView View, int[] Indices)> parts, double[] mean, double[] drawn, double[]? logLibrary, int units)
    {
        (Parts, Mean, Drawn, Units) = (parts, mean, drawn, units);
        Count = mean.Length / units;
        var columns = LabelColumns(parts);
        if (logLibrary is not null) columns.Add(new ProbeColumn(ProbeColumn.LogLibrary, null, logLibrary));
        Columns = [.. columns.Take(MostColumns - 1), .. columns.Skip(MostColumns - 1).TakeLast(1)];
        LogLibrary = logLibrary;
    }

    /// <summary>The splits with the positions of their examples, in the sample's order.</summary>
    public IReadOnlyList<(DataView View, int[] Indices)> Parts { get; }

    /// <summary>Examples.</summary>
    public int Count { get; }

    /// <summary>Units of the code.</summary>
    public int Units { get; }

    /// <summary>Posterior means, [examples, units].</summary>
    public double[] Mean { get; }

    /// <summary>A code drawn from each posterior, [examples, units].</summary>
    public double[] Drawn { get; }

    /// <summary>The log of each example's total count (0 for none); null where data are no counts.</summary>
    public double[]? LogLibrary { get; }

    /// <summary>What is known of the examples: label columns that all splits have and that differ between examples; behind them the log library of counts.</summary>
    public IReadOnlyList<ProbeColumn> Columns { get; }

    /// <summary>Draws examples of all splits together and encodes them.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="model">Its evaluator.</param>
    /// <param name="most">The most examples.</param>
    /// <param name="rng">The key of the draws.</param>
    /// <param name="report">Told the share done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static CodeSample Draw(ModelSubject subject, VaeEvaluator<float> model, int most, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        DataView[] views = [.. new[] { subject.Data.Train, subject.Data.Validation, subject.Data.Test }.Where(view => view.Count > 0)];
        int[] chosen = ExampleDraw.Sorted(views.Sum(view => view.Count), most, rng.Fork("sample"));
        var parts = new List<(DataView View, int[] Indices)>();
        int units = model.Model.LatentCount, width = model.Model.Posterior.Family.SpreadCount, before = 0, done = 0;
        float[] mean = new float[chosen.Length * units], drawn = new float[mean.Length];
        double[]? library = model.Model.Library is null ? null : new double[chosen.Length];
        foreach (DataView view in views)
        {
            int[] indices = [.. chosen.Where(n => n >= before && n < before + view.Count).Select(n => n - before)];
            before += view.Count;
            if (indices.Length == 0) continue;
            parts.Add((view, indices));
            var examples = new ExampleBlocks(view, indices, rng.Fork("binarisation"));
            for (int block = 0; block < examples.Count; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<float> x = examples.Read(block);
                int rows = x.Length / examples.RowSize;
                float[] spread = new float[rows * width];
                Span<float> location = mean.AsSpan(done * units, rows * units);
                model.EncodeParameters(x, location, spread);
                model.DrawCodes(location, spread, rng.Fork("codes").Fork((ulong)done), drawn.AsSpan(done * units, rows * units));
                for (int i = 0; library is not null && i < rows; i++)
                    library[done + i] = Math.Log(Math.Max(1, System.Numerics.Tensors.TensorPrimitives.Sum(x.Slice(i * examples.RowSize, examples.Outputs))));
                done += rows;
                report((double)done / chosen.Length);
            }
        }

        return new CodeSample(parts, Array.ConvertAll(mean, value => (double)value), Array.ConvertAll(drawn, value => (double)value), library, units);
    }

    /// <summary>Some units of codes, [examples, chosen units].</summary>
    public double[] Only(double[] codes, IReadOnlyList<int> units)
    {
        double[] result = new double[Count * units.Count];
        for (int n = 0; n < Count; n++)
        {
            for (int u = 0; u < units.Count; u++) result[(n * units.Count) + u] = codes[(n * Units) + units[u]];
        }

        return result;
    }

    private static List<ProbeColumn> LabelColumns(IReadOnlyList<(DataView View, int[] Indices)> parts)
    {
        var found = new List<ProbeColumn>();
        foreach (string name in parts[0].View.Labels.Select(column => column.Name).Distinct())
        {
            LabelColumn?[] columns = [.. parts.Select(part => part.View.Labels.FirstOrDefault(column => column.Name == name))];
            if (columns.Any(column => column is null || column.Classes is null != columns[0]!.Classes is null)) continue;
            if (Joined(name, parts, columns!) is { } column) found.Add(column);
        }

        return found;
    }

    /// <summary>A column over all parts, whose classes may be numbered differently; null where the sample's examples do not differ in it.</summary>
    private static ProbeColumn? Joined(string name, IReadOnlyList<(DataView View, int[] Indices)> parts, LabelColumn[] columns)
    {
        var values = new List<double>();
        var classes = new List<string>();
        for (int part = 0; part < parts.Count; part++)
        {
            IReadOnlyList<string>? names = columns[part].Classes;
            foreach (int n in parts[part].Indices)
            {
                float value = columns[part].Values[n];
                values.Add(names is null ? value : Place(names[(int)value], classes));
            }
        }

        if (columns[0].Classes is null) return values.Distinct().Skip(1).Any() ? new ProbeColumn(name, null, [.. values]) : null;
        if (classes.Count is < 2 or > MostClasses) return null;
        string[] order = Ordered(classes);
        int[] rank = [.. classes.Select(text => Array.IndexOf(order, text))];
        return new ProbeColumn(name, order, [.. values.Select(value => double.IsNaN(value) ? value : rank[(int)value])]);
    }

    private static double Place(string text, List<string> classes)
    {
        if (text == LabelColumn.Missing) return double.NaN;
        int at = classes.IndexOf(text);
        if (at >= 0) return at;
        classes.Add(text);
        return classes.Count - 1;
    }

    // Numbered classes in the order of their numbers.
    private static string[] Ordered(List<string> classes)
    {
        double[] numbers = [.. classes.Select(text => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
        return numbers.Any(double.IsNaN) ? [.. classes.Order(StringComparer.Ordinal)] : [.. classes.OrderBy(text => numbers[classes.IndexOf(text)])];
    }
}
