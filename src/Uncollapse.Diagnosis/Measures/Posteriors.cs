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
        var result = new Posteriors(examples, units, mean.ToArray(), logVariance.ToArray());
        result.Check(source);
        return result;
    }

    /// <inheritdoc cref="Create(string, int, int, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static Posteriors Create(string source, int examples, int units, ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance)
    {
        CheckSizes(source, examples, units, mean.Length, logVariance.Length);
        double[] means = new double[mean.Length], logVariances = new double[logVariance.Length];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = mean[i];
            logVariances[i] = logVariance[i];
        }

        var result = new Posteriors(examples, units, means, logVariances);
        result.Check(source);
        return result;
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

    private void Check(string source)
    {
        for (int i = 0; i < _mean.Length; i++)
        {
            double mean = _mean[i], logVariance = _logVariance[i];
            if (!double.IsFinite(mean) || Math.Abs(mean) > LargestMean)
                throw Refuse(source, i, Text($"a finite mean of size at most {LargestMean:g}"), mean, "The encoder diverged: look at the training's history");
            if (!(logVariance is >= SmallestLogVariance and <= LargestLogVariance))
                throw Refuse(source, i, Text($"a log-variance from {SmallestLogVariance} to {LargestLogVariance}"), logVariance, "Is it a variance or a standard deviation, named as its logarithm? Or the encoder diverged");
            if (Math.Exp(0.5 * logVariance) < Resolution * Math.Abs(mean))
                throw Refuse(source, i, Text($"a standard deviation that double precision resolves beside the mean {mean:g6}"), Math.Exp(0.5 * logVariance), "Subtract a common centre from the means of this unit");
        }
    }

    private DataFormatException Refuse(string source, int position, string expected, double found, string hint) =>
        new(source, Text($"example {position / Units}, unit {position % Units}"), expected, Text($"{found:g6}"), hint);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
