namespace Uncollapse.Records.Diagnoses;

/// <summary>The importance-weighted estimate of -log p(x) in nats per example: an upper bound in expectation. There is none of a model whose decoder sees features of x.</summary>
public sealed record NegativeLogLikelihood
{
    /// <summary>The estimate.</summary>
    public required double Estimate { get; init; }

    /// <summary>Its standard error over examples.</summary>
    public required double StandardError { get; init; }

    /// <summary>Codes K drawn per example.</summary>
    public required int ImportanceSamples { get; init; }

    /// <summary>Examples.</summary>
    public required int Examples { get; init; }

    /// <summary>The estimate divided by the number of outputs; for text by the mean number of tokens, ends included.</summary>
    public required double PerDimension { get; init; }

    /// <summary>For text: e to the nats per token, ends included; null for anything else.</summary>
    public double? Perplexity { get; init; }
}
