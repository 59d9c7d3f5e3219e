namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>The best constant state of a Dirichlet-multinomial of concentrations theta rho: rho with sum 1, and theta at its maximum likelihood where it is learned, by turns.</summary>
internal sealed class DirichletFit
{
    private const int Rounds = 100;
    private readonly CountTail[] _outputs;
    private readonly CountTail _totals = new();
    private readonly double _examples;

    public DirichletFit(CountMatrix matrix, OutputSums sums, double? fixedTheta)
    {
        _outputs = sums.Tails;
        foreach (double total in matrix.Sums)
        {
            if (total > 0) _totals.Add(total);
        }

        _totals.Finish();
        _examples = Math.Max(1, matrix.Sums.Count(sum => sum > 0));
        double all = sums.Totals.Sum();
        Share = Array.ConvertAll(sums.Totals, sum => all > 0 ? sum / all : 0);
        Information = new double[Share.Length];
        Residual = new double[Share.Length];
        Theta = fixedTheta ?? 1;
        for (int round = 0; round < Rounds; round++)
        {
            double change = fixedTheta is null ? ImproveTheta() : 0;
            if (Math.Max(change, ImproveShares()) < 1e-10) break;
        }
    }

    /// <summary>rho.</summary>
    public double[] Share { get; }

    /// <summary>theta.</summary>
    public double Theta { get; private set; }

    /// <summary>The mean of -d^2 log p / d (log rho)^2, below 0: with a multiplier's share it is above.</summary>
    public double[] Information { get; }

    /// <summary>The mean of d log p / d log rho.</summary>
    public double[] Residual { get; }

    /// <summary>d log p / d log rho at a count above 0; at 0 it is 0.</summary>
    public double At(int output, double count) => Theta * Share[output] * CountTail.Sum(count, Theta * Share[output]);

    // rho is proportional to the residuals at its best (Minka 2000): Newton's method finds it faster.
    private double ImproveShares()
    {
        double multiplier = 0, sum = 0, gain = 0, cost = 0, largest = 0;
        for (int d = 0; d < Share.Length; d++)
        {
            if (Share[d] == 0) continue;
            double a = Theta * Share[d];
            (double first, double second) = _outputs[d].Sums(a);
            Residual[d] = a * first / _examples;
            Information[d] = -Residual[d] + (a * a * second / _examples);
            multiplier += Residual[d];
        }

        for (int d = 0; d < Share.Length; d++)
        {
            sum += Share[d];
            if (Share[d] == 0) continue;
            double curvature = Curvature(d, multiplier);
            gain += Share[d] * (Residual[d] - (multiplier * Share[d])) / curvature;
            cost += Share[d] * Share[d] / curvature;
        }

        double shift = cost > 0 ? (gain - (1 - sum)) / cost : 0;
        for (int d = 0; d < Share.Length; d++)
        {
            if (Share[d] == 0) continue;
            double step = Math.Clamp((Residual[d] - ((multiplier + shift) * Share[d])) / Curvature(d, multiplier), -1, 1);
            Share[d] *= Math.Exp(step);
            largest = Math.Max(largest, Math.Abs(step));
        }

        sum = Share.Sum();
        for (int d = 0; d < Share.Length && sum > 0; d++) Share[d] /= sum;
        return largest;
    }

    // Away from the optimum the difference may vanish: the residual itself is a step of the fixed point.
    private double Curvature(int d, double multiplier) => Math.Max(Information[d] + (multiplier * Share[d]), 0.1 * Residual[d]);

    private double ImproveTheta()
    {
        (double first, double second) = _totals.Sums(Theta);
        first = -first;
        for (int d = 0; d < Share.Length; d++)
        {
            if (Share[d] == 0) continue;
            (double one, double two) = _outputs[d].Sums(Theta * Share[d]);
            first += Share[d] * one;
            second -= Share[d] * Share[d] * two;
        }

        double gradient = Theta * first, curvature = (Theta * Theta * second) + gradient;
        double move = curvature < 0 ? Math.Clamp(-gradient / curvature, -2, 2) : Math.Sign(gradient);
        double before = Theta;
        Theta = Math.Clamp(Theta * Math.Exp(move), 1e-6, 1e9);
        return Math.Abs(Math.Log(Theta / before));
    }
}
