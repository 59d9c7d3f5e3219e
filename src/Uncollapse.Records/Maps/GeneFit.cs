namespace Uncollapse.Records.Maps;

/// <summary>One gene as it was observed and as the model says it.</summary>
public sealed record GeneFit
{
    /// <summary>Its name.</summary>
    public required string Gene { get; init; }

    /// <summary>The correlation over examples of log(1 + counts per 10,000) observed with the same of the model's means.</summary>
    public required double Correlation { get; init; }

    /// <summary>The mean count.</summary>
    public required double Mean { get; init; }

    /// <summary>That of counts drawn from the model, each given its example's code and library.</summary>
    public required double ModelMean { get; init; }

    /// <summary>The variance of the counts.</summary>
    public required double Variance { get; init; }

    /// <summary>Of the drawn ones.</summary>
    public required double ModelVariance { get; init; }

    /// <summary>The share of examples without a count.</summary>
    public required double Zeros { get; init; }

    /// <summary>Of the drawn ones.</summary>
    public required double ModelZeros { get; init; }
}
