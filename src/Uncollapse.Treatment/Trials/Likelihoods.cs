using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Checkpoints;

namespace Uncollapse.Treatment.Trials;

/// <summary>-log p(x) of two runs beside each other.</summary>
internal static class Likelihoods
{
    private const int Examples = 1000;

    /// <summary>What it rose by, on the same test examples and with the same draws; or why the two cannot be compared.</summary>
    internal static (Difference? Difference, string? Incomparable) Compare(string before, string after, CheckpointKind checkpoint, DiagnosisOptions options, CancellationToken cancellation)
    {
        using var first = Opened.Open(before, checkpoint);
        using var second = Opened.Open(after, checkpoint);
        Plan old = first.Subject.Plan!, plan = second.Subject.Plan!;
        if (!old.Data.Condition.SequenceEqual(plan.Data.Condition)) return (null, "one is told a condition that the other is not");
        if (old.Data.Binarise != plan.Data.Binarise || old.Model.Likelihood.Kind != plan.Model.Likelihood.Kind) return (null, "they describe different data");
        if (old.Seed != plan.Seed) return (null, "another seed divides the data otherwise");
        DiagnosisOptions same = options with { NllExamples = Math.Min(options.NllExamples ?? Examples, Examples) };
        IReadOnlyList<double>? earlier = Diagnoser.NegativeLogLikelihoods(first.Subject, same, cancellation), later = Diagnoser.NegativeLogLikelihoods(second.Subject, same, cancellation);
        if (earlier is null || later is null) return (null, "the decoder of one sees features of the example, and gives no p(x)");
        double shift = Units(second.Data) - Units(first.Data);
        return (Difference.Of(earlier, [.. later.Select(value => value + shift)]), null);
    }

    /// <summary>What scaling adds to the logarithm of a density: sum over the outputs of log divisor, so that densities of differently scaled data are those of the same unscaled ones.</summary>
    private static double Units(PreparedData data)
    {
        ReadOnlySpan<float> divisor = data.Test.Transform.Divisor;
        double sum = 0;
        foreach (float each in divisor) sum += Math.Log(Math.Abs(each));
        return divisor.Length == 1 ? sum * data.Test.OutputSize : sum;
    }
}
