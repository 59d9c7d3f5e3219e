using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>The training's curves. A value that never moved is said in words.</summary>
internal static class CurvesSection
{
    private static readonly Curve[] s_first =
    [
        new("ELBO", "nats per example; higher is better", Measures.TrainElbo, Measures.ValidationElbo),
        new("Rate", "KL(q(z|x)‖p(z)), nats per example", Measures.TrainRate, Measures.ValidationRate) { Reaching = UnitsTable.ShortestScale },
        new("Distortion", "−log p(x|z), nats per example; lower is better", Measures.TrainDistortion, Measures.ValidationDistortion),
        new("Information", "I(X;Z) in the codes of some validation examples, nats: a signal, cut at its ceiling", Measures.ValidationInformation, Measures.ValidationInformationCeiling) { Reaching = UnitsTable.ShortestScale },
        new("Active units", "units with a rate of 0.01 nats or more on validation examples", Measures.ValidationActiveUnits) { Reaching = 0 },
        new("KL weight", "at the end of the epoch", Measures.KlWeight) { Reaching = 0 },
        new("Capacity", "what the rate is held at, nats, at the end of the epoch", Measures.Capacity) { Reaching = 0 },
        new("Multiplier", "what a nat of distortion weighs (GECO), at the end of the epoch", Measures.Multiplier) { Logarithmic = true },
        new("Learning rate", "of the epoch's last step", Measures.LearningRate) { Logarithmic = true },
        new("Likelihood variance σ²", "mean over outputs", Measures.Sigma2) { Logarithmic = true },
    ];

    private static readonly Curve[] s_more =
    [
        new("Loss", "as minimised: weights and reduction applied", Measures.TrainLoss),
        new("Gradient norm", "global, before clipping, mean over the epoch", Measures.GradientNorm) { Logarithmic = true, Reaching = 0 },
        new("KL's share of the pull", "on what the encoder says, of the gradients' lengths: 1 when nothing but the prior pulls", Measures.KlGradientShare) { Reaching = 0 },
        new("Speed", "training examples per second", Measures.ExamplesPerSecond) { Reaching = 0 },
    ];

    internal static Section? Of(ReportContent content)
    {
        var epochs = new Epochs(content.History);
        List<Node> body = [];
        if (Events(content.History, content.Run) is { } events) body.Add(events);
        if (epochs.Count == 0) return body.Count == 0 ? null : new Section("training", "Training", body);
        Curve[] other = [.. epochs.Names.Except([.. s_first.Concat(s_more).SelectMany(curve => curve.Names), .. UnitRates.Names(epochs)]).Select(name => new Curve(name, "as recorded", name))];
        if (epochs.Count == 1)
        {
            body.Insert(0, Tag.P(Introduction(content.Plan)));
            body.Add(TableView.Of(OneEpoch(epochs)));
            return new Section("training", "Training", body);
        }

        List<string> constant = [];
        Element first = Tag.Div("figures").AddRange(Figures(s_first, epochs, content, constant)).Add(UnitRates.Figure(epochs));
        Element more = Tag.Div("figures").AddRange(Figures([.. s_more, .. other], epochs, content, constant));
        body.Insert(0, Tag.P(Introduction(content.Plan)));
        if (first.Children.Count > 0) body.Add(first);
        if (PosteriorMeansFigures.Of(content.History) is { } means)
        {
            body.Add(Tag.P("The code has one unit, so each example's posterior is known exactly. Points on the diagonal: the encoder has kept up. On the horizontal axis: it lags behind what the decoder would use. All in the middle: the decoder has let the code go."));
            body.Add(means);
        }

        if (constant.Count > 0) body.Add(Tag.P($"Constant throughout: {string.Join(", ", constant)}."));
        if (more.Children.Count > 0) body.Add(Tag.Details("More curves", more));
        return new Section("training", "Training", body);
    }

