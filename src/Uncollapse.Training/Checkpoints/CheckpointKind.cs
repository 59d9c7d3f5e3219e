namespace Uncollapse.Training.Checkpoints;

/// <summary>Which weights of a run.</summary>
public enum CheckpointKind
{
    /// <summary>
    /// Those with the highest validation ELBO among the epochs that ended with the KL weight at its final value; the last ones where no epoch did.
    /// </summary>
    Best,

    /// <summary>The most recent ones.</summary>
    Last,
}
