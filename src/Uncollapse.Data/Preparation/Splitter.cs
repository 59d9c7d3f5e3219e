using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>Divides examples into training, validation and test: the source's own splits, or disjoint seeded shares.</summary>
internal static class Splitter
{
    /// <summary>What is held out where neither the source nor the plan says.</summary>
    public const double CustomaryShare = 0.1;

    /// <summary>The three splits.</summary>
    /// <exception cref="DataFormatException">The shares leave a split without examples.</exception>
    public static (DenseDataset Train, DenseDataset Validation, DenseDataset Test) Split(SourceData source, DataPlan plan, Rng rng)
    {
        DenseDataset all = source.Train;
        DenseDataset? validation = plan.Validation is null ? source.Validation : null;
        DenseDataset? test = plan.Test is null ? source.Test : null;
        int validationCount = validation is null ? Number(all, plan.Validation, "validation") : 0;
        int testCount = test is null ? Number(all, plan.Test, "test") : 0;
        int left = all.Count - validationCount - testCount;
        if (left < 1)
        {
            throw Impossible(all, $"{validationCount} for validation and {testCount} for the test leave none to train on", "Hold out less, or give more examples");
        }
        int[] order = new int[all.Count];
        rng.Fork("split").FillPermutation(order);
        validation ??= all.Subset("validation", Sorted(order.AsSpan(0, validationCount)));
        test ??= all.Subset("test", Sorted(order.AsSpan(validationCount, testCount)));
        int[] training = order[(validationCount + testCount)..];
        if (plan.Examples is { } wanted)
        {
            if (wanted > left)
                throw Impossible(all, string.Create(CultureInfo.InvariantCulture, $"{wanted} training examples asked for, {left} there"), "Lower data.examples");
            // The order is already random: its first entries are a random choice.
            training = training[..wanted];
        }
        bool whole = training.Length == all.Count;
        return (whole ? all : all.Subset("train", Sorted(training)), validation, test);
    }

    private static int Number(DenseDataset all, double? share, string split)
    {
        double part = share ?? CustomaryShare;
        if (!(part > 0 && part < 1))
            throw Impossible(all, string.Create(CultureInfo.InvariantCulture, $"a {split} share of {part}"), "A share is above 0 and below 1");
        return Math.Max(1, (int)Math.Round(all.Count * part, MidpointRounding.AwayFromZero));
    }

    private static int[] Sorted(ReadOnlySpan<int> indices)
    {
        // In file order, so that a streamed source is read forwards.
        int[] sorted = indices.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static DataFormatException Impossible(DenseDataset all, string found, string hint) =>
        new(all.Provenance.Source, "splits", string.Create(CultureInfo.InvariantCulture, $"disjoint parts of the {all.Count} examples"), found, hint);
}
