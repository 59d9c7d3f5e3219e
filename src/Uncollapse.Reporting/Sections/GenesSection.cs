using Uncollapse.Records.Maps;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Single genes (or words): which a unit moves, and how the model's counts compare with the observed.</summary>
internal static class GenesSection
{
    private const int FitsShown = 12;

    internal static Section? Of(ReportContent content)
    {
        if (content.Genes is not { } sheet || (sheet.Units.Count == 0 && sheet.Fits.Count == 0)) return null;
        List<Node> body = [];
        if (sheet.Units.Count > 0) body.Add(TableView.Of(Units(sheet), "wide genes"));
        if (sheet.Fits.Count > 0)
        {
            body.Add(TableView.Of(Fits(sheet), "wide"));
            body.Add(Tag.Div("figures", Zeros(sheet), Variances(sheet)));
        }

        return new Section("genes", sheet.Noun == "gene" ? "Genes" : "Words of the data", body);
    }

    private static TableModel Units(GeneSheet sheet)
    {
        TableColumn[] columns = [new("Unit"), new("MI", Numeric: true, Meaning: "what the unit tells, nats"), new("Rise with it"), new("Fall with it")];
        var rows = sheet.Units.Select(unit => (IReadOnlyList<TableCell>)[$"{unit.Unit}", Numbers.Nats(unit.Information), List(unit.Up), List(unit.Down)]).ToList();
        return new TableModel($"What each unit does to {sheet.Noun}s", columns, rows) { Note = sheet.UnitsCaption };
    }

    private static string List(IReadOnlyList<GeneChange> changes) =>
        string.Join(", ", changes.Select(change => $"{change.Gene}\u00A0{(change.Change > 0 ? "+" : "")}{Numbers.Minus(Numbers.Fixed(change.Change, 1))}"));

    private static TableModel Fits(GeneSheet sheet)
    {
        TableColumn[] columns =
        [
            new(char.ToUpperInvariant(sheet.Noun[0]) + sheet.Noun[1..]), new("Correlation", Numeric: true), new("Mean", Numeric: true), new("model's", Numeric: true),
            new("Variance", Numeric: true), new("model's", Numeric: true), new("Zeros", Numeric: true), new("model's", Numeric: true),
        ];
        var rows = sheet.Fits.Take(FitsShown).Select(fit => (IReadOnlyList<TableCell>)
        [
            fit.Gene, Numbers.Fixed(fit.Correlation, 2), Numbers.Value(fit.Mean), Numbers.Value(fit.ModelMean), Numbers.Value(fit.Variance), Numbers.Value(fit.ModelVariance),
            Numbers.Percent(fit.Zeros), Numbers.Percent(fit.ModelZeros),
        ]).ToList();
        return new TableModel($"Observed and modelled: the {rows.Count} most variable {sheet.Noun}s", columns, rows) { Note = sheet.FitsCaption };
    }

    private static Element Zeros(GeneSheet sheet) => Tag.Figure(
        "Zeros", $"share of examples without a count, {Numbers.Plural(sheet.Fits.Count, sheet.Noun)}; on the line where the model has as many as the data",
        new ScatterPlot
        {
            Description = $"Share of zeros of {sheet.Fits.Count} {sheet.Noun}s, observed across and modelled up.", HorizontalName = "observed", VerticalName = "modelled", Plain = true,
            Points = [.. sheet.Fits.Select(fit => ("", new Point(fit.Zeros, fit.ModelZeros)))], Path = [new Point(0, 0), new Point(1, 1)],
        }.Draw());

    private static Element? Variances(GeneSheet sheet)
    {
        GeneFit[] seen = [.. sheet.Fits.Where(fit => fit.Variance > 0 && fit.ModelVariance > 0)];
        if (seen.Length == 0) return null;
        Point[] points = [.. seen.Select(fit => new Point(Math.Log10(fit.Variance), Math.Log10(fit.ModelVariance)))];
        double low = points.Min(point => Math.Min(point.X, point.Y)), high = points.Max(point => Math.Max(point.X, point.Y));
        return Tag.Figure(
            "Variances", "log10 of the variance of counts; above the line the model is more dispersed than the data",
            new ScatterPlot
            {
                Description = $"Logarithms of the variances of {seen.Length} {sheet.Noun}s, observed across and modelled up.", HorizontalName = "observed", VerticalName = "modelled", Plain = true,
                Points = [.. seen.Select((fit, i) => (i < 3 ? fit.Gene : "", points[i]))], Path = [new Point(low, low), new Point(high, high)],
            }.Draw());
    }
}
