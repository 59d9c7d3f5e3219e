namespace Uncollapse.Records.Plans;

/// <summary>How the reconstruction term is reduced over an example's outputs; examples are always averaged.</summary>
public enum Reduction
{
    /// <summary>Summed over outputs: the likelihood of the example.</summary>
    Sum,

    /// <summary>
    /// Averaged over the D outputs, which weighs the KL term D times too much. It exists because people do it; diagnose accuses it.
    /// </summary>
    Mean,
}
