using Uncollapse.Data.Counts;
using Uncollapse.Data.Summaries;

namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data describe --json</c> writes of counts; numbers of splits that the source does not have are null.</summary>
internal sealed record CountDescribeDocument
{
    public required string Source { get; init; }

    public required string Format { get; init; }

    public required int Examples { get; init; }

    public int? ValidationExamples { get; init; }

    public int? TestExamples { get; init; }

    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The matrix that is read: <c>X</c>, <c>raw/X</c>, <c>layers/NAME</c>; empty where the source has one.</summary>
    public required string Matrix { get; init; }

    public required bool Counts { get; init; }

    public required IReadOnlyList<MatrixLook> Matrices { get; init; }

    /// <summary>The share of values that are not 0.</summary>
    public required double Density { get; init; }

    /// <summary>Smallest, lower quartile, median, upper quartile and largest sum of a row.</summary>
    public required IReadOnlyList<double> RowSums { get; init; }

    /// <summary>The same of the number of columns that a row has.</summary>
    public required IReadOnlyList<double> RowColumns { get; init; }

    public required int EmptyColumns { get; init; }

    public required int RareColumns { get; init; }

    /// <summary>Cells that 200 genes at least, and 5 % mitochondrial counts at most, leave out; null where rows have no names.</summary>
    public int? CustomarilyDropped { get; init; }

    public required bool Streamed { get; init; }

    public string? Sha256 { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<LabelSummary> Labels { get; init; }

    /// <summary>The options of <c>train</c> that suit.</summary>
    public required IReadOnlyList<string> TrainOptions { get; init; }

    internal static CountDescribeDocument Of(string source, CountSummary summary, IReadOnlyList<string> options) => new()
    {
        Source = source,
        Format = summary.Provenance.Format,
        Examples = summary.Examples,
        ValidationExamples = summary.ValidationExamples,
        TestExamples = summary.TestExamples,
        Shape = [1, summary.Columns, 1],
        Matrix = summary.Look.Name,
        Counts = summary.Look.IsCounts,
        Matrices = summary.Matrices,
        Density = summary.Density,
        RowSums = summary.CountsOfExample,
        RowColumns = summary.ColumnsOfExample,
        EmptyColumns = summary.EmptyColumns,
        RareColumns = summary.RareColumns,
        CustomarilyDropped = summary.CustomaryFilter?.Dropped,
        Streamed = summary.IsStreamed,
        Sha256 = summary.Provenance.Sha256,
        Notes = summary.Provenance.Notes,
        Labels = summary.Labels,
        TrainOptions = options,
    };
}
