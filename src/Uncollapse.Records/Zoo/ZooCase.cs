using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Zoo;

/// <summary>A cause of collapse, or two at once, planted in a small model, beside a twin that differs in nothing else.</summary>
public sealed record ZooCase
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>The seed of both trainings.</summary>
    public required long Seed { get; init; }

    /// <summary>A heading for people.</summary>
    public required string Title { get; init; }

    /// <summary>What was planted and what to look at, in a few sentences.</summary>
    public required string Story { get; init; }

    /// <summary>Names of the causes that were planted.</summary>
    public required IReadOnlyList<string> Planted { get; init; }

    /// <summary>Names of the causes that the diagnosis accuses: its findings. Empty where it accuses none.</summary>
    public required IReadOnlyList<string> Named { get; init; }

    /// <summary>How much of the cause was planted: 1 as verified; null where the cause is there or not.</summary>
    public double? Strength { get; init; }

    /// <summary>Every key in which the two plans differ.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <summary>The numbers that give the cause away, the most telling first.</summary>
    public required IReadOnlyList<ZooSign> Signs { get; init; }

    /// <summary>Whether the twin is healthy and every sign holds.</summary>
    public required bool Real { get; init; }

    /// <summary>The twin's diagnosis.</summary>
    public required Diagnosis Healthy { get; init; }

    /// <summary>The plant's diagnosis.</summary>
    public required Diagnosis Collapsed { get; init; }

    /// <summary>The plant's diagnosis after counterfactual trials; null where none were asked for.</summary>
    public Diagnosis? Tried { get; init; }

    /// <summary>The diagnosis of what <c>treat</c> made of the plant, knowing no more than its diagnosis; null where it was not asked for, the plant was not ill, or nothing was accepted.</summary>
    public Diagnosis? Cured { get; init; }

    /// <summary>The remedies that were accepted; null as <see cref="Cured"/>.</summary>
    public string? CuredBy { get; init; }

    /// <summary>What <c>treat</c> says of it; null where it was not asked for.</summary>
    public string? Treatment { get; init; }

    /// <summary>What cures it first, in words.</summary>
    public required IReadOnlyList<string> Cures { get; init; }

    /// <summary>Seconds of computing: two trainings and two diagnoses. A twin that several cases share counts in each.</summary>
    public required double Seconds { get; init; }
}
