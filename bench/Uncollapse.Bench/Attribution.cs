using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Zoo;
using Uncollapse.Zoo;

namespace Uncollapse.Bench;

/// <summary>How often the diagnosis names what was planted: the zoo's cases over seeds and strengths, each beside its healthy twin, as a Markdown page.</summary>
internal static class Attribution
{
    // Thresholds may be looked at beside the first seeds; the others are for the score alone.
    private const int DevelopmentSeeds = 4, SealedSeeds = 8, FirstSealed = 100;
    private static readonly double[] _strengths = [1, 1.4, 2];

    internal static void Run(bool isSealed)
    {
        var cases = new List<ZooCase>();
        for (int i = 0; i < (isSealed ? SealedSeeds : DevelopmentSeeds); i++)
        {
            long seed = isSealed ? FirstSealed + i : i;
            double strength = _strengths[i % _strengths.Length];
            cases.AddRange(ZooRunner.Run(new ZooOptions { Seed = seed, Strength = strength }).Record.Cases);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, strength {strength}: {cases.Count} cases"));
        }

        Print(cases, isSealed);
    }

    private static void Print(List<ZooCase> cases, bool isSealed)
    {
        // A plant that did not take is no case of its cause.
        ZooCase[] real = [.. cases.Where(one => one.Real)], sick = [.. real.Where(one => one.Planted[0] != "surplus-units")];
        Records.Diagnoses.Diagnosis[] healthy = [.. real.Select(one => one.Healthy).Concat(real.Where(one => one.Planted[0] == "surplus-units").Select(one => one.Collapsed))];
        int first = sick.Count(one => one.Named.Count > 0 && one.Named[0] == one.Planted[0]), among = sick.Count(one => one.Named.Contains(one.Planted[0]));
        Records.Diagnoses.Diagnosis[] accused = [.. healthy.Where(one => one.Findings.Any(finding => finding.Severity != Severity.Info))];
        Line($"{(isSealed ? "Sealed" : "Development")} seeds: {sick.Length} cases of {cases.Count - cases.Count(one => one.Planted[0] == "surplus-units")} plants took, {healthy.Length} healthy models (twins that several cases share count in each).");
        Line($"Named first: {first} of {sick.Length} ({Percent(first, sick.Length)}); named at all: {among} ({Percent(among, sick.Length)}). Healthy models accused: {accused.Length} of {healthy.Length} ({Percent(accused.Length, healthy.Length)}).");
        Line($"Diagnosis: {sick.Average(one => one.Collapsed.Seconds):0.00} s a case on average, {sick.Max(one => one.Collapsed.Seconds):0.0} s at most, without counterfactuals.");
        Line($"");
        Line($"| planted | cases | named first |");
        Line($"|---|---|---|");
        foreach (IGrouping<string, ZooCase> row in sick.GroupBy(one => one.Name))
        {
            string named = string.Join(", ", row.GroupBy(one => one.Named is [var named0, ..] ? named0 : "nothing").OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"));
            Line($"| {row.Key} | {row.Count()} | {named} |");
        }

        Line($"");
        Line($"| confidence of the first finding | cases | right |");
        Line($"|---|---|---|");
        foreach (IGrouping<double, ZooCase> row in sick.Where(one => one.Named.Count > 0).GroupBy(one => one.Collapsed.Findings.First(finding => finding.Cause == one.Named[0]).Confidence).OrderByDescending(group => group.Key))
            Line($"| {row.Key:0.##} | {row.Count()} | {Percent(row.Count(one => one.Named[0] == one.Planted[0]), row.Count())} |");
        foreach (Records.Diagnoses.Diagnosis wrong in accused) Line($"accused though healthy: {string.Join(", ", wrong.Findings.Select(finding => finding.Cause))}");
    }

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):0.#} %");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
