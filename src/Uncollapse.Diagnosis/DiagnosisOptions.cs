namespace Uncollapse.Diagnosis;

/// <summary>How much is measured. Every choice is recorded beside the numbers it made.</summary>
public readonly record struct DiagnosisOptions
{
    /// <summary>The defaults: the test split, at most 10,000 examples.</summary>
    public DiagnosisOptions()
    {
    }

    /// <summary>The split to measure: <c>train</c>, <c>validation</c> or <c>test</c>. A posterior file has none.</summary>
    public string Split { get; init; } = "test";

    /// <summary>The most examples to measure, drawn by the seed where there are more, at least 2. Information is bounded by the log of their number.</summary>
    public int Examples { get; init; } = 10_000;

    /// <summary>Examples M in the aggregate posterior, at least 2; null for all that are measured.</summary>
    public int? AggregateSize { get; init; }

    /// <summary>Codes K for each example in the mutual information, at least 1.</summary>
    public int Samples { get; init; } = 4;

    /// <summary>Codes for each example in the importance-weighted likelihood; 0 leaves it out; null: <see cref="DefaultImportanceSamples"/> of the decoder.</summary>
    public int? ImportanceSamples { get; init; }

    /// <summary>The most examples for the importance-weighted likelihood; null for all that are measured.</summary>
    public int? NllExamples { get; init; }

    /// <summary>The most examples for shuffling single units and blocks of them, which decodes them once for each; 0 leaves it out.</summary>
    public int UnitExamples { get; init; } = 1000;

    /// <summary>Blocks of units that are shuffled together, beside those of the model itself: its active units, its passive ones, its levels. They may overlap. Of codes on a sphere no part can change
    /// alone, and of posteriors without a decoder nothing is shuffled: none are measured there.</summary>
    public IReadOnlyList<UnitBlock> Blocks { get; init; } = [];

    /// <summary>The most examples whose posteriors are refined, some 600 decodings each; 0 leaves it out; null: <see cref="DefaultRefinedExamples"/> of the decoder.</summary>
    public int? RefinedExamples { get; init; }

    /// <summary>The most examples, of all splits, for probes and neighbourhoods, whose cost grows with their square; 0 leaves them out.</summary>
    public int ProbeExamples { get; init; } = 4000;

    /// <summary>The most examples for the stability margin of the collapsed state; 0 leaves it out.</summary>
    public int MarginExamples { get; init; } = 4000;

    /// <summary>The most examples for the geometry, fewer where a decoder is large; 0 leaves it out.</summary>
    public int GeometryExamples { get; init; } = 500;

    /// <summary>Replicates of the bootstrap, at least 20.</summary>
    public int BootstrapReplicates { get; init; } = 1000;

    /// <summary>The seed of all draws, at least 0.</summary>
    public long Seed { get; init; }

    /// <summary>Codes K for each example that the likelihood gets where no number is asked for: what a minute or so pays for at a usual size.</summary>
    /// <param name="isAutoregressive">Whether the decoder describes an output from those before it: each code costs it many times more.</param>
    /// <returns>500, or 50. Fewer give a looser upper bound of -log p(x).</returns>
    public static int DefaultImportanceSamples(bool isAutoregressive) => isAutoregressive ? 50 : 500;

    /// <summary>Examples whose posteriors are refined where no number is asked for: what some seconds pay for at a usual size.</summary>
    /// <param name="isAutoregressive">Whether the decoder describes an output from those before it.</param>
    /// <returns>256, or 32.</returns>
    public static int DefaultRefinedExamples(bool isAutoregressive) => isAutoregressive ? 32 : 256;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; says which.</exception>
    public void Validate()
    {
        if (Split is not ("train" or "validation" or "test"))
            throw new ArgumentOutOfRangeException(nameof(Split), Split, "The split is train, validation or test.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Examples, 2, nameof(Examples));
        ArgumentOutOfRangeException.ThrowIfLessThan(AggregateSize ?? 2, 2, nameof(AggregateSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1, nameof(Samples));
        ArgumentOutOfRangeException.ThrowIfLessThan(ImportanceSamples ?? 0, 0, nameof(ImportanceSamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(NllExamples ?? 1, 1, nameof(NllExamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(UnitExamples, 0, nameof(UnitExamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(RefinedExamples ?? 0, 0, nameof(RefinedExamples));
        ArgumentOutOfRangeException.ThrowIfNegative(ProbeExamples, nameof(ProbeExamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(MarginExamples, 0, nameof(MarginExamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(GeometryExamples, 0, nameof(GeometryExamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(BootstrapReplicates, 20, nameof(BootstrapReplicates));
        ArgumentOutOfRangeException.ThrowIfNegative(Seed, nameof(Seed));
    }
}
