using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
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
            new("Case") { IsName = true }, new("Planted", Meaning: "the twin's value and the plant's", Secondary: true),
            new("MI twin", Numeric: true, Meaning: "mutual information of the healthy twin, nats"), new("MI plant", Numeric: true, Meaning: "of the plant"),
            new("What gives it away", Secondary: true), new("Twin", Numeric: true, Meaning: "that number in the twin", Secondary: true), new("Plant", Numeric: true, Meaning: "and in the plant", Secondary: true),
            new("Verdict", Meaning: "of the plant's diagnosis"), new("Diagnosis says", Meaning: "the causes that the plant's diagnosis names; nobody tells it what was planted"),
            new("Real", Meaning: "whether the twin is healthy and every sign of the plant holds"),
        ];
        bool treated = record.Cases.Any(one => one.Treatment is not null);
        if (treated) columns.AddRange([new("Cured by", Meaning: "the remedies that treat found, knowing the plant's diagnosis and no more"), new("MI cured", Numeric: true, Meaning: "mutual information of the treated model")]);
        var rows = record.Cases.GroupBy(one => one.Name).Select(group => (IReadOnlyList<TableCell>)(treated ? [.. Row([.. group]), .. Cured([.. group])] : Row([.. group]))).ToList();
        return new TableModel("Causes of collapse", columns, rows);
    }

    /// <summary>The most telling sign beside the information, or the first where there is none beside it.</summary>
    internal static ZooSign Giveaway(ZooCase one) => one.Signs.FirstOrDefault(sign => sign.Measure is not ("mutual_information" or "shuffle_code")) ?? one.Signs[0];

    internal static string Change(PlanChange change) => $"{change.Key}: {change.Before} → {change.After}";

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
            Verdict(seeds), Says(seeds),
            new(verdict) { Tone = real == seeds.Count ? Tone.Good : Tone.Bad },
        ];
    }

    /// <summary>The verdict of a plant; of several seeds each that there is, with how often.</summary>
    private static TableCell Verdict(IReadOnlyList<ZooCase> seeds)
    {
        IGrouping<Verdict, ZooCase>[] verdicts = [.. seeds.GroupBy(one => one.Collapsed.Verdict).OrderByDescending(group => group.Count())];
        return new(string.Join(", ", verdicts.Select(group => Often(Words.LowerFirst(group.Key.ToString()), group.Count(), seeds.Count)))) { Tone = VerdictWords.Tone(verdicts[0].Key) };
    }

    private static IEnumerable<TableCell> Cured(IReadOnlyList<ZooCase> seeds)
    {
        ZooCase[] cured = [.. seeds.Where(one => one.Cured is not null)];
        string well = seeds.All(one => one.Treatment is not null && one.Treatment.Contains("nothing to treat", StringComparison.Ordinal)) ? "nothing to treat" : "nothing accepted";
        yield return cured.Length == 0
            ? new TableCell(well) { Tone = well == "nothing to treat" ? Tone.Muted : Tone.Bad }
            : new TableCell(string.Join(", ", cured.GroupBy(one => one.CuredBy).OrderByDescending(group => group.Count()).Select(group => Often(group.Key!, group.Count(), seeds.Count)))) { Tone = Tone.Good };
        yield return cured.Length == 0 ? new TableCell("") : Spread(cured.Select(one => one.Cured!.MutualInformation.Estimate));
    }

    private static TableCell Says(IReadOnlyList<ZooCase> seeds)
    {
        IGrouping<string, string>[] named = [.. seeds.SelectMany(one => one.Named).GroupBy(name => name).OrderByDescending(group => group.Count())];
        return named.Length == 0 ? new("no cause") { Tone = Tone.Muted } : new(string.Join(", ", named.Select(group => Often(Cause(group.Key), group.Count(), seeds.Count))));
    }

    /// <summary>A cause's name as a table has it.</summary>
    internal static string Cause(string name) => name == "unknown" ? "cause unknown" : name;

    private static string Often(string what, int times, int all) => times == all ? what : $"{what} ({times} of {all})";

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
