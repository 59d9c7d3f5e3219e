using Uncollapse.Records.Treatments;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;

namespace Uncollapse.Reporting.Treatments;

/// <summary>Before, after and all trials on the plane of rate and distortion (Alemi et al. 2018).</summary>
internal static class PlaneSection
{
    /// <summary>What a letter of a name takes in the drawing's units.</summary>
    private const double LetterWidth = 6.4;

    internal static Section? Of(TreatmentContent content)
    {
        TreatmentRecord record = content.Record;
        var points = new List<(string Name, Point At)>();
        if (record.Before.Reconstruction is { } before) points.Add(("before", new Point(record.Before.Rate, before.Distortion)));
        if (record.After is { Reconstruction: { } after } treated) points.Add(("after", new Point(treated.Rate, after.Distortion)));
        if (points.Count == 0) return null;
        int models = points.Count;
        // Plans of other data units have other distortions.
        points.AddRange(record.Trials.Where(trial => trial.Readings.Count > 0 && trial.Changes.All(change => !change.Key.StartsWith("data.", StringComparison.Ordinal)))
            .Select(trial => (Short(trial), new Point(trial.Readings[^1].Rate, trial.Readings[^1].Distortion))));
        points.RemoveAll(point => !point.At.IsFinite);
        if (points.Count == 0) return null;
        var plot = new ScatterPlot
        {
            Description = $"Rate and distortion of {points.Count} models. {string.Join(" ", points.Select(point => $"{point.Name}: rate {Numbers.Value(point.At.X)}, distortion {Numbers.Value(point.At.Y)}."))}",
            HorizontalName = "rate R, nats", VerticalName = "distortion D, nats", Points = points, Antidiagonals = points.Count <= 2, NameRoom = Math.Clamp(LetterWidth * points.Max(point => point.Name.Length), 66, 280), Colours = models + 1,
        };
        return new Section(
            "plane", "Rate and distortion",
            [
                Tag.Div("figures", Tag.Figure("What a code costs and what it saves", "before and after on the measured split, trials on validation examples after the epochs that they were given", plot.Draw())),
                Tag.Note("Left is no code at all; lower is a better description. R + D is the negative ELBO: of two points the one below a falling diagonal through the other is better."
                    + (SeesExamples(record) ? " Not so where a decoder sees features of the example through skips: there R + D is an objective and bounds nothing, so such points do not compare with the others, and no likelihood was compared." : "")),
            ]);
    }

    private static bool SeesExamples(TreatmentRecord record) => record.Before.DecoderSeesExample || record.After is { DecoderSeesExample: true };

    private static string Short(TreatmentTrial trial) => trial.Remedies.Count == 0 ? "as it was" : string.Join(" + ", trial.Remedies.Select(remedy => remedy.Split(':')[0]));
}
