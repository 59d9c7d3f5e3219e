using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Checkpoints;

namespace Uncollapse.Treatment.Trials;

/// <summary>-log p(x) of a run, to be compared with others' example by example.</summary>
internal sealed class Likelihoods(string before, CheckpointKind checkpoint, DiagnosisOptions options)
{
    private const int Examples = 1000;
    private readonly DiagnosisOptions _same = options with { NllExamples = Math.Min(options.NllExamples ?? Examples, Examples) };
    private IReadOnlyList<double>? _before;

    /// <summary>What it rose by, on the same test examples and with the same draws; or why the two cannot be compared.</summary>
    internal (Difference? Difference, string? Incomparable) Compare(string after, CancellationToken cancellation)
    {
        using var first = Opened.Open(before, checkpoint);
        using var second = Opened.Open(after, checkpoint);
        Plan old = first.Subject.Plan!, plan = second.Subject.Plan!;
        if (!old.Data.Condition.SequenceEqual(plan.Data.Condition)) return (null, "one is told a condition that the other is not");
        if (old.Data.Binarise != plan.Data.Binarise || old.Model.Likelihood.Kind != plan.Model.Likelihood.Kind) return (null, "they describe different data");
        _before ??= Diagnoser.NegativeLogLikelihoods(first.Subject, _same, cancellation);
        IReadOnlyList<double>? later = Diagnoser.NegativeLogLikelihoods(second.Subject, _same, cancellation);
        if (_before is null || later is null) return (null, "the decoder of one sees features of the example, and gives no p(x)");
        double shift = Units(second.Data) - Units(first.Data);
        double[] same = [.. later.Select(value => value + shift)];
        // Another seed divides the data otherwise.
        return (old.Seed == plan.Seed ? Difference.Of(_before, same) : Difference.OfOthers(_before, same), null);
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
