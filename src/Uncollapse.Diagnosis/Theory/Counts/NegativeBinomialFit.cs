namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>
/// The best constant state of a negative binomial of mean L rho, zero-inflated or not: rho with sum 1 by Newton's method with a multiplier, dispersions and zero logits, where they
/// are learned, at their maximum likelihood given rho, by turns.
/// </summary>
internal sealed class NegativeBinomialFit
{
    private const int Rounds = 60;
    private const double LeastLogTheta = -14;
    private const double MostLogTheta = 16;
    private const double LeastZeroLogit = -16;
    private readonly LibraryNodes _nodes;
    private readonly OutputSums _sums;
    private readonly bool _isInflated;
    private readonly double _examples;

    /// <param name="nodes">The libraries.</param>
    /// <param name="sums">The counts.</param>
    /// <param name="fixedTheta">The dispersion where it is fixed.</param>
    /// <param name="isInflated">Whether there are zeros beside.</param>
    /// <param name="fixedZeroLogit">Their logit where it is fixed.</param>
    public NegativeBinomialFit(LibraryNodes nodes, OutputSums sums, double? fixedTheta, bool isInflated, double? fixedZeroLogit)
    {
        _nodes = nodes;
        _sums = sums;
        _isInflated = isInflated;
        _examples = nodes.Total.Sum();
        double total = sums.Totals.Sum();
        Share = Array.ConvertAll(sums.Totals, sum => total > 0 ? sum / total : 0);
        Theta = new double[Share.Length];
        Array.Fill(Theta, fixedTheta ?? 1);
        ZeroLogit = new double[Share.Length];
        Array.Fill(ZeroLogit, isInflated ? fixedZeroLogit ?? -2 : double.NegativeInfinity);
        Information = new double[Share.Length];
        Residual = new double[Share.Length];
        for (int round = 0; round < Rounds; round++)
        {
            double change = 0;
            for (int d = 0; d < Share.Length; d++)
            {
                if (Share[d] == 0) continue;
                if (fixedTheta is null) change = Math.Max(change, ImproveTheta(d));
                if (isInflated && fixedZeroLogit is null) change = Math.Max(change, ImproveZeros(d));
            }

            if (ImproveShares() < 1e-6 && change < 1e-3) break;
        }

        // Scores have mean 0 only where the shares are at their best.
        for (int step = 0; step < 30 && ImproveShares() > 1e-10; step++)
        {
        }
    }

    /// <summary>rho.</summary>
    public double[] Share { get; }

    /// <summary>theta of each output.</summary>
    public double[] Theta { get; }

    /// <summary>The logit of the share of zeros beside; -infinity without.</summary>
    public double[] ZeroLogit { get; }

    /// <summary>h: the mean of -d^2 log p / d (log mu)^2.</summary>
    public double[] Information { get; }

    /// <summary>The mean of d log p / d log mu.</summary>
    public double[] Residual { get; }

    /// <summary>d log p / d log mu at a count of 0.</summary>
    public double AtZero(int output, double library)
    {
        double u = library * Share[output] / Theta[output];
        return -(1 - Inflated(output, u)) * Theta[output] * u / (1 + u);
    }

    /// <summary>The probability that a zero is one of those beside.</summary>
    public double InflatedAt(int output, double library) => Inflated(output, library * Share[output] / Theta[output]);

    /// <summary>One step of Newton's method for all shares, by their logarithms; returns the largest change.</summary>
    private double ImproveShares()
    {
        double multiplier = 0;
        for (int d = 0; d < Share.Length; d++)
        {
            (Residual[d], Information[d]) = Derivatives(d);
            multiplier += Residual[d];
        }

        double gain = 0, cost = 0, sum = 0;
        for (int d = 0; d < Share.Length; d++)
        {
            double curvature = Information[d] + (multiplier * Share[d]);
            sum += Share[d];
            if (Share[d] == 0 || !(curvature > 0)) continue;
            gain += Share[d] * (Residual[d] - (multiplier * Share[d])) / curvature;
            cost += Share[d] * Share[d] / curvature;
        }

        double shift = cost > 0 ? (gain - (1 - sum)) / cost : 0, largest = 0;
        for (int d = 0; d < Share.Length; d++)
        {
            double curvature = Information[d] + (multiplier * Share[d]);
            if (Share[d] == 0 || !(curvature > 0)) continue;
            double step = Math.Clamp((Residual[d] - ((multiplier + shift) * Share[d])) / curvature, -1, 1);
            Share[d] *= Math.Exp(step);
            largest = Math.Max(largest, Math.Abs(step));
        }

        sum = Share.Sum();
        for (int d = 0; d < Share.Length && sum > 0; d++) Share[d] /= sum;
        return largest;
    }

