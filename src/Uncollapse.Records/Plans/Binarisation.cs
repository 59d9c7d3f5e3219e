namespace Uncollapse.Records.Plans;

/// <summary>How values in [0, 1] become binary. It changes the number that a Bernoulli likelihood reports, so it is recorded with it.</summary>
public enum Binarisation
{
    /// <summary>Values are left as they are.</summary>
    None,

    /// <summary>1 where the value is above 0.5.</summary>
    Threshold,

    /// <summary>Drawn once per example with the value as its probability; the same in every epoch.</summary>
    Static,

    /// <summary>Drawn anew each time an example is seen (Burda et al. 2016); held-out examples are drawn once.</summary>
    Dynamic,
}
