namespace Uncollapse.Records.Plans;

/// <summary>Semi-amortised training (Kim et al. 2018): the encoder's posteriors are refined by gradient steps of the loss, through which the gradient is taken.</summary>
public sealed record RefinementPlan
{
    /// <summary>Steps of refinement, K; 20 as published; 0: none.</summary>
    public int Steps { get; init; }

    /// <summary>The size of a step along the gradient of the batch's mean loss, above 0.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>The momentum of the steps, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.5;

    /// <summary>Scale a step's gradient down to this norm over the batch when it is longer, above 0; null: never.</summary>
    public double? ClipNorm { get; init; } = 5;
}
