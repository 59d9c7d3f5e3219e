namespace Uncollapse.Diagnosis.Theory;

/// <summary>What the linear theory makes of a spectrum (Tipping and Bishop 1999; Lucas et al. 2019): unit i lives where l_i > beta, with rate 1/2 log(l_i / beta).</summary>
/// <param name="Units">Units that live.</param>
/// <param name="Rate">The sum of their rates, nats.</param>
/// <param name="Distortion">-E log p(x|z), nats; null where the family is not Gaussian of one variance.</param>
internal readonly record struct LinearTheory(int Units, double Rate, double? Distortion)
{
    public static LinearTheory Of(double[] eigenvalues, PredictionOptions options, ScoreScale scale, int outputs)
    {
        if (scale is { IsLearned: true, Trace: { } trace }) return Learned(eigenvalues, options, trace, scale.Sigma2!.Value, outputs);
        double beta = options.Beta;
        double[] alive = [.. eigenvalues.TakeWhile(value => value > beta).Take(options.LatentSize)];
        double rate = alive.Sum(value => 0.5 * Math.Log(value / beta));
        double? distortion = scale is { IsFixed: true, Sigma2: { } sigma2, Trace: { } total }
            ? 0.5 * ((outputs * Math.Log(2 * Math.PI * sigma2)) + (total / sigma2) - alive.Sum(value => value - beta))
            : null;
        return new LinearTheory(alive.Length, rate, distortion);
    }

    /// <summary>
    /// One learned variance settles where the residual is: k units leave sum over i > k of l_i, and k beta sigma^2 of their own, so sigma^2 = sum / (D - k beta). The most units
    /// that live by it are taken, unless the collapsed state is stable: from there none wakes.
    /// </summary>
    private static LinearTheory Learned(double[] relative, PredictionOptions options, double trace, double collapsed, int outputs)
    {
        double beta = options.Beta;
        double Distortion(double sigma2, double residual) => 0.5 * ((outputs * Math.Log(2 * Math.PI * sigma2)) + (residual / sigma2));
        if (relative.Length == 0 || relative[0] <= beta) return new LinearTheory(0, 0, collapsed > 0 ? Distortion(collapsed, trace) : null);
        int units = 0;
        double found = collapsed, rest = trace;
        for (int k = 1; k <= Math.Min(options.LatentSize, relative.Length) && k * beta < outputs; k++)
        {
            rest -= relative[k - 1] * collapsed;
            double sigma2 = Math.Max(rest, 0) / (outputs - (k * beta));
            if (!(sigma2 > 0) || relative[k - 1] * collapsed <= beta * sigma2) break;
            (units, found) = (k, sigma2);
        }

        double rate = relative.Take(units).Sum(value => 0.5 * Math.Log(value * collapsed / (beta * found)));
        return new LinearTheory(units, rate, Distortion(found, outputs * found));
    }
}
