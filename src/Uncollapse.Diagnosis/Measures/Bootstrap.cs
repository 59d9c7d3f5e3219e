using System.Buffers;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>The bootstrap over examples (Efron 1979): statistics of the same examples drawn again with replacement.</summary>
/// <remarks>
/// A replicate is a row of counts, so the means of many columns over many replicates are one matrix product. The draws depend on the
/// key, the number of examples and the replicate alone: every column sees the same examples, and threads change nothing.
/// </remarks>
public sealed class Bootstrap
{
    private const int Group = 16;
    private const int FewExamples = 1 << 16;
    private readonly Rng _rng;

    /// <summary>A bootstrap of the given size.</summary>
    /// <param name="replicates">Replicates, at least 20; 1,000 for a 95 % interval.</param>
    /// <param name="rng">The key of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few replicates.</exception>
    public Bootstrap(int replicates, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 20);
        Replicates = replicates;
        _rng = rng;
    }

    /// <summary>The number of replicates.</summary>
    public int Replicates { get; }

    /// <summary>The 95 % percentile interval of the mean.</summary>
    /// <param name="values">One an example.</param>
    public Interval OfMean(ReadOnlySpan<double> values) => OfMeans(values.Length, 1, values)[0];

    /// <summary>The 95 % percentile intervals of the means of columns.</summary>
    /// <param name="examples">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[examples, columns].</param>
    public Interval[] OfMeans(int examples, int columns, ReadOnlySpan<double> values)
    {
        double[] means = ReplicateMeans(examples, columns, values);
        var result = new Interval[columns];
        double[] one = new double[Replicates];
        for (int c = 0; c < columns; c++)
        {
            for (int r = 0; r < Replicates; r++) one[r] = means[(r * columns) + c];
            result[c] = Percentiles(one);
        }

        return result;
    }

    /// <summary>The 95 % percentile intervals of the unbiased variances of columns.</summary>
    /// <param name="examples">Rows, at least 2.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[examples, columns].</param>
    public Interval[] OfVariances(int examples, int columns, ReadOnlySpan<double> values)
    {
        double[] centre = Moments.Means(examples, columns, values);
        double[] scale = Moments.LargestDeviations(examples, columns, values, centre);
        float[] features = new float[examples * columns * 2];
        for (int i = 0; i < values.Length; i++)
        {
            double difference = (values[i] - centre[i % columns]) / scale[i % columns];
            int at = ((i / columns) * columns * 2) + (i % columns);
            features[at] = (float)difference;
            features[at + columns] = (float)(difference * difference);
        }

        double[] means = ReplicateMeans(examples, columns * 2, features);
        var result = new Interval[columns];
        double[] one = new double[Replicates];
        double unbias = examples / (examples - 1.0);
        for (int c = 0; c < columns; c++)
        {
            for (int r = 0; r < Replicates; r++)
            {
                double first = means[(r * columns * 2) + c], second = means[(r * columns * 2) + columns + c];
                one[r] = Math.Max(0, unbias * scale[c] * scale[c] * (second - (first * first)));
            }

            result[c] = Percentiles(one);
        }

        return result;
    }

    /// <summary>The mean of every column in every replicate, [replicates, columns].</summary>
    /// <param name="examples">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[examples, columns].</param>
    public double[] ReplicateMeans(int examples, int columns, ReadOnlySpan<double> values)
    {
        // Centred and scaled in double, so that the rounding of single precision is relative to the spread.
        double[] centre = Moments.Means(examples, columns, values);
        double[] scale = Moments.LargestDeviations(examples, columns, values, centre);
        float[] features = new float[examples * columns];
        for (int i = 0; i < features.Length; i++) features[i] = (float)((values[i] - centre[i % columns]) / scale[i % columns]);
        double[] result = ReplicateMeans(examples, columns, features);
        for (int i = 0; i < result.Length; i++) result[i] = centre[i % columns] + (scale[i % columns] * result[i]);
        return result;
    }

    private double[] ReplicateMeans(int examples, int columns, float[] features)
    {
        double[] result = new double[Replicates * columns];
        Tiles.Run((Replicates + Group - 1) / Group, group =>
        {
            int first = group * Group, rows = Math.Min(Group, Replicates - first);
            float[] counts = ArrayPool<float>.Shared.Rent(rows * examples);
            float[] sums = new float[rows * columns];
            for (int r = 0; r < rows; r++) Draw(first + r, counts.AsSpan(r * examples, examples));
            KernelTable<float>.Current.Multiply(ProductKind.Plain, rows, columns, examples, counts, features, sums);
            ArrayPool<float>.Shared.Return(counts);
            for (int i = 0; i < sums.Length; i++) result[(first * columns) + i] = (double)sums[i] / examples;
        });
        return result;
    }

    /// <summary>The 2.5 % and 97.5 % quantiles, interpolated; sorts the values.</summary>
    /// <param name="values">The replicates' statistics.</param>
    public static Interval Percentiles(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Array.Sort(values);
        return new Interval(Quantile(values, 0.025), Quantile(values, 0.975));
    }

    private static double Quantile(double[] sorted, double probability)
    {
        double position = probability * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>How often each example is drawn.</summary>
    private void Draw(int replicate, Span<float> counts)
    {
        Rng rng = _rng.Fork((ulong)replicate);
        int examples = counts.Length;
        counts.Clear();
        if (examples > FewExamples)
        {
            int[] draws = ArrayPool<int>.Shared.Rent(examples);
            rng.FillIntegers(draws.AsSpan(0, examples), examples);
            foreach (int index in draws.AsSpan(0, examples)) counts[index]++;
            ArrayPool<int>.Shared.Return(draws);
            return;
        }

        // Uniform numbers of 24 bits are several times cheaper, and so few examples differ in probability by less than 0.5 %.
        float[] uniform = ArrayPool<float>.Shared.Rent(examples);
        rng.FillUniform(uniform.AsSpan(0, examples));
        foreach (float value in uniform.AsSpan(0, examples)) counts[(int)((double)value * examples)]++;
        ArrayPool<float>.Shared.Return(uniform);
    }
}
