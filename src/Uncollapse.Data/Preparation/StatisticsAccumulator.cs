using System.Numerics;

namespace Uncollapse.Data.Preparation;

/// <summary>
/// Sums for <see cref="OutputStatistics"/>, as rows stream by. Sums are taken about the first row, so that a large mean costs no
/// digits of the variance.
/// </summary>
internal sealed class StatisticsAccumulator(int size)
{
    private readonly float[] reference = new float[size];
    private readonly double[] sum = new double[size];
    private readonly double[] squares = new double[size];
    private readonly float[] minimum = new float[size];
    private readonly float[] maximum = new float[size];
    private long count;
    private long zeros;

    /// <summary>Adds one example.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        if (count == 0)
        {
            row.CopyTo(reference);
            row.CopyTo(minimum);
            row.CopyTo(maximum);
        }
        count++;
        int i = 0;
        int step = Vector<float>.Count;
        Vector<int> zeroLanes = Vector<int>.Zero;
        for (; i <= row.Length - step; i += step)
        {
            var x = new Vector<float>(row[i..]);
            zeroLanes -= Vector.Equals(x, Vector<float>.Zero);
            Vector.Min(x, new Vector<float>(minimum, i)).CopyTo(minimum, i);
            Vector.Max(x, new Vector<float>(maximum, i)).CopyTo(maximum, i);
            Vector.Widen(x, out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(reference, i), out Vector<double> lowReference, out Vector<double> highReference);
            AddDeviation(low - lowReference, i);
            AddDeviation(high - highReference, i + (step / 2));
        }
        zeros += Vector.Sum(zeroLanes);
        for (; i < row.Length; i++)
        {
            zeros += row[i] == 0 ? 1 : 0;
            minimum[i] = Math.Min(minimum[i], row[i]);
            maximum[i] = Math.Max(maximum[i], row[i]);
            double deviation = (double)row[i] - reference[i];
            sum[i] += deviation;
            squares[i] += deviation * deviation;
        }
    }

    /// <summary>The figures of the rows so far.</summary>
    public OutputStatistics Finish()
    {
        double[] mean = new double[size];
        double[] variance = new double[size];
        for (int i = 0; i < size; i++)
        {
            double shift = sum[i] / count;
            mean[i] = reference[i] + shift;
            variance[i] = Math.Max(0, (squares[i] / count) - (shift * shift));
        }
        return new OutputStatistics(
            count, mean, variance, Array.ConvertAll(minimum, value => (double)value), Array.ConvertAll(maximum, value => (double)value), (double)zeros / count / size);
    }

    private void AddDeviation(Vector<double> deviation, int at)
    {
        (new Vector<double>(sum, at) + deviation).CopyTo(sum, at);
        (new Vector<double>(squares, at) + (deviation * deviation)).CopyTo(squares, at);
    }
}
