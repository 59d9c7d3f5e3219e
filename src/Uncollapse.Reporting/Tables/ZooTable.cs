using Uncollapse.Records.Zoo;

namespace Uncollapse.Reporting.Tables;

/// <summary>All cases of the zoo, a row each.</summary>
public static class ZooTable
{
    /// <summary>The table of a visit; of several seeds it shows means, with the smallest and largest value.</summary>
    /// <param name="record">The visit.</param>
    public static TableModel Of(ZooRecord record)
    {
        List<TableColumn> columns =
        [
            new("Cause"), new("Planted", Meaning: "the twin's value and the plant's", Secondary: true),
            new("MI twin", Numeric: true, Meaning: "mutual information of the healthy twin, nats"), new("MI plant", Numeric: true, Meaning: "of the plant"),
            new("What gives it away"), new("Twin", Numeric: true, Meaning: "that number in the twin"), new("Plant", Numeric: true, Meaning: "and in the plant"),
            new("Real", Meaning: "whether the twin is healthy and every sign of the plant holds"),
        ];
        var rows = record.Cases.GroupBy(one => one.Name).Select(group => (IReadOnlyList<TableCell>)Row([.. group])).ToList();
        return new TableModel("Causes of collapse", columns, rows);
    }

    /// <summary>The most telling sign beside the information, or the first where there is none beside it.</summary>
    internal static ZooSign Giveaway(ZooCase one) => one.Signs.FirstOrDefault(sign => sign.Measure is not ("mutual_information" or "shuffle_code")) ?? one.Signs[0];

    internal static string Change(PlanChange change) => $"{change.Key}: {change.Healthy} → {change.Collapsed}";

    private static List<TableCell> Row(IReadOnlyList<ZooCase> seeds)
    {
        ZooCase first = seeds[0];
        int real = seeds.Count(one => one.Real);
        string verdict = seeds.Count == 1 ? (real == 1 ? "yes" : "no") : $"{real} of {seeds.Count}";
        return
        [
            first.Name, string.Join("; ", first.Changes.Select(Change)),
            Spread(seeds.Select(one => (double?)one.Healthy.MutualInformation.Estimate), 2), Spread(seeds.Select(one => (double?)one.Collapsed.MutualInformation.Estimate), 2),
            Giveaway(first).Meaning, Spread(seeds.Select(one => Giveaway(one).Healthy)), Spread(seeds.Select(one => Giveaway(one).Collapsed)),
            new(verdict) { Tone = real == seeds.Count ? Tone.Good : Tone.Bad },
        ];
    }

    private static TableCell Spread(IEnumerable<double?> values, int? decimals = null)
    {
        double[] known = [.. values.OfType<double>()];
        if (known.Length == 0) return new("none") { Tone = Tone.Muted };
        string Shown(double value) => decimals is { } digits ? Numbers.Fixed(value, digits) : Numbers.Value(value);
        return new(Shown(known.Average())) { Detail = Shown(known.Min()) != Shown(known.Max()) ? $"[{Shown(known.Min())}, {Shown(known.Max())}]" : null };
    }
}
