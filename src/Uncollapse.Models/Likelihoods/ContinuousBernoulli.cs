namespace Uncollapse.Models.Likelihoods;

/// <summary>The continuous Bernoulli on [0, 1] with density proportional to e^(l x), l the logit (Loaiza-Ganem and Cunningham
/// 2019), one variable at a time.</summary>
public static class ContinuousBernoulli
{
    /// <summary>Below this |logit| the mean's series is exact to rounding, above it the closed form is.</summary>
    private const double SeriesLimit = 1e-2;

    /// <summary>The mean 1/(1 - e^-l) - 1/l; 1/2 at l = 0, where a series takes over.</summary>
    public static double Mean(double logit)
    {
        if (double.Abs(logit) < SeriesLimit)
        {
            double square = logit * logit;
            return 0.5 + (logit / 12 * (1 - (square / 60 * (1 - (square / 42)))));
        }

        return (-1 / double.ExpM1(-logit)) - (1 / logit);
    }

    /// <summary>The logit of a mean in (0, 1): the inverse of <see cref="Mean"/>, by bisection to rounding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not in (0, 1).</exception>
    public static double LogitOfMean(double mean)
    {
        if (mean is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "expected a mean in (0, 1)");

        double high = 1;
        while (Mean(high) < Math.Max(mean, 1 - mean))
            high *= 2;
        double low = -high;
        while (high - low > 1e-14 * Math.Max(1, Math.Abs(low)))
        {
            double middle = low + ((high - low) / 2);
            if (middle == low || middle == high)
                break;
            if (Mean(middle) < mean)
                low = middle;
            else
                high = middle;
        }

        return low + ((high - low) / 2);
    }

    /// <summary>The x below which a share u of the distribution lies: log(1 + u (e^l - 1)) / l.</summary>
    /// <param name="logit">l.</param>
    /// <param name="share">u in [0, 1].</param>
    public static double Quantile(double logit, double share)
    {
        if (logit > 0)
            return 1 - Quantile(-logit, 1 - share);
        if (logit > -1e-8)
            return share;

        return Math.Clamp(double.LogP1(share * double.ExpM1(logit)) / logit, 0, 1);
    }
}
