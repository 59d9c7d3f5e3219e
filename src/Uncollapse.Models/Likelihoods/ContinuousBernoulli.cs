namespace Uncollapse.Models.Likelihoods;

/// <summary>The continuous Bernoulli on [0, 1] with density proportional to e^(l x), l the logit (Loaiza-Ganem and Cunningham
/// 2019), one variable at a time.</summary>
public static class ContinuousBernoulli
{
    /// <summary>Below this |logit| six terms of the mean's series are exact to rounding; above it the closed form is.</summary>
    private const double SeriesLimit = 0.5;

    /// <summary>The mean 1/(1 - e^-l) - 1/l; 1/2 at l = 0, where a series takes over.</summary>
    public static double Mean(double logit)
    {
        if (Math.Abs(logit) >= SeriesLimit)
            return 0.5 + (0.5 / Math.Tanh(logit / 2)) - (1 / logit);

        // B_2k l^(2k - 1) / (2k)!, the Bernoulli numbers' expansion of coth.
        double square = logit * logit;
        double series = (1.0 / 47900160) - (square * (691.0 / 1307674368000 - (square / 74724249600)));
        series = (1.0 / 30240) - (square * ((1.0 / 1209600) - (square * series)));
        return 0.5 + (logit * ((1.0 / 12) - (square * ((1.0 / 720) - (square * series)))));
    }

    /// <summary>The variance 1/l^2 - 1/(4 sinh(l/2)^2), the derivative of the mean; 1/12 at l = 0, where a series takes over.</summary>
    public static double Variance(double logit)
    {
        double square = logit * logit, sinh = Math.Sinh(logit / 2);
        return Math.Abs(logit) < 0.1 ? (1.0 / 12) - (square * ((1.0 / 240) - (square / 6048))) : (1 / square) - (1 / (4 * sinh * sinh));
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

        return Math.Clamp(LogOnePlus(share * 2 * Math.Exp(logit / 2) * Math.Sinh(logit / 2)) / logit, 0, 1);
    }

    /// <summary>log(1 + x), accurate near 0, which the base library's is not.</summary>
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
