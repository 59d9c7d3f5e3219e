namespace Uncollapse.Records.Diagnoses;

/// <summary>The first fork of the differential diagnosis: whether the collapsed state is stable for this model, its data and its weight, and which suspect, taken away, lifts it.</summary>
public sealed record Stability
{
    /// <summary>Whether the collapsed state is stable: then the model or the objective keeps a code out, else only the optimisation can.</summary>
    public required StateStability CollapsedState { get; init; }

    /// <summary>The model as it is.</summary>
    public required StabilityMargin AsItIs { get; init; }

    /// <summary>The same with one suspect taken away, and where there are several with all of them.</summary>
    public required IReadOnlyList<StabilityMargin> Without { get; init; }
}
