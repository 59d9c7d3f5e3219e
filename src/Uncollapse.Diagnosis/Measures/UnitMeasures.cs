using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>What each unit does, by the definitions of the field.</summary>
public static class UnitMeasures
{
    /// <summary>Measures every unit.</summary>
    /// <param name="posteriors">The posteriors.</param>
    /// <param name="rate">Their rate.</param>
    /// <param name="information">I(X; Z_j) of each unit.</param>
    /// <param name="bootstrap">For the intervals of the variances of the means.</param>
    /// <param name="prior">What units are compared with; null for the standard normal.</param>
    public static IReadOnlyList<UnitDiagnosis> Measure(Posteriors posteriors, Rate rate, IReadOnlyList<double> information, Bootstrap bootstrap, UnitPrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(posteriors);
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(information);
        ArgumentNullException.ThrowIfNull(bootstrap);
        UnitPrior marginals = prior ?? UnitPrior.Standard(posteriors.Units);
        double[] meanVariance = Moments.Variances(posteriors.Examples, posteriors.Units, posteriors.Mean);
        Interval[] intervals = bootstrap.OfVariances(posteriors.Examples, posteriors.Units, posteriors.Mean);
        var result = new UnitDiagnosis[posteriors.Units];
        Tiles.Run(result.Length, unit =>
        {
            Spread spread = SpreadOf(posteriors, unit, marginals);
            result[unit] = new UnitDiagnosis
            {
                Index = unit,
                Rate = rate.PerUnit[unit],
                MutualInformation = information[unit],
                MeanVariance = meanVariance[unit],
                MeanVarianceCi95 = intervals[unit].ToList(),
                AverageVariance = spread.Average * marginals.Variance(unit),
                Active = meanVariance[unit] / marginals.Variance(unit) >= Thresholds.ActiveVariance.Value,
                CollapsedShare = spread.WithoutKl,
                Collapsed = spread.WithoutKl >= 1 - Thresholds.CollapseDelta.Value,
                Status = Status(meanVariance[unit] / marginals.Variance(unit), spread),
            };
        });
        return result;
    }

    /// <summary>
    /// Passive: the posteriors' variances are the prior's (their mean within 0.1 of 1 and their variance below 0.1: the rule of Bonheme and
    /// Grzes' code) and the mean does not move (A_j below 0.01); both in units of the prior's variance, which need not be 1 where the prior is learned. Mixed: at least 5 % of the
    /// examples have the prior's variance (at least 0.9) and at least 5 % have not. Active: all else.
    /// </summary>
    /// <param name="meanVariance">A_j, in units of the prior's variance.</param>
    /// <param name="spread">The posteriors'.</param>
    private static UnitStatus Status(double meanVariance, in Spread spread)
    {
        double tolerance = Thresholds.PassiveTolerance.Value, share = Thresholds.MixedShare.Value;
        bool priors = Math.Abs(spread.Average - 1) <= tolerance && spread.VarianceOfVariance < tolerance;
        if (priors && meanVariance < Thresholds.ActiveVariance.Value) return UnitStatus.Passive;
        return spread.PriorVariance >= share && spread.PriorVariance <= 1 - share ? UnitStatus.Mixed : UnitStatus.Active;
    }

    /// <summary>Variances are in units of the prior's.</summary>
    private static Spread SpreadOf(Posteriors posteriors, int unit, UnitPrior prior)
    {
        ReadOnlySpan<double> mean = posteriors.Mean, logVariance = posteriors.LogVariance;
        double sum = 0, squares = 0;
        int withoutKl = 0, priorVariance = 0, examples = posteriors.Examples;
        for (int n = 0, i = unit; n < examples; n++, i += posteriors.Units)
        {
            double variance = Math.Exp(logVariance[i]) / prior.Variance(unit);
            sum += variance;
            squares += (variance - 1) * (variance - 1);
            if (prior.Kl(unit, mean[i], logVariance[i]) < Thresholds.CollapseEpsilon.Value) withoutKl++;
            if (variance >= 1 - Thresholds.PassiveTolerance.Value) priorVariance++;
        }

        double average = sum / examples;
        return new Spread(average, (squares / examples) - ((average - 1) * (average - 1)), (double)withoutKl / examples, (double)priorVariance / examples);
    }

    /// <param name="Average">The mean of the posterior's variance.</param>
    /// <param name="VarianceOfVariance">Its variance over examples.</param>
    /// <param name="WithoutKl">The share of examples with a KL below epsilon.</param>
    /// <param name="PriorVariance">The share of examples whose variance is the prior's.</param>
    private readonly record struct Spread(double Average, double VarianceOfVariance, double WithoutKl, double PriorVariance);
}
