namespace Uncollapse.Tensors.Kernels;

/// <summary>One output's share of a log-likelihood of counts, in double, and its slopes: by the logarithm of its mean, of its dispersion, and by its zero logit.</summary>
internal readonly record struct CountElement(double Value, double Slope, double ThetaSlope, double ZeroSlope)
{
    /// <summary>Negative binomial, zero-inflated where there is a zero logit.</summary>
    /// <param name="x">The count.</param>
    /// <param name="ratio">log(mean / theta).</param>
    /// <param name="logTheta">log theta.</param>
    /// <param name="zeroLogit">The logit of a zero beside the distribution's own; null for none.</param>
    internal static CountElement NegativeBinomial(double x, double ratio, double logTheta, double? zeroLogit = null)
    {
        double theta = Math.Exp(logTheta), full = SpecialFunctions.Sigmoid(ratio);
        double none = -theta * SpecialFunctions.Softplus(ratio), slope = -theta * full;
        if (x == 0 && zeroLogit is { } zero)
        {
            double own = none - zero, share = SpecialFunctions.Sigmoid(own);
            double value = SpecialFunctions.Softplus(own) - SpecialFunctions.Softplus(-zero);
            return new CountElement(value, share * slope, share * (none - slope), SpecialFunctions.Sigmoid(-zero) - share);
        }
        if (x == 0) return new CountElement(none, slope, none - slope, 0);
        double rest = SpecialFunctions.Sigmoid(-ratio);
        double log = none - (x * SpecialFunctions.Softplus(-ratio)) + RisingFactorial.Log(theta, logTheta, x) - RisingFactorial.LogFactorial(x);
        slope += x * rest;
        double thetaSlope = none - slope + RisingFactorial.Slope(theta, x);
        return zeroLogit is { } inflated
            ? new CountElement(log - SpecialFunctions.Softplus(inflated), slope, thetaSlope, -SpecialFunctions.Sigmoid(inflated))
            : new CountElement(log, slope, thetaSlope, 0);
    }

    /// <summary>The Dirichlet-multinomial's, by log alpha, which moves with the mean and with the dispersion alike.</summary>
    internal static CountElement Dirichlet(double x, double logAlpha)
    {
        if (x == 0) return default;
        double alpha = Math.Exp(logAlpha), slope = RisingFactorial.Slope(alpha, x);
        return new CountElement(RisingFactorial.Log(alpha, logAlpha, x) - RisingFactorial.LogFactorial(x), slope, slope, 0);
    }

    /// <summary>x log share - log x!: all that the Poisson and the multinomial have of an output.</summary>
    internal static CountElement Weighed(double x, double logShare) =>
        x == 0 ? default : new CountElement((x * logShare) - RisingFactorial.LogFactorial(x), x, 0, 0);
}
