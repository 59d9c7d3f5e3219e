using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Summaries;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data describe</c> says of counts.</summary>
internal static class CountDescription
{
    internal static void Print(CliContext context, string source, CountSummary summary, IReadOnlyList<string> options)
    {
        context.Json(() => CliJson.Text(CountDescribeDocument.Of(source, summary, options)));
        List<IReadOnlyList<TableCell>> rows = [.. Facts(summary).Select(fact => (IReadOnlyList<TableCell>)[fact.Name, fact.Value])];
        context.Terminal.Table(new TableModel(source, [new("Fact"), new("Value")], rows));
        context.Terminal.Result(summary.Look.IsCounts ? "Counts, held sparse. To train on them:" : $"{summary.Look}: no counts, which a count likelihood refuses. To train on them as real numbers:");
        context.Terminal.Result($"  uncollapse train {string.Join(' ', options)}");
    }

    private static IEnumerable<(string Name, string Value)> Facts(CountSummary summary)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string unit = summary.CustomaryFilter is null ? "columns" : "genes";
        string validation = summary.ValidationExamples is { } held ? string.Create(culture, $", and {held:#,0} for validation") : "";
        string test = summary.TestExamples is { } last ? string.Create(culture, $", and {last:#,0} for the test") : "";
        yield return ("format", summary.Provenance.Format);
        yield return (summary.CustomaryFilter is null ? "examples" : "cells", string.Create(culture, $"{summary.Examples:#,0}{validation}{test}"));
        yield return (unit, string.Create(culture, $"{summary.Columns:#,0}{(summary.FirstColumns.Count > 0 ? $" ({string.Join(", ", summary.FirstColumns)}, ...)" : "")}"));
        foreach (MatrixLook look in summary.Matrices.Count > 1 ? summary.Matrices : [])
            yield return (look.Name == summary.Look.Name ? $"matrix {look.Name} (read)" : $"matrix {look.Name}", look.Values);
        yield return ("values", string.Create(culture, $"{summary.Look.Values}, {summary.Density:P1} are not 0"));
        yield return ("sum of a row", Range(summary.CountsOfExample));
        yield return ($"{unit} a row", Range(summary.ColumnsOfExample));
        yield return ($"rare {unit}", string.Create(culture, $"{summary.EmptyColumns:#,0} in no row, {summary.RareColumns:#,0} in fewer than 3"));
        if (summary.CustomaryFilter is { Dropped: > 0 } filter)
            yield return ("customary filters", $"--min-genes 200{(filter.Mitochondrial > 0 ? " --max-mitochondrial 0.05" : "")}: {filter}");
        yield return ("memory", summary.IsStreamed ? "rows are read from a cache file when needed" : string.Create(culture, $"{summary.MemoryBytes / 1e6:F1} MB"));
        foreach (LabelSummary label in summary.Labels) yield return ($"label '{label.Name}'", DataDescribeCommand.Describe(label));
        foreach (string note in summary.Provenance.Notes) yield return ("note", note);
        if (summary.Provenance.Sha256 is { } checksum) yield return ("sha256", checksum);
    }

    private static string Range(IReadOnlyList<double> quartiles) =>
        string.Create(CultureInfo.InvariantCulture, $"{quartiles[0]:G6} to {quartiles[4]:G6}, median {quartiles[2]:G6}, quartiles {quartiles[1]:G6} and {quartiles[3]:G6}");
}
