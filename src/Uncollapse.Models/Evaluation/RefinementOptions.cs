namespace Uncollapse.Models.Evaluation;

/// <summary>How a posterior is refined: stochastic ascent of the evidence lower bound by its own parameters, the networks fixed.</summary>
public readonly record struct RefinementOptions
{
    /// <summary>The defaults.</summary>
    public RefinementOptions()
    {
    }

    /// <summary>Steps of Adam, at least 1; its moments decay by 0.9 and 0.999.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Codes for each example and step, at least 1.</summary>
    public int Samples { get; init; } = 2;

    /// <summary>The first learning rate, positive; it falls to 0 by half a cosine, and the places of the last third of the steps are averaged, so that the steps' noise does.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>What the rate weighs against the summed log-likelihood, at least 0: the weight that the encoder was trained at.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; says which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1, nameof(Steps));
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1, nameof(Samples));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate is positive.");
        if (!(Beta >= 0 && double.IsFinite(Beta)))
            throw new ArgumentOutOfRangeException(nameof(Beta), Beta, "The weight is at least 0.");
    }
}
