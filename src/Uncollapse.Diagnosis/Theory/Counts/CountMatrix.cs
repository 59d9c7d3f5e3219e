using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Diagnosis.Measures;

namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>The counts of some examples that are not 0, row after row, with each row's sum.</summary>
internal sealed class CountMatrix
{
    private CountMatrix(int outputs, int[] starts, int[] columns, float[] values, double[] sums)
    {
        Outputs = outputs;
        Starts = starts;
        Columns = columns;
        Values = values;
        Sums = sums;
    }

    /// <summary>Outputs D.</summary>
    public int Outputs { get; }

    /// <summary>Examples N.</summary>
    public int Examples => Sums.Length;

    /// <summary>Where each row's entries begin, and the end.</summary>
    public int[] Starts { get; }

    /// <summary>The output of each entry.</summary>
    public int[] Columns { get; }

    /// <summary>The count of each entry, above 0.</summary>
    public float[] Values { get; }

    /// <summary>The sum of each row: the observed library.</summary>
    public double[] Sums { get; }

    /// <summary>Reads examples a block at a time.</summary>
    /// <exception cref="DataFormatException">A value is no count.</exception>
    public static CountMatrix Read(ExampleBlocks blocks, string source)
    {
        int[] starts = new int[blocks.Examples + 1];
        double[] sums = new double[blocks.Examples];
        List<int> columns = [];
        List<float> values = [];
        for (int block = 0, n = 0; block < blocks.Count; block++)
        {
            ReadOnlySpan<float> rows = blocks.Read(block);
            for (int at = 0; at < rows.Length; at += blocks.RowSize, n++)
            {
                ReadOnlySpan<float> row = rows.Slice(at, blocks.Outputs);
                for (int d = row.IndexOfAnyExcept(0f); d < row.Length; d++)
                {
                    if (d < 0) break;
                    float value = row[d];
                    if (value == 0) continue;
                    if (!(value > 0 && value == MathF.Truncate(value) && float.IsFinite(value)))
                        throw new DataFormatException(source, "values", "counts (whole numbers from 0) for a likelihood of counts", value.ToString(CultureInfo.InvariantCulture), "Use a likelihood of real numbers (gaussian), or counts as they were measured");
                    columns.Add(d);
                    values.Add(value);
                    sums[n] += value;
                }

                starts[n + 1] = columns.Count;
            }
        }

        return new CountMatrix(blocks.Outputs, starts, [.. columns], [.. values], sums);
    }
}
