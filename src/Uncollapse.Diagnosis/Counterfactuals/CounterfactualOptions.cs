namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>How much counterfactual training is allowed.</summary>
public readonly record struct CounterfactualOptions
{
    /// <summary>The default: a minute.</summary>
    public CounterfactualOptions()
    {
    }

    /// <summary>Seconds for all trials, their control and their measures, above 0. Where the run's own length does not fit, trials are shorter, all alike.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>The most examples on which trials are measured, at least 2.</summary>
    public int Examples { get; init; } = 2000;

    /// <summary>The clock of the budget.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!(Seconds is > 0 and <= 1e7)) throw new ArgumentOutOfRangeException(nameof(Seconds), Seconds, "The budget is above 0 and at most 1e7 seconds.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Examples, 2, nameof(Examples));
    }
}
