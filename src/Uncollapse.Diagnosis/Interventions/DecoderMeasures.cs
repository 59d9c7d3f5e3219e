namespace Uncollapse.Diagnosis.Interventions;

/// <summary>How the decoder does with an example's own code, and how much worse with others: nats for each example.</summary>
internal sealed record DecoderMeasures
{
    /// <summary>-log p(x_n|z_n), z_n ~ q(z|x_n).</summary>
    public required double[] Distortion { get; init; }

    /// <summary>log p(x_n|z_n) - log p(x_n|z of another example).</summary>
    public required double[] ShuffleCost { get; init; }

    /// <summary>log p(x_n|z_n) - log p(x_n|z), z ~ p(z).</summary>
    public required double[] PriorCost { get; init; }

    /// <summary>log p(x_n|z_n) - log p(x_n|average code).</summary>
    public required double[] MeanCost { get; init; }

    /// <summary>log p(x_n|z_n) - log p(x_n|z_n, skips of another example); null without skips.</summary>
    public double[]? SkipCost { get; init; }

    /// <summary>log p(x_n|z_n) - log p(x_n|z_n, condition of another example); null without a condition.</summary>
    public double[]? ConditionCost { get; init; }

    /// <summary>log p(x_n|z_n) - log p(x_n|z_n, the past hidden); null for a decoder without a past.</summary>
    public double[]? ContextCost { get; init; }

    /// <summary>The cost of another example's code where the past is hidden; null for a decoder without a past.</summary>
    public double[]? BlindShuffleCost { get; init; }

    /// <summary>The mean squared error an output of the decoder's mean at z_n; null where there is no mean.</summary>
    public required double? MeanSquaredError { get; init; }

    /// <summary>The mean likelihood variance; null where it is no Gaussian.</summary>
    public required double? Sigma2 { get; init; }
}
