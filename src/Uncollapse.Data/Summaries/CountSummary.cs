using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Summaries;

/// <summary>What <c>data describe</c> says of counts: of single cells, or of bags of words.</summary>
public sealed record CountSummary
{
    // What tutorials of the field use: cells with fewer genes are debris, with more mitochondrial counts dying; genes of fewer cells say nothing.
    private static readonly CountsPlan CustomaryLimits = new() { MinGenes = 200, MinCells = 3, MaxMitochondrial = 0.05 };

    /// <summary>The source's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the examples come from.</summary>
    public required DataProvenance Provenance { get; init; }

    /// <summary>Training cells or documents, or all where the source has no split.</summary>
    public required int Examples { get; init; }

    /// <summary>The source's own validation examples; null when it has none.</summary>
    public required int? ValidationExamples { get; init; }

    /// <summary>The source's own test examples; null when it has none.</summary>
    public required int? TestExamples { get; init; }

    /// <summary>Genes or words.</summary>
    public required int Columns { get; init; }

    /// <summary>The first names of genes or words; empty where there are none.</summary>
    public required IReadOnlyList<string> FirstColumns { get; init; }

    /// <summary>What was seen of the matrix read.</summary>
    public required MatrixLook Look { get; init; }

    /// <summary>What was seen of all matrices of the source.</summary>
    public required IReadOnlyList<MatrixLook> Matrices { get; init; }

    /// <summary>The share of values that are not 0.</summary>
    public required double Density { get; init; }

    /// <summary>Counts of an example: smallest, lower quartile, median, upper quartile, largest.</summary>
    public required IReadOnlyList<double> CountsOfExample { get; init; }

    /// <summary>Genes or words of an example, likewise.</summary>
    public required IReadOnlyList<double> ColumnsOfExample { get; init; }

    /// <summary>Genes or words that no example has.</summary>
    public required int EmptyColumns { get; init; }

    /// <summary>Genes or words that fewer than 3 examples have.</summary>
    public required int RareColumns { get; init; }

    /// <summary>Cells that customary filters leave out (200 genes; 5 % mitochondrial counts where genes have symbols); null for what has no names of cells.</summary>
    public required CellFilter? CustomaryFilter { get; init; }

    /// <summary>Bytes of memory that the matrix takes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Whether rows are read from a file when asked for.</summary>
    public required bool IsStreamed { get; init; }

    /// <summary>The label columns.</summary>
    public required IReadOnlyList<LabelSummary> Labels { get; init; }

    /// <summary>Describes an opened source of counts, or of a sparse matrix of other numbers.</summary>
    /// <exception cref="ArgumentException">The source has neither.</exception>
    public static CountSummary Of(SourceData source)
    {
        ArgumentNullException.ThrowIfNull(source);
        SparseDataset train = source.Train as SparseDataset ?? throw new ArgumentException($"The source '{source.Train.Name}' holds no counts.", nameof(source));
        double[] counts = new double[train.Count], columns = new double[train.Count];
        int[] examples = new int[train.OutputSize];
        GeneSelection.ForEachCell(train, (cell, at, values) =>
        {
            columns[cell] = at.Length;
            foreach (int column in at)
                examples[column]++;
            foreach (float value in values)
                counts[cell] += value;
        });
        bool hasMitochondria = train.ColumnNames?.Any(GeneNames.IsMitochondrial) ?? false;
        return new CountSummary
        {
            Name = train.Name,
            Provenance = train.Provenance,
            Examples = train.Count,
            ValidationExamples = source.Validation?.Count,
            TestExamples = source.Test?.Count,
            Columns = train.OutputSize,
            FirstColumns = [.. (train.ColumnNames ?? []).Take(5)],
            Look = train.Look,
            Matrices = source.Matrices,
            Density = columns.Sum() / train.Count / train.OutputSize,
            CountsOfExample = Quartiles(counts),
            ColumnsOfExample = Quartiles(columns),
            EmptyColumns = examples.Count(number => number == 0),
            RareColumns = examples.Count(number => number < CustomaryLimits.MinCells),
            CustomaryFilter = train.HasRowNames && train.Kind == ValueKind.Count ? CellFilter.Of(train, CustomaryLimits with { MaxMitochondrial = hasMitochondria ? CustomaryLimits.MaxMitochondrial : null }) : null,
            MemoryBytes = train.MemoryBytes,
            IsStreamed = train.IsStreamed,
            Labels = [.. train.Labels.Select(LabelSummary.Of)],
        };
    }

    private static double[] Quartiles(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(share => sorted[(int)Math.Round(share * (sorted.Length - 1), MidpointRounding.AwayFromZero)])];
    }
}
