namespace Uncollapse.Models.Likelihoods;

/// <summary>The Fisher information of one count about the logarithm of its mean.</summary>
internal static class CountInformation
{
    /// <summary>Where a sum over counts ends: what each term adds to what is there.</summary>
    private const double Negligible = 1e-7;

    /// <summary>The log of the least probability of 0 from which a recurrence starts: below it lie numbers of fewer digits, and 0.</summary>
    private const double LeastLog = -600;

    /// <summary>m / (1 + m / theta) of a negative binomial; where zeros are inflated by the share sigmoid(logit), the score at 0 is less, and so is what the others tell.</summary>
    /// <param name="mean">m, before the inflation.</param>
    /// <param name="theta">The dispersion.</param>
    /// <param name="zeroLogit">The logit of the share of zeros that are none of the distribution's; -infinity for none.</param>
    public static double NegativeBinomial(double mean, double theta, double zeroLogit)
    {
        double plain = mean / (1 + (mean / theta));
        if (double.IsNegativeInfinity(zeroLogit))
            return plain;

        double inflation = 1 / (1 + Math.Exp(-zeroLogit)), zero = Math.Exp(-theta * double.LogP1(mean / theta));
        double all = inflation + ((1 - inflation) * zero), own = all > 0 ? (1 - inflation) * zero / all : 0;
        return Math.Max(0, ((1 - inflation) * (plain - (zero * plain * plain))) + (all * own * own * plain * plain));
    }

    /// <summary>alpha^2 E[psi'(alpha) - psi'(alpha + x)] = alpha^2 sum_k P(x > k) / (alpha + k)^2, alpha = theta share and x beta-binomial.</summary>
    /// <param name="total">The sum of all counts.</param>
    /// <param name="theta">The sum of the concentrations.</param>
    /// <param name="share">This count's share of them.</param>
    public static double DirichletMultinomial(double total, double theta, double share)
    {
        double alpha = theta * share, rest = theta - alpha;
        if (total < 1 || alpha <= 0)
            return 0;
        if (rest <= 1e-9 * theta)
            return 0;

        double log = LogGamma(rest + total) - LogGamma(rest) - LogGamma(theta + total) + LogGamma(theta);
        if (log < LeastLog)
            return AroundMode(total, alpha, rest);

        double probability = Math.Exp(log), tail = 1 - probability, sum = 0;
        for (int k = 0; k < total; k++)
        {
            double term = Math.Max(0, tail) / ((alpha + k) * (alpha + k));
            sum += term;
            if (tail <= 1e-12 || (k > 8 && term * (alpha + k) < Negligible * sum))
                break;

            probability *= (total - k) * (alpha + k) / ((k + 1) * (rest + total - k - 1));
            tail -= probability;
        }

        return alpha * alpha * sum;
    }

    /// <summary>
    /// The mean of alpha^2 (psi'(alpha) - psi'(alpha + x)) by the recurrence of P(x) from its mode on, both ways: 0 is too rare to start from. Then alpha is above ten and there is
    /// one mode, perhaps at an end.
    /// </summary>
    private static double AroundMode(double total, double alpha, double rest)
    {
        // P(x + 1) >= P(x) up to here.
        double mode = Math.Clamp(Math.Ceiling(((total * (alpha - 1)) - (rest - 1)) / (alpha + rest - 2)), 0, total);
        double all = 1, sum = Between(alpha, mode), weight = 1;
        for (double x = mode; x < total && weight * (total - x) > 1e-12 * all; x++)
        {
            weight *= (total - x) * (alpha + x) / ((x + 1) * (rest + total - x - 1));
            all += weight;
            sum += weight * Between(alpha, x + 1);
        }

        weight = 1;
        for (double x = mode; x > 0 && weight * x > 1e-12 * all; x--)
        {
            weight *= x * (rest + total - x) / ((total - x + 1) * (alpha + x - 1));
            all += weight;
            sum += weight * Between(alpha, x - 1);
        }

        return alpha * alpha * sum / all;
    }

    /// <summary>psi'(a) - psi'(a + x) for a above ten, by the asymptotic series (Abramowitz and Stegun 6.4.12), each term's difference without cancellation.</summary>
    private static double Between(double a, double x)
    {
        double b = a + x, product = a * b;
        return x / product * (1 + ((a + b) / (2 * product)) + (((a * a) + product + (b * b)) / (6 * product * product))) - ((Math.Pow(a, -5) - Math.Pow(b, -5)) / 30);
    }

    /// <summary>log Gamma(x) for x above 0: Stirling's series from 12 on, the recurrence below.</summary>
    private static double LogGamma(double x)
    {
        double product = 1;
        while (x < 12)
            product *= x++;
        double square = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + 0.91893853320467274 + (((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680)))))) / x) - Math.Log(product);
    }
}
