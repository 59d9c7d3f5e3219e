using Uncollapse.Data.Counts;

namespace Uncollapse.Data.Preparation;

/// <summary><see cref="OutputStatistics"/> of a sparse data set's own values, from its entries alone.</summary>
internal static class SparseStatistics
{
    public static OutputStatistics Of(SparseDataset data)
    {
        int size = data.OutputSize;
        double[] sum = new double[size], squares = new double[size], low = new double[size], high = new double[size];
        int[] number = new int[size];
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        long entries = 0;
        GeneSelection.ForEachCell(data, (_, columns, values) =>
        {
            entries += columns.Length;
            for (int i = 0; i < columns.Length; i++)
            {
                int column = columns[i];
                double value = values[i];
                number[column]++;
                sum[column] += value;
                squares[column] += value * value;
                low[column] = Math.Min(low[column], value);
                high[column] = Math.Max(high[column], value);
            }
        });
        double n = data.Count;
        double[] mean = Array.ConvertAll(sum, total => total / n);
        double[] variance = [.. squares.Zip(mean, (total, m) => Math.Max(0, (total / n) - (m * m)))];
        for (int column = 0; column < size; column++)
        {
            if (number[column] == data.Count)
                continue;
            low[column] = Math.Min(0, low[column]);
            high[column] = Math.Max(0, high[column]);
        }
        return new OutputStatistics(data.Count, mean, variance, low, high, 1 - (entries / n / size));
    }
}
