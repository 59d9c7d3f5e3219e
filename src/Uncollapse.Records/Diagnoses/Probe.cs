namespace Uncollapse.Records.Diagnoses;

/// <summary>What the code holds about something known of the examples that the model was not asked to describe: a batch, a class, the depth of sequencing.</summary>
public sealed record Probe
{
    /// <summary>The label column, or <c>log library</c>: the log of an example's total count.</summary>
    public required string Column { get; init; }

    /// <summary><c>class</c> or <c>number</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Examples measured, of all splits; those without a value are left out.</summary>
    public required int Examples { get; init; }

    /// <summary>What a linear rule reads from the posterior means.</summary>
    public required LinearProbe Linear { get; init; }

    /// <summary>What any rule could read from codes drawn from the posteriors.</summary>
    public required InformationProbe Information { get; init; }
}
