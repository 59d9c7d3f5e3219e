namespace Uncollapse.Records.Plans;

/// <summary>How many dispersions theta a negative binomial has.</summary>
public enum DispersionKind
{
    /// <summary>One an output.</summary>
    Gene,

    /// <summary>One an output and value of the condition: log theta is linear in the condition.</summary>
    GeneBatch,

    /// <summary>One an output and example, from the decoder.</summary>
    GeneCell,
}
