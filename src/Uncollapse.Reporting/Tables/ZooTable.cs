using Uncollapse.Records.Zoo;

namespace Uncollapse.Reporting.Tables;

/// <summary>All cases of the zoo, a row each.</summary>
public static class ZooTable
{
    /// <summary>The table of a visit; of several seeds it shows means, and of the information the smallest and largest value.</summary>
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
            Spread(seeds.Select(one => one.Healthy.MutualInformation.Estimate)), Spread(seeds.Select(one => one.Collapsed.MutualInformation.Estimate)),
            Giveaway(first).Meaning, Mean(seeds.Select(one => Giveaway(one).Healthy)), Mean(seeds.Select(one => Giveaway(one).Collapsed)),
            new(verdict) { Tone = real == seeds.Count ? Tone.Good : Tone.Bad },
        ];
    }

    private static TableCell Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        string low = Numbers.Fixed(all.Min(), 2), high = Numbers.Fixed(all.Max(), 2);
        return new(Numbers.Fixed(all.Average(), 2)) { Detail = low == high ? null : $"[{low}, {high}]" };
    }

    // Where one of the two has no such part, there is nothing that could have been measured.
    private static TableCell Mean(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? new("none") { Tone = Tone.Muted } : new(Numbers.Value(known.Average()));
    }
}
