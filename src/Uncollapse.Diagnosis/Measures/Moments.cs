namespace Uncollapse.Diagnosis.Measures;

/// <summary>Moments of columns of row-major values, in double precision and two passes.</summary>
public static class Moments
{
    /// <summary>The mean of each column.</summary>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[rows, columns].</param>
    public static double[] Means(int rows, int columns, ReadOnlySpan<double> values)
    {
        double[] result = new double[columns];
        for (int n = 0; n < rows; n++)
        {
            ReadOnlySpan<double> row = values.Slice(n * columns, columns);
            for (int c = 0; c < columns; c++) result[c] += row[c];
        }

        for (int c = 0; c < columns; c++) result[c] /= rows;
        return result;
    }

    /// <summary>The unbiased variance (divided by rows - 1) of each column.</summary>
    /// <param name="rows">Rows, at least 2.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[rows, columns].</param>
    public static double[] Variances(int rows, int columns, ReadOnlySpan<double> values)
    {
        double[] centre = Means(rows, columns, values), result = new double[columns];
        for (int n = 0; n < rows; n++)
        {
            ReadOnlySpan<double> row = values.Slice(n * columns, columns);
            for (int c = 0; c < columns; c++) result[c] += (row[c] - centre[c]) * (row[c] - centre[c]);
        }

        for (int c = 0; c < columns; c++) result[c] /= rows - 1;
        return result;
    }

    /// <summary>The standard error of the mean: the unbiased standard deviation over the square root of the number; 0 for one value.</summary>
    /// <param name="values">The values.</param>
    public static double StandardError(ReadOnlySpan<double> values) =>
        values.Length < 2 ? 0 : Math.Sqrt(Variances(values.Length, 1, values)[0] / values.Length);

    /// <summary>The largest distance of each column from its centre; 1 where it is 0, to divide by.</summary>
    internal static double[] LargestDeviations(int rows, int columns, ReadOnlySpan<double> values, double[] centre)
    {
        double[] result = new double[columns];
        for (int n = 0; n < rows; n++)
        {
            for (int c = 0; c < columns; c++) result[c] = Math.Max(result[c], Math.Abs(values[(n * columns) + c] - centre[c]));
        }

        for (int c = 0; c < columns; c++)
        {
            if (result[c] == 0) result[c] = 1;
        }

        return result;
    }
}
