namespace Uncollapse.Records.Plans;

/// <summary>Where the examples come from and how they are prepared.</summary>
public sealed record DataPlan
{
    /// <summary>A file or folder (format recognised by content), or a built-in name such as <c>synthetic:shapes</c> or <c>mnist</c>.</summary>
    public string Source { get; init; } = "synthetic:shapes";

    /// <summary>What the source holds, where its content leaves that open.</summary>
    public DataKind Kind { get; init; } = DataKind.Auto;

    /// <summary>Use only this many training examples, drawn by the seed; null: all.</summary>
    public int? Examples { get; init; }

    /// <summary>How values are made binary.</summary>
    public Binarisation Binarise { get; init; } = Binarisation.None;

    /// <summary>How raw values are scaled.</summary>
    public Scaling Scale { get; init; } = Scaling.Auto;

    /// <summary>
    /// The share of the training examples held out for validation, in (0, 1); null: the source's own validation split,
    /// or 0.1 where it has none.
    /// </summary>
    public double? Validation { get; init; }

    /// <summary>The share held out for the test, in (0, 1); null: the source's own test split, or 0.1 where it has none.</summary>
    public double? Test { get; init; }

    /// <summary>The array or variable to read from a file that holds several (.npz, .mat); null: the only plausible one.</summary>
    public string? Variable { get; init; }

    /// <summary>The column of a table that holds labels (by name, or by index from 0); null: recognised by name, if any.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>A table of labels beside the source (CSV or tab-separated), joined by the examples' names, which its first column holds, or by order; null: none.</summary>
    public string? LabelFile { get; init; }

    /// <summary>What encoder and decoder are told of an example beside it, for a conditional model: names of label columns, or files of a second array with a row for every example; none: nothing.</summary>
    public IReadOnlyList<string> Condition { get; init; } = [];

    /// <summary>How sentences become rows of token ids; null: by the defaults where the source is text. Refused for numbers.</summary>
    public TextPlan? Text { get; init; }

    /// <summary>Which counts are used; null: by the defaults where the source holds counts. Refused for other data.</summary>
    public CountsPlan? Counts { get; init; }

    /// <summary>Equal when all members are, the conditions compared one by one.</summary>
    public bool Equals(DataPlan? other) => other is not null && Condition.SequenceEqual(other.Condition) && Scalars.Equals(other.Scalars);

    /// <summary>Consistent with <see cref="Equals(DataPlan)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Condition.Count, Scalars);

    private (string, DataKind, int?, Binarisation, Scaling, double?, double?, string?, string?, string?, TextPlan?, CountsPlan?) Scalars =>
        (Source, Kind, Examples, Binarise, Scale, Validation, Test, Variable, LabelColumn, LabelFile, Text, Counts);
}