    /// <summary>Means over the examples of d log p / d log mu and of its derivative's negative.</summary>
    private (double Residual, double Information) Derivatives(int d)
    {
        ReadOnlySpan<double> number = _sums.Number(d), amount = _sums.Amount(d);
        double first = 0, second = 0;
        for (int k = 0; k < number.Length; k++)
        {
            double mean = _nodes.Libraries[k] * Share[d], u = mean / Theta[d], low = 1 / (1 + u), zeros = _nodes.Total[k] - number[k];
            double keep = 1 - Inflated(d, u), slope = -mean * low;
            first += ((amount[k] - (number[k] * mean)) * low) + (zeros * keep * slope);
            second += (((number[k] * mean) + (amount[k] * u)) * low * low) + (zeros * ((keep * mean * low * low) - (keep * (1 - keep) * slope * slope)));
        }

        return (first / _examples, second / _examples);
    }

    private double Inflated(int d, double u) => _isInflated ? 1 / (1 + Math.Exp((-Theta[d] * Math.Log(1 + u)) - ZeroLogit[d])) : 0;

    /// <summary>Steps towards the best log theta; returns the change.</summary>
    private double ImproveTheta(int d)
    {
        ReadOnlySpan<double> number = _sums.Number(d), amount = _sums.Amount(d);
        double start = Math.Log(Theta[d]);
        for (int step = 0; step < 4; step++)
        {
            double theta = Theta[d];
            (double first, double curve) = _sums.Tails[d].Sums(theta);
            double second = -curve;
            for (int k = 0; k < number.Length; k++)
            {
                double mean = _nodes.Libraries[k] * Share[d], u = mean / theta, r = Inflated(d, u), zeros = (_nodes.Total[k] - number[k]) * (1 - r);
                // log(1 + u) - u / (1 + u) cancels where u is small.
                double slope = u < 1e-3 ? -u * u * (0.5 - (2 * u / 3)) : (u / (1 + u)) - Math.Log(1 + u);
                double sum = theta + mean;
                first += ((number[k] + zeros) * slope) - (amount[k] / sum);
                second += ((number[k] + zeros) * mean * mean / (theta * sum * sum)) + (amount[k] / (sum * sum)) + (zeros * r * slope * slope);
            }

            double gradient = theta * first, curvature = (theta * theta * second) + gradient;
            double move = curvature < 0 ? Math.Clamp(-gradient / curvature, -2, 2) : Math.Sign(gradient);
            Theta[d] = Math.Exp(Math.Clamp(Math.Log(theta) + move, LeastLogTheta, MostLogTheta));
            if (Math.Abs(move) < 1e-4) break;
        }

        // Beyond the range of any count the dispersion has no meaning, and none of its changes matters.
        return Theta[d] > 1e4 * (1 + (_sums.Totals[d] / _examples)) ? 0 : Math.Abs(Math.Log(Theta[d]) - start);
    }

    /// <summary>Steps towards the best zero logit; returns the change of its probability.</summary>
    private double ImproveZeros(int d)
    {
        ReadOnlySpan<double> number = _sums.Number(d);
        double before = 1 / (1 + Math.Exp(-ZeroLogit[d]));
        for (int step = 0; step < 4; step++)
        {
            double share = 1 / (1 + Math.Exp(-ZeroLogit[d])), inflated = 0, spread = 0;
            for (int k = 0; k < number.Length; k++)
            {
                double r = Inflated(d, _nodes.Libraries[k] * Share[d] / Theta[d]), zeros = _nodes.Total[k] - number[k];
                inflated += zeros * r;
                spread += zeros * r * (1 - r);
            }

            double gradient = inflated - (_examples * share), curvature = spread - (_examples * share * (1 - share));
            double move = curvature < 0 ? Math.Clamp(-gradient / curvature, -2, 2) : Math.Sign(gradient);
            ZeroLogit[d] = Math.Clamp(ZeroLogit[d] + move, LeastZeroLogit, -LeastZeroLogit);
            if (Math.Abs(move) < 1e-4) break;
        }

        return Math.Abs((1 / (1 + Math.Exp(-ZeroLogit[d]))) - before);
    }
}
