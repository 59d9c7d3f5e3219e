using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Zoo;

/// <summary>Which chart shows a cause best, and how it is made of a twin and its plant.</summary>
internal static class CausePicture
{
    private static readonly string[] s_alike = ["overweighted-kl", "noisy-decoder", "lagging-encoder"];

    /// <summary>The chart of an exhibit; null where its cause has none or its numbers are missing.</summary>
    internal static Element? Of(ZooExhibit exhibit) => exhibit.Case.Planted[0] switch
    {
        "objective-scaling" => Course(exhibit, new Curve("The KL's share of the pull on the encoder", "", Measures.KlGradientShare) { Reaching = 0 }),
        "unfinished-schedule" => Course(exhibit, new Curve("KL weight", "", Measures.KlWeight) { Reaching = 1 }),
        "variance-spiral" => Course(exhibit, new Curve("Likelihood variance", "", Measures.Sigma2) { Reaching = 0 }, exhibit.HealthyPlan.Model.Likelihood.Sigma2),
        "overweighted-kl" or "noisy-decoder" or "unscaled-data" => Margins(exhibit.Case),
        "powerful-decoder" or "skip-shortcut" or "condition-shortcut" => Costs(exhibit.Case),
        "lagging-encoder" => Refined(exhibit.Case),
        "constant-code" => Plant(exhibit, "Rate and information", ("rate", Measures.ValidationRate), ("information", Measures.ValidationInformation)),
        "data-limited" => Plant(exhibit, "ELBO", ("training examples", Measures.TrainElbo), ("new examples", Measures.ValidationElbo)),
        "surplus-units" => Units(exhibit.Case),
        _ => null,
    };

    /// <summary>The information of several silent plants over their training: from it alone nobody tells them apart.</summary>
    internal static Element? Alike(IReadOnlyList<ZooExhibit> exhibits)
    {
        ZooExhibit[] silent = [.. exhibits.Where(exhibit => s_alike.Contains(exhibit.Case.Name))];
        if (silent.Length < 2) return null;
        Series[] series = [.. silent.Select((exhibit, index) => new Series(exhibit.Case.Name, new Epochs(exhibit.CollapsedHistory).Values(Measures.ValidationInformation), index + 1))];
        return new LineChart { Title = "Information of the code, nats", Series = series, Reaching = 1 }.Draw().Picture;
    }

    private static Element? Course(ZooExhibit exhibit, Curve curve, double? constantTwin = null)
    {
        Epochs twin = new(exhibit.HealthyHistory), plant = new(exhibit.CollapsedHistory);
        string name = curve.Names[0];
        if (!plant.Has(name)) return null;
        IReadOnlyList<Point> course = plant.Values(name);
        IReadOnlyList<Point> healthy = twin.Has(name) ? twin.Values(name) : constantTwin is { } constant ? [.. course.Select(point => new Point(point.X, constant))] : [];
        return curve.Chart([new Series("twin", healthy, 1), new Series("plant", course, 2)], []).Draw().Picture;
    }

    private static Element? Plant(ZooExhibit exhibit, string title, params (string Who, string Measure)[] lines)
    {
        Epochs plant = new(exhibit.CollapsedHistory);
        if (!lines.All(line => plant.Has(line.Measure))) return null;
        Series[] series = [.. lines.Select((line, index) => new Series(line.Who, plant.Values(line.Measure), index + 1))];
        return new LineChart { Title = title, Series = series }.Draw().Picture;
    }

    private static Element? Margins(ZooCase one)
    {
        if (one.Collapsed.Stability is not { } plant || one.Healthy.Stability is not { } twin) return null;
        IEnumerable<IntervalRow> without = plant.Without.Where(margin => margin.Suspect != "all").Select(margin => Row($"plant, {Words.LowerFirst(StabilityTable.Name(margin.Suspect))}", margin));
        return new IntervalPlot("Margin of the collapsed state", "λ₁ / β: a code can grow above 1", [Row("twin", twin.AsItIs), Row("plant", plant.AsItIs), .. without]).Draw();

        static IntervalRow Row(string label, StabilityMargin margin) => new(label, margin.Margin, margin.Ci95[0] / margin.Beta, margin.Ci95[1] / margin.Beta);
    }

    private static Element? Costs(ZooCase one)
    {
        List<IntervalRow> rows = [];
        foreach ((string who, Records.Diagnoses.Diagnosis diagnosis) in (ReadOnlySpan<(string, Records.Diagnoses.Diagnosis)>)[("twin", one.Healthy), ("plant", one.Collapsed)])
        {
            Interventions? asked = diagnosis.Interventions;
            Add($"{who}: another's code", asked?.ShuffleCode);
            Add($"{who}: its past hidden", asked?.DropContext);
            Add($"{who}: another's skips", asked?.ShuffleSkip);
            Add($"{who}: another's condition", asked?.ShuffleCondition);
        }

        return rows.Count < 2 ? null : new IntervalPlot("What it costs", "nats of distortion", rows).Draw();

        void Add(string label, Intervention? intervention)
        {
            if (intervention is not null) rows.Add(new IntervalRow(label, intervention.LossNats, intervention.Ci95[0], intervention.Ci95[1]));
        }
    }

    private static Element? Refined(ZooCase one)
    {
        if (one.Healthy.InferenceGap is not { } twin || one.Collapsed.InferenceGap is not { } plant) return null;
        IntervalRow Row(string label, double value) => new(label, value, double.NaN, double.NaN);
        return new IntervalPlot(
            "Information of the code", "nats of I(X;Z)",
            [
                Row("twin: the encoder's codes", twin.AmortisedInformation), Row("twin: refined codes", twin.RefinedInformation),
                Row("plant: the encoder's codes", plant.AmortisedInformation), Row("plant: refined codes", plant.RefinedInformation),
            ]).Draw();
    }

    private static Element Units(ZooCase one)
    {
        static Series Line(string who, Records.Diagnoses.Diagnosis diagnosis, int style) => new(
            who, [.. diagnosis.Units.Select(unit => unit.MutualInformation).OrderDescending().Select((value, rank) => new Point(rank + 1, value))], style);
        return new LineChart { Title = "Information of each unit, nats", HorizontalName = "unit, the most informative first", Series = [Line("twin", one.Healthy, 1), Line("plant", one.Collapsed, 2)], Reaching = 0 }.Draw().Picture;
    }
}
