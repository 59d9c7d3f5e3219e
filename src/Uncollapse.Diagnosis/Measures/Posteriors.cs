using System.Globalization;
using Uncollapse.Data;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>The posteriors q(z|x_n) = N(mean_n, diag exp(logVariance_n)) of N examples over L units, checked and kept in double precision.</summary>
/// <remarks>Row-major [examples, units]. Sixteen bytes a value pair: 60,000 examples of 64 units take 61 MB.</remarks>
public sealed class Posteriors
{
    // Beyond these, a standard deviation cannot be told from 0, or from infinity, in the sums that follow.
    private const double SmallestLogVariance = -60, LargestLogVariance = 100, LargestMean = 1e9, Resolution = 1e-13;

    private readonly double[] _mean;
    private readonly double[] _logVariance;

    private Posteriors(int examples, int units, double[] mean, double[] logVariance)
    {
        Examples = examples;
        Units = units;
        _mean = mean;
        _logVariance = logVariance;
    }

    /// <summary>Examples N, at least 2.</summary>
    public int Examples { get; }

    /// <summary>Units L, at least 1.</summary>
    public int Units { get; }

    /// <summary>The means, [examples, units].</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The log-variances, [examples, units].</summary>
    public ReadOnlySpan<double> LogVariance => _logVariance;

    /// <summary>Copies and checks the arrays.</summary>
    /// <param name="source">What the error names: a file or a model.</param>
    /// <param name="examples">Examples, at least 2: information is about telling examples apart.</param>
    /// <param name="units">Units, at least 1.</param>
    /// <param name="mean">[examples, units].</param>
    /// <param name="logVariance">[examples, units].</param>
    /// <exception cref="DataFormatException">A size is wrong, or a value is not finite or beyond what can be measured; says which.</exception>
    public static Posteriors Create(string source, int examples, int units, ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance)
    {
        CheckSizes(source, examples, units, mean.Length, logVariance.Length);
        for (int i = 0; i < mean.Length; i++) Check(source, units, i, mean[i], logVariance[i]);
        return new Posteriors(examples, units, mean.ToArray(), logVariance.ToArray());
    }

    /// <summary>Checks all of the arrays and copies the examples that are measured.</summary>
    /// <param name="source">What the error names: a file or a model.</param>
    /// <param name="examples">Examples in the arrays, at least 2.</param>
    /// <param name="units">Units, at least 1.</param>
    /// <param name="mean">[examples, units].</param>
    /// <param name="logVariance">[examples, units].</param>
    /// <param name="drawn">Indices of the examples to copy; empty: all.</param>
    /// <exception cref="DataFormatException">A size is wrong, or a value is not finite or beyond what can be measured; says which.</exception>
    public static Posteriors Create(string source, int examples, int units, ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<int> drawn = default)
    {
        CheckSizes(source, examples, units, mean.Length, logVariance.Length);
        for (int i = 0; i < mean.Length; i++) Check(source, units, i, mean[i], logVariance[i]);
        int count = drawn.IsEmpty ? examples : drawn.Length;
        double[] means = new double[count * units], logVariances = new double[count * units];
        for (int i = 0; i < means.Length; i++)
        {
            int from = drawn.IsEmpty ? i : (drawn[i / units] * units) + (i % units);
            means[i] = mean[from];
            logVariances[i] = logVariance[from];
        }

        return new Posteriors(count, units, means, logVariances);
    }

    /// <summary>The posteriors of some of the examples, in the order given.</summary>
    /// <param name="examples">Their indices.</param>
    public Posteriors Subset(ReadOnlySpan<int> examples)
    {
        double[] means = new double[examples.Length * Units], logVariances = new double[examples.Length * Units];
        for (int i = 0; i < examples.Length; i++)
        {
            Mean.Slice(examples[i] * Units, Units).CopyTo(means.AsSpan(i * Units));
            LogVariance.Slice(examples[i] * Units, Units).CopyTo(logVariances.AsSpan(i * Units));
        }

        return new Posteriors(examples.Length, Units, means, logVariances);
    }

    private static void CheckSizes(string source, int examples, int units, int means, int logVariances)
    {
        if (examples < 2)
            throw new DataFormatException(source, "", "at least 2 examples", Text($"{examples}"), "Information is about telling examples apart");
        if (units < 1)
            throw new DataFormatException(source, "", "at least 1 latent unit", Text($"{units}"));
        long values = (long)examples * units;
        if (means != values || logVariances != values)
            throw new DataFormatException(source, "", Text($"{examples} x {units} means and log-variances"), Text($"{means} and {logVariances}"));
    }

    private static void Check(string source, int units, int position, double mean, double logVariance)
    {
        if (!double.IsFinite(mean) || Math.Abs(mean) > LargestMean)
            throw Refuse(source, units, position, Text($"a finite mean of size at most {LargestMean:g}"), mean, "The encoder diverged: look at the training's history");
        if (!(logVariance is >= SmallestLogVariance and <= LargestLogVariance))
            throw Refuse(source, units, position, Text($"a log-variance from {SmallestLogVariance} to {LargestLogVariance}"), logVariance, "Is it a variance or a standard deviation, named as its logarithm? Or the encoder diverged");
        if (Math.Exp(0.5 * logVariance) < Resolution * Math.Abs(mean))
            throw Refuse(source, units, position, Text($"a standard deviation that double precision resolves beside the mean {mean:g6}"), Math.Exp(0.5 * logVariance), "Subtract a common centre from the means of this unit");
    }

    private static DataFormatException Refuse(string source, int units, int position, string expected, double found, string hint) =>
        new(source, Text($"example {position / units}, unit {position % units}"), expected, Text($"{found:g6}"), hint);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
