namespace Uncollapse.Records.Plans;

/// <summary>Which counts of a source are used: the matrix, the cells, the genes. Genes are chosen by the training cells alone.</summary>
public sealed record CountsPlan
{
    /// <summary>The matrix of an .h5ad or loom file: <c>X</c>, <c>raw</c>, or a layer's name; null: the first of them that holds counts.</summary>
    public string? Layer { get; init; }

    /// <summary>Keep so many genes, the most variable; null: all.</summary>
    public int? Genes { get; init; }

    /// <summary>How highly variable genes are found.</summary>
    public GeneRule GeneRule { get; init; } = GeneRule.SeuratV3;

    /// <summary>Genes that fewer training cells have are left out.</summary>
    public int MinCells { get; init; }

    /// <summary>Cells that have fewer genes are left out.</summary>
    public int MinGenes { get; init; }

    /// <summary>Cells that have fewer counts are left out.</summary>
    public int MinCounts { get; init; }

    /// <summary>Cells of which a larger share of counts is from mitochondrial genes (symbols that begin with MT-) are left out, in (0, 1]; null: none is.</summary>
    public double? MaxMitochondrial { get; init; }
}
