using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Preparation;

/// <summary>Cells that are kept, each judged by itself: by its genes, its counts, and the share of them that is from mitochondria.</summary>
/// <param name="Kept">Their positions, increasing.</param>
/// <param name="FewGenes">Cells left out for too few genes.</param>
/// <param name="FewCounts">Cells with genes enough left out for too few counts.</param>
/// <param name="Mitochondrial">Other cells left out for too large a share of mitochondrial counts.</param>
public sealed record CellFilter(int[] Kept, int FewGenes, int FewCounts, int Mitochondrial)
{
    /// <summary>Cells left out.</summary>
    public int Dropped => FewGenes + FewCounts + Mitochondrial;

    /// <summary>Judges all cells.</summary>
    /// <param name="cells">Counts of all genes.</param>
    /// <param name="plan">The limits.</param>
    /// <exception cref="DataFormatException">Mitochondrial counts are limited, but no gene's name begins with MT-.</exception>
    public static CellFilter Of(SparseDataset cells, CountsPlan plan)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(plan);
        bool[] mitochondrial = plan.MaxMitochondrial is null ? [] : Mitochondria(cells);
        var kept = new List<int>();
        int fewGenes = 0, fewCounts = 0, sick = 0;
        GeneSelection.ForEachCell(cells, (cell, columns, values) =>
        {
            double counts = 0, own = 0;
            for (int i = 0; i < columns.Length; i++)
            {
                counts += values[i];
                if (mitochondrial.Length > 0 && mitochondrial[columns[i]])
                    own += values[i];
            }
            if (columns.Length < plan.MinGenes)
                fewGenes++;
            else if (counts < plan.MinCounts)
                fewCounts++;
            else if (own > (plan.MaxMitochondrial ?? 1) * counts)
                sick++;
            else
                kept.Add(cell);
        });
        return new CellFilter([.. kept], fewGenes, fewCounts, sick);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Dropped} of {Kept.Length + Dropped} cells left out ({FewGenes} for few genes, {FewCounts} for few counts, {Mitochondrial} for mitochondrial counts)");

    private static bool[] Mitochondria(SparseDataset cells)
    {
        bool[] found = [.. (cells.ColumnNames ?? []).Select(GeneNames.IsMitochondrial)];
        return found.Contains(true)
            ? found
            : throw new DataFormatException(cells.Provenance.Source, "data.counts.max_mitochondrial", "genes whose symbols begin with MT-", "none", "Leave it out, or give symbols rather than identifiers as the names of genes");
    }
}
