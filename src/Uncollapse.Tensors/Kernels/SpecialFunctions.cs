namespace Uncollapse.Tensors.Kernels;

/// <summary>Scalar functions in double, accurate to a few units in the last place: what the scalar twin and the checks in double use.</summary>
internal static class SpecialFunctions
{
    private const double TwoOverRootPi = 1.1283791670955126;
    private const double RootHalf = 0.70710678118654752;
    /// <summary>The signless coefficients of x, x^3, ... in 1/x - 1/sinh x.</summary>
    private static readonly double[] SlopeSeries =
    [
        1.0 / 6, 7.0 / 360, 31.0 / 15120, 127.0 / 604800, 73.0 / 3421440, 1414477.0 / 653837184000, 8191.0 / 37362124800,
    ];

    private const double InverseRootTwoPi = 0.39894228040143268;

    /// <summary>e^x - 1 (Kahan's device: the rounding of e^x cancels in the quotient).</summary>
    internal static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        double v = u - 1;
        return v == -1 || double.IsInfinity(u) ? v : v * (x / Math.Log(u));
    }

    /// <summary>log(1 + x), by the same device.</summary>
    internal static double LogOnePlus(double x)
    {
        double w = 1 + x;
        if (w == 1) return x;
        return double.IsInfinity(w) ? w : Math.Log(w) * (x / (w - 1));
    }

    internal static double Sigmoid(double x)
    {
        if (x >= 0) return 1 / (1 + Math.Exp(-x));
        double e = Math.Exp(x);
        return e / (1 + e);
    }

    internal static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>The error function: a series of positive terms below 2.5, the complement's continued fraction above.</summary>
    internal static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(a)) return a;
        if (a > 6) return Math.Sign(x);
        if (a > 2.5) return Math.CopySign(1 - ErfcTail(a), x);
        double term = a, sum = a;
        for (int n = 1; n < 200; n++)
        {
            term *= 2 * a * a / ((2 * n) + 1);
            sum += term;
            if (term < 1e-18 * sum) break;
        }
        return Math.CopySign(TwoOverRootPi * Math.Exp(-a * a) * sum, x);
    }

    /// <summary>The standard normal distribution function, without cancellation in the lower tail.</summary>
    internal static double NormalDistribution(double x)
    {
        double u = x * RootHalf;
        return u < -2.5 ? 0.5 * ErfcTail(-u) : 0.5 * (1 + Erf(u));
    }

    internal static double NormalDensity(double x) => InverseRootTwoPi * Math.Exp(-0.5 * x * x);

    /// <summary>log(l / tanh(l / 2)), the continuous Bernoulli's log normaliser a column.</summary>
    internal static double ContinuousBernoulliNormaliser(double logit)
    {
        double a = Math.Abs(logit);
        if (a < 1e-3) return Math.Log(2) + (a * a / 12);
        double e = Math.Exp(-a);
        return Math.Log(a) + LogOnePlus(e) - Math.Log(-ExpMinusOne(-a));
    }

    /// <summary>1 / l - 1 / sinh l, its derivative.</summary>
    internal static double ContinuousBernoulliSlope(double logit)
    {
        double a = Math.Abs(logit), s = a * a;
        if (a >= 0.5) return Math.CopySign((1 / a) - (2 * Math.Exp(-a) / -ExpMinusOne(-2 * a)), logit);
        double sum = 0;
        for (int i = SlopeSeries.Length - 1; i >= 0; i--) sum = SlopeSeries[i] - (s * sum);
        return sum * logit;
    }

    private static double ErfcTail(double a)
    {
        double fraction = a;
        for (int n = 120; n >= 1; n--)
            fraction = a + (0.5 * n / fraction);
        return 0.5 * TwoOverRootPi * Math.Exp(-a * a) / fraction;
    }
}
