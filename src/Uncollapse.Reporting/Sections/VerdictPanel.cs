using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>The answer, first: the verdict, its evidence in plain words, the four numbers behind it, and what stays unknown.</summary>
internal static class VerdictPanel
{
    internal static Element Of(ReportContent content) => content.Diagnosis is { } diagnosis ? Diagnosed(content, diagnosis) : Undiagnosed(content);

    private static Element Diagnosed(ReportContent content, Diagnosis diagnosis)
    {
        Element panel = Panel(TableView.ToneName(VerdictWords.Tone(diagnosis.Verdict)), VerdictWords.Heading(diagnosis.Verdict), VerdictWords.Gloss(diagnosis), Gauge.Of(diagnosis));
        panel.Add(Trouble(content.Run));
        Element reasons = Tag.Div("reasons");
        foreach (string sentence in VerdictWords.Reasons(diagnosis)) reasons.Add(Tag.P(sentence));
        panel.Add(reasons, Causes(diagnosis), Tiles(diagnosis));
        Element unknown = Tag.P(Tag.Strong("Not measured: ")).Class("unknown");
        IReadOnlyList<(string Measure, string Reason)> missing = Unmeasured.Of(diagnosis);
        IGrouping<string, string>[] groups = [.. missing.GroupBy(pair => pair.Reason, pair => pair.Measure)];
        int left = groups.Length;
        foreach (IGrouping<string, string> group in groups)
        {
            unknown.Add($"{string.Join(", ", group.Select(Words.LowerFirst))} ({group.Key}){(--left == 0 ? "." : "; ")}");
        }

        return missing.Count == 0 ? panel : panel.Add(unknown);
    }

    private static Element Undiagnosed(ReportContent content)
    {
        Element panel = Panel(
            "muted", "Not diagnosed", "Whether this run's code carries information has not been measured; a rate above 0 does not show it.", null);
        panel.Add(Trouble(content.Run));
        panel.Add(Tag.P("Measure it with ", Tag.Code("uncollapse diagnose"), " and this run's folder."));
        if (content.History.LastOrDefault(entry => entry.Kind == "epoch") is { } last)
        {
            Element tiles = Tag.Div("tiles");
            foreach ((string key, string name) in new[]
            {
                (Measures.ValidationElbo, "validation ELBO"), (Measures.ValidationRate, "validation rate"),
                (Measures.ValidationDistortion, "validation distortion"), (Measures.TrainElbo, "training ELBO"),
            })
            {
                bool there = last.Values.TryGetValue(key, out double? value);
                if (there) tiles.Add(Tile(name, Numbers.Value(value), "nats", $"at the end of epoch {Numbers.Count(last.Epoch)}{(ObjectiveWords.BoundsNothing(content.Plan) && name.EndsWith("ELBO", StringComparison.Ordinal) ? "; " + ObjectiveWords.NoBound : "")}"));
            }

            panel.Add(tiles);
        }

        return panel;
    }

    private static Element? Causes(Diagnosis diagnosis)
    {
        if (diagnosis.Findings.Count == 0) return null;
        Element causes = Tag.P(Tag.Strong("Findings: ")).Class("causes");
        Finding[] sorted = [.. FindingWords.Sorted(diagnosis)];
        for (int i = 0; i < sorted.Length; i++)
        {
            string beside = FindingWords.Confidence(sorted[i]) is { } sure ? $" ({Words.LowerFirst(FindingWords.Severity(sorted[i]))}, {sure})" : "";
            causes.Add(Tag.Link("findings", FindingWords.Cause(sorted[i])), $"{beside}{(i + 1 < sorted.Length ? "; " : ".")}");
        }

        return causes;
    }

    private static Element Panel(string tone, string heading, string gloss, Element? gauge) =>
        new Element("section", Tag.Div("headline", Tag.Div("words", Tag.Heading(2, heading), Tag.P(gloss).Class("gloss")), gauge))
            .Class($"verdict {tone}").With("id", "verdict");

    private static Element? Trouble(RunInfo? run) => run?.Status is RunStatus.Diverged or RunStatus.Interrupted or RunStatus.Running
        ? Tag.P(Tag.Strong($"The training {(run.Status == RunStatus.Running ? "is " : run.Status == RunStatus.Interrupted ? "was " : "")}{StatusWords.Of(run.Status)}"), $" after {Numbers.Plural(run.Epoch, "epoch")}.", run.Note is null ? null : $" {run.Note}").Class("trouble")
        : null;

    private static Element Tiles(Diagnosis diagnosis)
    {
        MutualInformation information = diagnosis.MutualInformation;
        Element tiles = Tag.Div(
            "tiles",
            Tile("mutual information", Numbers.Value(information.Estimate, information.Ci95), "nats", $"between {Numbers.Nats(Math.Min(information.Lower, information.Upper))} and {Numbers.Nats(information.Upper)}; ceiling {Numbers.Value(information.Ceiling)}{(information.Saturated ? ", saturated" : "")}"));
        Intervention? shuffle = diagnosis.Interventions?.ShuffleCode;
        tiles.Add(shuffle is null
            ? Tile("use of the code", Numbers.NotMeasured, "", Unmeasured.NeedsDecoder(diagnosis))
            : Tile("use of the code", Numbers.Value(shuffle.LossNats, shuffle.Ci95), "nats", $"lost with another example's code; 95 % {Numbers.Interval(shuffle.Ci95)}"));
        tiles.Add(diagnosis.Units.Count > 0
            ? Tile("units that inform", Numbers.Count(InformativeUnits.Count(diagnosis)), $"of {Numbers.Count(diagnosis.LatentSize)}", $"at least {Numbers.Setting(InformativeUnits.Threshold(diagnosis))} nats each; rate {Numbers.Nats(diagnosis.Rate)} nats in all")
            : Tile("rate", Numbers.Nats(diagnosis.Rate), "nats", "what the code costs; units are not counted, as they mean nothing alone"));
        tiles.Add(diagnosis.Nll is { } nll
            ? Tile("−log p(x)", Numbers.Value(nll.Estimate, nll.StandardError), "nats", $"± {Numbers.Value(nll.StandardError, nll.StandardError)}; importance-weighted, K = {Numbers.Count(nll.ImportanceSamples)}")
            : Tile("ELBO", Numbers.Value(diagnosis.Elbo), diagnosis.Elbo is null ? "" : "nats", diagnosis.Elbo is null ? Unmeasured.NeedsDecoder(diagnosis) : ObjectiveWords.Of(diagnosis)));
        return tiles;
    }

    private static Element Tile(string name, string value, string unit, string detail)
    {
        bool known = value != Numbers.NotMeasured;
        return Tag.Div(
            "tile", Tag.P(name).Class("name"),
            Tag.P(Tag.Span(known ? "value" : "value absent", Numbers.Minus(value)), unit.Length > 0 && known ? Tag.Span("unit", $" {unit}") : null).Class("figure"),
            Tag.P(known ? Numbers.Minus(detail) : detail).Class("detail"));
    }
}
