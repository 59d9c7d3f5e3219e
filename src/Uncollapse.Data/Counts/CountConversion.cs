using System.Globalization;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Counts;

/// <summary>Numbers of any format as counts, where the user says that they are.</summary>
internal static class CountConversion
{
    private const int Block = 256;

    /// <summary>The same examples, held sparse; the source is closed.</summary>
    /// <exception cref="DataFormatException">They are no counts.</exception>
    public static SparseDataset Of(DenseDataset source, StorageLimits limits)
    {
        if (source is SparseDataset { Kind: ValueKind.Count } counts)
            return counts;
        using (source)
        {
            var tally = new ValueTally();
            using var builder = new CompressedRowsBuilder(source.Provenance.Source, source.OutputSize, limits, source.Count);
            int step = Math.Clamp((1 << 20) / source.OutputSize, 1, Block);
            float[] rows = new float[step * source.OutputSize];
            for (int start = 0; start < source.Count; start += step)
            {
                int number = Math.Min(step, source.Count - start);
                source.ReadRows([.. Enumerable.Range(start, number)], rows);
                tally.Add(rows.AsSpan(0, number * source.OutputSize));
                for (int i = 0; i < number; i++)
                    builder.AppendDense(rows.AsSpan(i * source.OutputSize, source.OutputSize));
            }
            MatrixLook look = (source as SparseDataset)?.Look ?? tally.Look("", source.Count, source.OutputSize);
            if (!look.IsCounts)
                throw new DataFormatException(source.Provenance.Source, look.Name, "counts (whole numbers from 0), as data.kind: counts says", look.Values, "Leave data.kind out to read them as numbers");
            DataProvenance provenance = source.Provenance with { Notes = [.. source.Provenance.Notes, string.Create(CultureInfo.InvariantCulture, $"read as counts: {look.Values}")] };
            return new SparseDataset(source.Name, provenance, source.Labels, new CountTable(builder.Build(""), null, null, null));
        }
    }
}
