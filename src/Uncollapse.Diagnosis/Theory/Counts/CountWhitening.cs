namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>
/// F^(-1/2) of F = diag(d) - rho h^T - h rho^T + (sum h - c) rho rho^T with d = h + c rho: a diagonal and two directions, of which one, the logits' common shift, has no information.
/// </summary>
internal sealed class CountWhitening
{
    private readonly double[][] _directions;
    private readonly double[] _factors;

    /// <param name="share">rho.</param>
    /// <param name="information">h: the mean of -d^2 log p / d (log mu)^2 of each output.</param>
    /// <param name="total">c: the mean over examples of the sum of d log p / d log mu.</param>
    public CountWhitening(double[] share, double[] information, double total)
    {
        Scale = new double[share.Length];
        double[] a = new double[share.Length], b = new double[share.Length];
        double sum = 0;
        for (int d = 0; d < share.Length; d++)
        {
            double diagonal = information[d] + (total * share[d]);
            if (!(share[d] > 0 && diagonal > 0)) continue;
            Scale[d] = 1 / Math.Sqrt(diagonal);
            a[d] = share[d] * Scale[d];
            b[d] = information[d] * Scale[d];
            sum += information[d];
            Occurring++;
        }

        // One is the shift.
        Rank = Math.Max(0, Occurring - 1);
        (_directions, _factors) = Turned(a, b, sum - total);
    }

    /// <summary>1 / sqrt(d) of each output; 0 for one that never occurs.</summary>
    public double[] Scale { get; }

    /// <summary>Outputs that occur.</summary>
    public int Occurring { get; }

    /// <summary>Free parameters.</summary>
    public int Rank { get; }

    /// <summary>diag(Scale) (I + sum k v v^T) q, for columns q; in place.</summary>
    /// <param name="columns">[outputs, count].</param>
    /// <param name="count">Columns.</param>
    public void Unwhiten(Span<double> columns, int count)
    {
        Turn(columns, count);
        Scaled(columns, count);
    }

    /// <summary>(I + sum k v v^T) diag(Scale) s, for columns s; in place.</summary>
    /// <param name="columns">[outputs, count].</param>
    /// <param name="count">Columns.</param>
    public void Whiten(Span<double> columns, int count)
    {
        Scaled(columns, count);
        Turn(columns, count);
    }

    private static (double[][] Directions, double[] Factors) Turned(double[] a, double[] b, double gamma)
    {
        double alpha = Math.Sqrt(Dot(a, a));
        if (alpha == 0) return ([], []);
        double[] first = Array.ConvertAll(a, value => value / alpha);
        double along = Dot(b, first);
        double[] second = [.. b.Zip(first, (value, unit) => value - (along * unit))];
        double across = Math.Sqrt(Dot(second, second));
        double corner = (gamma * alpha * alpha) - (2 * alpha * along);
        // h is a multiple of rho, as of one library: then the shift is all.
        if (across < 1e-12 * Math.Sqrt(Dot(b, b))) return ([first], [-1]);
        for (int d = 0; d < second.Length; d++) second[d] /= across;
        double side = -alpha * across, middle = corner / 2, radius = Math.Sqrt((middle * middle) + (side * side));
        double[] values = [middle - radius, middle + radius];
        double[][] directions = new double[2][];
        for (int i = 0; i < 2; i++)
        {
            // (corner - value) x + side y = 0.
            double x = -side, y = corner - values[i], length = Math.Sqrt((x * x) + (y * y));
            directions[i] = [.. first.Zip(second, (one, other) => ((x * one) + (y * other)) / length)];
        }

        // The smaller one of 1 + value is 0 but for rounding: F times a common shift is 0.
        return (directions, [-1, (1 / Math.Sqrt(Math.Max(1e-9, 1 + values[1]))) - 1]);
    }

    private static double Dot(double[] left, double[] right) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(left, right);

    private void Scaled(Span<double> columns, int count)
    {
        for (int d = 0; d < Scale.Length; d++)
        {
            Span<double> row = columns.Slice(d * count, count);
            System.Numerics.Tensors.TensorPrimitives.Multiply(row, Scale[d], row);
        }
    }

    private void Turn(Span<double> columns, int count)
    {
        double[][] along = new double[_factors.Length][];
        for (int i = 0; i < along.Length; i++)
        {
            along[i] = new double[count];
            for (int d = 0; d < Scale.Length; d++) System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(columns.Slice(d * count, count), _directions[i][d], along[i], along[i]);
        }

        for (int d = 0; d < Scale.Length; d++)
        {
            Span<double> row = columns.Slice(d * count, count);
            for (int i = 0; i < along.Length; i++) System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(along[i], _factors[i] * _directions[i][d], row, row);
        }
    }
}
