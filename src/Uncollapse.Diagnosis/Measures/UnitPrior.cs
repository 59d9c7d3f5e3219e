using Uncollapse.Models.Priors;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>What each unit is compared with: the prior's marginal of it, a mixture of Gaussians.</summary>
/// <remarks>KL from a mixture has no closed form: E log p over the unit's Gaussian posterior is a sum over equally spaced points up to six standard deviations
/// away, 0.8 of them apart or half a deviation of the narrowest component in reach, whichever is less: such sums of smooth functions are exact to 1e-5 nats.
/// Components narrower than a hundredth of the posterior are met by 2001 points, to 0.02 nats. For one component it is the closed form.</remarks>
public sealed class UnitPrior
{
    private const double Reach = 6;
    private const double OwnSpacing = 0.8;
    private const double ComponentSpacing = 0.5;
    private const int MostOnASide = 1000;
    private const double LogTwoPi = 1.8378770664093453;
    private readonly int _units;
    private readonly double[] _mean;
    private readonly double[] _inverse;
    private readonly double[] _constant;
    private readonly double[] _variance;
    private readonly bool _isStandard;

    /// <summary>The marginals of a prior.</summary>
    /// <param name="mixture">Its marginals.</param>
    /// <param name="units">Latent units.</param>
    public UnitPrior(UnitMixture mixture, int units)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        _units = units;
        int components = mixture.Weights.Length;
        _isStandard = components == 1 && mixture.Mean.All(m => m == 0) && mixture.LogVariance.All(v => v == 0);
        (_mean, _inverse, _constant) = (new double[components * units], new double[components * units], new double[components * units]);
        _variance = new double[units];
        double[] centre = new double[units];
        for (int i = 0; i < _mean.Length; i++)
        {
            // One unit's components lie side by side.
            int k = i / units, j = i % units, at = (j * components) + k;
            _mean[at] = mixture.Mean[i];
            _inverse[at] = Math.Exp(-0.5 * mixture.LogVariance[i]);
            _constant[at] = Math.Log(mixture.Weights[k]) - (0.5 * (LogTwoPi + mixture.LogVariance[i]));
            centre[j] += mixture.Weights[k] * mixture.Mean[i];
            _variance[j] += mixture.Weights[k] * (Math.Exp(mixture.LogVariance[i]) + (mixture.Mean[i] * mixture.Mean[i]));
        }

        for (int j = 0; j < units; j++) _variance[j] -= centre[j] * centre[j];
    }

    /// <summary>N(0, 1) for every unit.</summary>
    /// <param name="units">Latent units.</param>
    public static UnitPrior Standard(int units) => new(UnitMixture.Standard(units), units);

    /// <summary>The prior's variance of a unit.</summary>
    public double Variance(int unit) => _variance[unit];

    /// <summary>KL(N(mean, e^logVariance) || p(z_unit)), nats.</summary>
    public double Kl(int unit, double mean, double logVariance)
    {
        if (_isStandard) return Rate.Kl(mean, logVariance);
        int components = _mean.Length / _units;
        ReadOnlySpan<double> means = _mean.AsSpan(unit * components, components), inverses = _inverse.AsSpan(unit * components, components), constants = _constant.AsSpan(unit * components, components);
        if (components == 1)
        {
            double relative = logVariance + (2 * Math.Log(inverses[0]));
            return Rate.Kl((mean - means[0]) * inverses[0], relative);
        }

        double deviation = Math.Exp(0.5 * logVariance), expected = 0, shares = 0;
        double spacing = Spacing(mean, deviation, means, inverses, constants);
        int side = (int)Math.Ceiling(Reach / spacing);
        for (int i = -side; i <= side; i++)
        {
            double u = spacing * i, share = Math.Exp(-0.5 * u * u);
            shares += share;
            expected += share * LogDensity(mean + (deviation * u), means, inverses, constants);
        }

        // Not cut off at zero: a sum that is too coarse would show, and rounding is far below what is printed.
        return (-0.5 * (1 + LogTwoPi + logVariance)) - (expected / shares);
    }

    /// <summary>How far apart points may lie, in the posterior's deviations.</summary>
    private static double Spacing(double mean, double deviation, ReadOnlySpan<double> means, ReadOnlySpan<double> inverses, ReadOnlySpan<double> constants)
    {
        double spacing = OwnSpacing;
        for (int k = 0; k < means.Length; k++)
        {
            double width = 1 / (inverses[k] * deviation), away = Math.Abs(means[k] - mean) / deviation;
            if (away <= Reach * (1 + width) && constants[k] > double.NegativeInfinity) spacing = Math.Min(spacing, ComponentSpacing * width);
        }

        return Math.Max(spacing, Reach / MostOnASide);
    }

    private static double LogDensity(double z, ReadOnlySpan<double> means, ReadOnlySpan<double> inverses, ReadOnlySpan<double> constants)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < means.Length; k++)
        {
            double u = (z - means[k]) * inverses[k], value = constants[k] - (0.5 * u * u);
            if (value > largest)
            {
                sum = (sum * Math.Exp(largest - value)) + 1;
                largest = value;
            }
            else if (value > largest - 40)
            {
                sum += Math.Exp(value - largest);
            }
        }

        return largest + Math.Log(sum);
    }
}
