using System.Globalization;
using Uncollapse.Records.Zoo;
using Uncollapse.Zoo;

namespace Uncollapse.Bench;

/// <summary>How often the diagnosis names what was planted: single causes and pairs over seeds and strengths, beside healthy twins, without and with counterfactual trials, as a Markdown page.</summary>
/// <remarks>Rules and thresholds may be looked at beside the development seeds; the sealed ones are for the score alone. Seeds 100 to 107 were sealed once, for an earlier version, and are spent.</remarks>
internal static class Attribution
{
    private const int DevelopmentSeeds = 4, SealedSeeds = 5, SealedPairSeeds = 4, FirstSealed = 200;

    // Far more than a case takes: a budget that is used up would make the score one of the machine.
    private const double TrialSeconds = 300;
    private static readonly double[] _strengths = [1, 1.4, 2];

    /// <param name="isSealed">The sealed seeds instead of the development ones.</param>
    /// <param name="withTrials">Whether suspects are tried.</param>
    /// <param name="only">One development seed alone; null for all.</param>
    internal static void Run(bool isSealed, bool withTrials, int? only)
    {
        double? seconds = withTrials ? TrialSeconds : null;
        var cases = new List<ZooCase>();
        int singles = isSealed ? SealedSeeds : only + 1 ?? DevelopmentSeeds, pairs = isSealed ? SealedPairSeeds : singles;
        for (int i = isSealed ? 0 : only ?? 0; i < singles; i++)
        {
            long seed = isSealed ? FirstSealed + i : i;
            double strength = _strengths[i % _strengths.Length];
            cases.AddRange(ZooRunner.Run(new ZooOptions { Seed = seed, Strength = strength, CounterfactualSeconds = seconds }).Record.Cases);
            if (i < pairs) cases.AddRange(ZooRunner.Run(new ZooOptions { Seed = seed, Strength = strength, CounterfactualSeconds = seconds, Pairs = true }).Record.Cases);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, strength {strength}: {cases.Count} cases"));
        }

        Console.WriteLine($"{(isSealed ? "Sealed" : "Development")} seeds.");
        new AttributionScore(cases, "without trials", one => one.Collapsed).Print();
        if (withTrials) new AttributionScore(cases, "with trials", one => one.Tried ?? one.Collapsed).Print();
    }
}
