using Uncollapse.Diagnosis.Measures;

namespace Uncollapse.Diagnosis.Tests.Measures;

/// <summary>The second source: mutual information by the plain double loop of its definition.</summary>
internal static class DirectInformation
{
    private const double LogTwoPi = 1.8378770664093453;

    /// <summary>The means over examples of the estimate and the upper bound.</summary>
    public static (double Lower, double Upper) Joint(Posteriors q, ReadOnlySpan<double> codes, int[]? members = null)
    {
        members ??= [.. Enumerable.Range(0, q.Examples)];
        int units = q.Units;
        double lower = 0, upper = 0;
        double[] precision = [.. q.LogVariance.ToArray().Select(v => Math.Exp(-v))];
        double[] terms = new double[members.Length];
        for (int n = 0; n < q.Examples; n++)
        {
            for (int i = 0; i < members.Length; i++) terms[i] = LogDensity(q, precision, members[i], codes.Slice(n * units, units));
            double own = LogDensity(q, precision, n, codes.Slice(n * units, units));
            double[] others = [.. terms.Where((_, i) => members[i] != n)];
            double mean = LogSum(others) - Math.Log(others.Length);
            double aggregate = LogSum([own - Math.Log(members.Length), mean + Math.Log((members.Length - 1.0) / members.Length)]);
            lower += own - aggregate;
            upper += own - mean;
        }

        return (lower / q.Examples, upper / q.Examples);
    }

    /// <summary>I(X; Z_j) by one-dimensional mixtures.</summary>
    public static double Unit(Posteriors q, ReadOnlySpan<double> codes, int unit)
    {
        double total = 0;
        double[] terms = new double[q.Examples];
        for (int n = 0; n < q.Examples; n++)
        {
            double code = codes[(n * q.Units) + unit];
            for (int m = 0; m < terms.Length; m++) terms[m] = LogDensity(code, q.Mean[(m * q.Units) + unit], q.LogVariance[(m * q.Units) + unit]);
            total += terms[n] - LogSum(terms) + Math.Log(q.Examples);
        }

        return total / q.Examples;
    }

    public static double LogSum(double[] terms)
    {
        double top = terms.Max();
        return top + Math.Log(terms.Sum(t => Math.Exp(t - top)));
    }

    private static double LogDensity(Posteriors q, double[] precision, int m, ReadOnlySpan<double> code)
    {
        double sum = 0;
        for (int j = 0, at = m * q.Units; j < code.Length; j++, at++)
        {
            double difference = code[j] - q.Mean[at];
            sum += (difference * difference * precision[at]) + q.LogVariance[at];
        }

        return -0.5 * (sum + (code.Length * LogTwoPi));
    }

    private static double LogDensity(double z, double mean, double logVariance) =>
        -0.5 * (((z - mean) * (z - mean) * Math.Exp(-logVariance)) + logVariance + LogTwoPi);
}
