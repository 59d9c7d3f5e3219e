using Uncollapse.Data.Builtin;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Sources;

/// <summary>What a user may say about a source that its bytes do not say. Everything left null is recognised, or its custom default taken.</summary>
/// <remarks>The same may be said in the source's address: <c>faces.mat?variable=ff&amp;transpose=true&amp;shape=28x20</c>; options given here win.</remarks>
public sealed record SourceOptions
{
    /// <summary>The array of an .npz or .mat file that holds the examples; null: the only plausible one.</summary>
    public string? Variable { get; init; }

    /// <summary>The matrix of an .h5ad or loom file to read: <c>X</c>, <c>raw</c>, or a layer's name; null: the first of them that holds counts.</summary>
    public string? Layer { get; init; }

    /// <summary>The column of a table that holds labels: a header's name, an index from 0, or <c>last</c>; <c>none</c> for no column.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>A table of labels beside the source, joined by the examples' names (its first column) or by order where they have none; null: none.</summary>
    public string? LabelFile { get; init; }

    /// <summary>The shape of one example, where the file has it flattened; null: the file's own, or a square where the length is a square.</summary>
    public ExampleShape? Shape { get; init; }

    /// <summary>Whether examples are the columns of a matrix (the last axis of a larger array) rather than its rows.</summary>
    public bool? Transpose { get; init; }

    /// <summary>Whether a table's first row is a header; null: it is when a field of it is not a number.</summary>
    public bool? Header { get; init; }

    /// <summary>What separates a table's fields; null: recognised among comma, semicolon, tab and space.</summary>
    public char? Separator { get; init; }

    /// <summary>What the source holds, where its content leaves that open.</summary>
    public DataKind Kind { get; init; } = DataKind.Auto;

    /// <summary>How sentences become token ids; not used for numbers.</summary>
    public TextPlan Text { get; init; } = new();

    /// <summary>The vocabulary of a run, to prepare its text by; null: that of the training split. Not used for numbers.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>What fits in memory and in the cache.</summary>
    public StorageLimits Limits { get; init; } = StorageLimits.Default;

    /// <summary>Where built-in data sets that are downloaded are looked for and kept.</summary>
    public BuiltinLocations Locations { get; init; } = BuiltinLocations.FromEnvironment();

    /// <summary>Told how far a download is; null: nobody.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }
}