    private static string Introduction(Plan? plan)
    {
        string bound = plan?.Objective.Bound == BoundKind.Iwae ? " The training bound is the importance-weighted one, the validation's the ELBO." : "";
        if (ObjectiveWords.BoundsNothing(plan)) bound += $" ELBO: {ObjectiveWords.NoBound}.";
        return "Train: running means over each epoch, while the weights move. Validation: at its end, with the weights fixed, β = 1 and outputs summed." + bound;
    }

    /// <summary>One epoch is no curve: its values, a row a measure.</summary>
    private static TableModel OneEpoch(Epochs epochs)
    {
        string Shown(Curve curve, bool isValidation) => curve.Names.FirstOrDefault(name => epochs.Has(name) && name.StartsWith("validation.", StringComparison.Ordinal) == isValidation) is { } name
            ? Numbers.Value(epochs.Values(name)[0].Y)
            : "";
        var rows = s_first.Concat(s_more).Where(curve => curve.Names.Any(epochs.Has))
            .Select(curve => (IReadOnlyList<TableCell>)[curve.Title, Shown(curve, false), Shown(curve, true), curve.Subtitle]).ToList();
        return new TableModel("The one epoch that was recorded", [new("Measure"), new("Train", Numeric: true), new("Validation", Numeric: true), new("What it is")], rows);
    }

    private static IEnumerable<Node> Figures(IReadOnlyList<Curve> curves, Epochs epochs, ReportContent content, List<string> constant)
    {
        foreach (Curve curve in curves)
        {
            string[] there = [.. curve.Names.Where(epochs.Has)];
            if (there.Length == 0) continue;
            Series[] series = [.. there.Select(name => new Series(Who(name), epochs.Values(name), name == Measures.ValidationInformationCeiling ? 3 : name.StartsWith("validation.", StringComparison.Ordinal) ? 2 : 1))];
            if (curve.Names.Length == 1 && Constant(series[0]) is { } value)
            {
                constant.Add($"{Words.LowerFirst(curve.Title)} {Numbers.Setting(value)}");
                continue;
            }

            Drawing drawing = curve.Chart(series, curve.Names.Length > 1 ? Markers(content.Run, epochs) : []).Draw();
            yield return Tag.Figure(curve.Title, curve.Subtitle, drawing.Picture, drawing.Note);
        }
    }

    private static double? Constant(Series series)
    {
        double first = series.Points[0].Y;
        return double.IsFinite(first) && series.Points.All(point => point.Y.Equals(first)) ? first : null;
    }

    private static (double X, string Label)[] Markers(RunInfo? run, Epochs epochs) =>
        run?.BestEpoch is { } best && epochs.Count > 1 ? [(best, $"best, epoch {Numbers.Count(best)}")] : [];

    private static string Who(string name) => name == Measures.ValidationInformationCeiling ? "ceiling" : name.StartsWith("validation.", StringComparison.Ordinal) ? "validation" : name.StartsWith("train.", StringComparison.Ordinal) ? "train" : name;

    private static Element? Events(IReadOnlyList<HistoryEntry> history, RunInfo? run)
    {
        HistoryEntry[] told = [.. history.Where(entry => (entry.Note is { Length: > 0 } && !(entry.Kind == "stop" && run?.Status == RunStatus.Finished)) || entry.Kind == "resume" || entry.Warnings is { Count: > 0 })];
        if (told.Length == 0) return null;
        Element list = new Element("ul").Class("events");
        foreach (HistoryEntry entry in told)
        {
            string[] said = [.. entry.Note is { Length: > 0 } note ? [note] : entry.Kind == "resume" ? ["resumed"] : (string[])[], .. (entry.Warnings ?? []).Select(warning => $"the watch warned of {warning.Matter}: {warning.Message}")];
            foreach (string line in said) list.Add(new Element("li", Tag.Strong($"Epoch {Numbers.Count(entry.Epoch)}"), $", {Numbers.Duration(entry.Seconds)}: {line}"));
        }

        return list;
    }
}
