using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>The landscape of log p(x|z): how steep it is along which directions, and what it looks like.</summary>
internal static class GeometrySection
{
    private const int MostUnits = 64;

    /// <summary>A spectrum's vertical axis starts here: less is flat however much less.</summary>
    private const double Least = 1e-4;

    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { Geometry: { } geometry } diagnosis || GeometryTable.Of(diagnosis) is not { } table) return null;
        Element figures = Tag.Div("figures");
        figures.Add(Tag.Figure("Spectrum", "eigenvalues of JᵀFJ over examples, on a logarithmic axis; the prior's own precision is 1", Spectrum(geometry)));
        if (geometry.UnitShares.Count is > 1 and <= MostUnits)
        {
            figures.Add(Tag.Figure(
                "Directions over units", "rows: shared directions, the steepest first; columns: units; the darker the larger the share",
                new HeatMap("Share of each unit in each direction.", geometry.UnitShares, "unit", 0, 1) { VerticalName = "direction" }.Draw()));
        }

        foreach (DensitySlice slice in geometry.Slices) figures.Add(Slice(slice));
        return new Section("geometry", "Geometry", [Tag.P("How fast does what the decoder says change with the code? Along a flat direction a code can say nothing, whatever the encoder writes."), figures, TableView.Of(table, "wide stacked")]);
    }

    private static Element Spectrum(Geometry geometry)
    {
        Series Line(string name, IReadOnlyList<double> values, int style) => new(name, [.. values.Select((value, i) => new Point(i + 1, Math.Max(value, Least)))], style);
        var chart = new LineChart
        {
            Title = "Eigenvalues",
            HorizontalName = "direction",
            Logarithmic = true,
            Series = [Line("mean", geometry.Eigenvalues, 1), Line("5 %", geometry.EigenvaluesLower, 2), Line("95 %", geometry.EigenvaluesUpper, 3), Line("shared", geometry.SharedEigenvalues, 4)],
        };
        return chart.Draw().Picture;
    }

    private static Element Slice(DensitySlice slice)
    {
        double high = slice.LogLikelihood.Max(row => row.Max()), low = slice.LogLikelihood.Min(row => row.Min());
        string range = $"{Numbers.Minus(Numbers.Value(low))} to {Numbers.Minus(Numbers.Value(high))} nats";
        string kind = slice.Directions == "steepest" ? "steep" : "flat";
        return Tag.Figure(
            $"log p(x|z), the two {slice.Directions} directions", $"one example, {Numbers.Setting(slice.Extent)} prior deviations either way of its code, which is in the middle; {range}",
            new HeatMap($"log p(x|z) over a plane of codes, from {range}.", slice.LogLikelihood, $"along the {kind}est direction", low, high) { VerticalName = $"2nd {kind}est" }.Draw());
    }
}
