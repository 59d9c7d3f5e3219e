using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>
/// Counts at the best constant shares rho: the score of logits whose softmax rho is. With e = d log p / d log mu of each output, s = e - rho sum e. e is what an entry adds to a
/// smooth function of the library, so that a row is its entries and a few terms: s_n = entries_n + sum over terms of coefficient_n basis.
/// </summary>
internal sealed class CountState
{
    private CountState(CountMatrix matrix, float[] entries, double[] coefficients, double[] basis, CountWhitening whitening)
    {
        Matrix = matrix;
        Entries = entries;
        Coefficients = coefficients;
        Basis = basis;
        Whitening = whitening;
        Terms = basis.Length / Math.Max(1, matrix.Outputs);
    }

    /// <summary>The counts.</summary>
    public CountMatrix Matrix { get; }

    /// <summary>What each entry adds.</summary>
    public float[] Entries { get; }

    /// <summary>Terms M.</summary>
    public int Terms { get; }

    /// <summary>The coefficients, [examples, M].</summary>
    public double[] Coefficients { get; }

    /// <summary>The terms, [outputs, M].</summary>
    public double[] Basis { get; }

    /// <summary>F^(-1/2).</summary>
    public CountWhitening Whitening { get; }

    /// <summary>The dispersions: the median over counts rather than outputs; null where there is none.</summary>
    public double? Theta { get; private init; }

    /// <summary>The share of zeros that are zeros beside; null where there are none.</summary>
    public double? InflatedZeros { get; private init; }

    /// <summary>The state of a likelihood.</summary>
    public static CountState Of(CountMatrix matrix, LikelihoodPlan likelihood)
    {
        double? theta = likelihood.FixedTheta ? likelihood.Theta : null;
        return likelihood.Kind switch
        {
            LikelihoodKind.Poisson or LikelihoodKind.Multinomial => Shared(matrix),
            LikelihoodKind.DirichletMultinomial => Dirichlet(matrix, theta),
            LikelihoodKind.NegativeBinomial => NegativeBinomial(matrix, theta, false, null),
            _ => NegativeBinomial(matrix, theta, true, likelihood.ZeroInflation is { } fixedShare ? Math.Log(fixedShare / (1 - fixedShare)) : null),
        };
    }

    /// <summary>s = x - n rho, H = n (diag rho - rho rho^T): of a Poisson with its observed sum as of a multinomial.</summary>
    private static CountState Shared(CountMatrix matrix)
    {
        double[] share = new double[matrix.Outputs];
        for (int i = 0; i < matrix.Values.Length; i++) share[matrix.Columns[i]] += matrix.Values[i];
        double total = matrix.Sums.Sum(), mean = total / matrix.Examples;
        for (int d = 0; d < share.Length && total > 0; d++) share[d] /= total;
        return new CountState(
            matrix, matrix.Values, matrix.Sums, Array.ConvertAll(share, value => -value), new CountWhitening(share, Array.ConvertAll(share, value => value * mean), 0));
    }

    private static CountState Dirichlet(CountMatrix matrix, double? theta)
    {
        var fit = new DirichletFit(matrix, new OutputSums(matrix, LibraryNodes.Of(matrix.Sums)), theta);
        float[] entries = new float[matrix.Values.Length];
        double[] coefficients = new double[matrix.Examples];
        for (int n = 0; n < matrix.Examples; n++)
        {
            for (int i = matrix.Starts[n]; i < matrix.Starts[n + 1]; i++)
            {
                double value = fit.At(matrix.Columns[i], matrix.Values[i]);
                entries[i] = (float)value;
                coefficients[n] -= value;
            }
        }

        return new CountState(matrix, entries, coefficients, fit.Share, Whitened(matrix, fit.Share, fit.Information, fit.Residual)) { Theta = fit.Theta };
    }

    private static CountState NegativeBinomial(CountMatrix matrix, double? theta, bool isInflated, double? zeroLogit)
    {
        var nodes = LibraryNodes.Of(matrix.Sums);
        var sums = new OutputSums(matrix, nodes);
        var fit = new NegativeBinomialFit(nodes, sums, theta, isInflated, zeroLogit);
        int points = nodes.Count, terms = points + 1;
        double[] basis = new double[matrix.Outputs * terms], level = new double[points], coefficients = new double[matrix.Examples * terms];
        for (int d = 0; d < matrix.Outputs; d++)
        {
            for (int k = 0; k < points; k++) level[k] += basis[(d * terms) + k] = fit.Share[d] > 0 ? fit.AtZero(d, nodes.Libraries[k]) : 0;
            basis[(d * terms) + points] = fit.Share[d];
        }

        float[] entries = new float[matrix.Values.Length];
        for (int n = 0; n < matrix.Examples; n++)
        {
            Span<double> row = coefficients.AsSpan(n * terms, terms);
            nodes.Weights.AsSpan(n * points, points).CopyTo(row);
            double sum = 0;
            for (int k = 0; k < points; k++) sum += row[k] * level[k];
            for (int i = matrix.Starts[n]; i < matrix.Starts[n + 1]; i++)
            {
                int d = matrix.Columns[i];
                double mean = matrix.Sums[n] * fit.Share[d], value = ((matrix.Values[i] - mean) / (1 + (mean / fit.Theta[d]))) - fit.AtZero(d, matrix.Sums[n]);
                entries[i] = (float)value;
                sum += value;
            }

            row[points] = -sum;
        }

        return new CountState(matrix, entries, coefficients, basis, Whitened(matrix, fit.Share, fit.Information, fit.Residual))
        {
            Theta = WeightedMedian(fit.Theta, sums.Totals),
            InflatedZeros = isInflated ? Inflated(fit, nodes, sums, matrix.Outputs) : null,
        };
    }

    private static CountWhitening Whitened(CountMatrix matrix, double[] share, double[] information, double[] residual)
    {
        // A fit's means are over the examples that have a count: the others have neither score nor information.
        double had = matrix.Sums.Count(sum => sum > 0) / (double)matrix.Examples;
        return new CountWhitening(share, Array.ConvertAll(information, value => value * had), residual.Sum() * had);
    }

    private static double? Inflated(NegativeBinomialFit fit, LibraryNodes nodes, OutputSums sums, int outputs)
    {
        double inflated = 0, zeros = 0;
        for (int d = 0; d < outputs; d++)
        {
            if (fit.Share[d] == 0) continue;
            for (int k = 0; k < nodes.Count; k++)
            {
                double some = nodes.Total[k] - sums.Number(d)[k];
                zeros += some;
                inflated += some * fit.InflatedAt(d, nodes.Libraries[k]);
            }
        }

        return zeros > 0 ? inflated / zeros : null;
    }

    private static double? WeightedMedian(double[] values, double[] weights)
    {
        double half = weights.Sum() / 2, sum = 0;
        foreach ((double value, double weight) in values.Zip(weights).OrderBy(pair => pair.First))
        {
            sum += weight;
            if (sum >= half && sum > 0) return value;
        }

        return null;
    }
}
