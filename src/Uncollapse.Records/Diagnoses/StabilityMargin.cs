namespace Uncollapse.Records.Diagnoses;

/// <summary>
/// How far one collapsed state is from its threshold: lambda_1 / beta, lambda_1 the largest generalised eigenvalue of (E[s s^T], E[F]) of the decoder's scores and Fisher information
/// where it is given no code. Above 1 a code grows, at 1 and below it does not.
/// </summary>
public sealed record StabilityMargin
{
    /// <summary>What is taken away: <c>beta</c> (set to 1), <c>variance</c> (re-fitted to the residual), <c>past</c>, <c>skips</c>, <c>condition</c>, two of them such as <c>beta+skips</c>, <c>all</c> of them; null for the model as it is.</summary>
    public string? Suspect { get; init; }

    /// <summary>The quotient along a direction that was found on the other half of the examples, both ways round: an estimate from below.</summary>
    public required double Lambda1 { get; init; }

    /// <summary>95 % of it, by the bootstrap over examples.</summary>
    public required IReadOnlyList<double> Ci95 { get; init; }

    /// <summary>The largest eigenvalue of all examples at once: an estimate from above, for it takes noise for signal.</summary>
    public required double Lambda1InSample { get; init; }

    /// <summary>What the KL weighs against the summed reconstruction.</summary>
    public required double Beta { get; init; }

    /// <summary>lambda_1 / beta.</summary>
    public required double Margin { get; init; }

    /// <summary>Examples measured.</summary>
    public required int Examples { get; init; }

    /// <summary>The directions in which a code may enter, in words.</summary>
    public required string Directions { get; init; }

    /// <summary>The state in words: what the decoder was given, and what was fitted to it.</summary>
    public required string State { get; init; }

    /// <summary>Gaussian of one variance: the mean variance of the state; null else.</summary>
    public double? Sigma2 { get; init; }
}
