using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis;

/// <summary>The rate and information of codes of any family under any prior, by codes drawn once for both: I + KL(q(z)||p(z)) = R holds for any of them.</summary>
internal static class LatentMeasurement
{
    /// <summary>Measures; what the kind of code does not have is left out, and said.</summary>
    public static CodeMeasures Run(EncodedExamples encoded, DiagnosisOptions options, Rng rng, IProgress<double> progress, CancellationToken cancellation)
    {
        int levels = encoded.Model.Prior.Levels;
        var estimator = new InformationEstimator(encoded.Units, options.AggregateSize, rng.Fork("aggregate"), encoded.IsDiagonal ? null : encoded.Table(), encoded.Model.Posterior.Family.HasGaussianUnits);
        double[] rate = new double[encoded.Count], level = new double[levels];
        double[] Draw(int k)
        {
            float[] codes = encoded.Draw(rng.Fork("information").Fork((ulong)k));
            Accumulate(rate, encoded.Rates(codes, null), options.Samples);
            for (int l = 0; levels > 1 && l < levels; l++) level[l] += encoded.Rates(codes, l).Average() / options.Samples;
            return Array.ConvertAll(codes, z => (double)z);
        }

        Information information = estimator.MeasureDrawn(options.Samples, Draw, progress, cancellation);
        UnitPrior? prior = encoded.UnitPrior();
        Rate units = prior is null ? new Rate(rate, []) : Rate.Measure(encoded.Units, prior) with { PerExample = rate };
        double total = rate.Average();
        bool splits = prior is not null && encoded.Model.Prior is StandardNormalPrior<float>;
        double marginal = splits ? units.PerUnit.Sum() - information.PerUnit.Sum() : 0, aggregate = total - information.Estimate;
        return new CodeMeasures
        {
            Rate = total,
            RatePerExample = rate,
            RateEstimator = Estimator(encoded, options.Samples),
            Information = information,
            UnitRates = units,
            UnitPrior = prior,
            AggregateKl = aggregate,
            MarginalKl = splits ? marginal : null,
            TotalCorrelation = splits ? aggregate - marginal : null,
            Levels = encoded.Model.Posterior.Family is LadderGaussian<float> ladder ? Levels(encoded, ladder, level, information, options, rng, cancellation) : [],
            Undefined = Undefined(encoded, prior),
        };
    }

    private static void Accumulate(double[] sum, double[] values, int samples)
    {
        for (int n = 0; n < sum.Length; n++) sum[n] += values[n] / samples;
    }

    private static string Estimator(EncodedExamples encoded, int samples) => encoded.Model.Prior switch
    {
        StandardNormalPrior<float> or SpherePrior<float> => "closed form",
        LadderPrior<float> => FormattableString.Invariant($"closed form given z2, {samples} codes an example"),
        _ => FormattableString.Invariant($"log q(z|x) - log p(z), {samples} codes an example"),
    };

    /// <summary>z2's posteriors are diagonal Gaussians; what z1 adds is the rest of the whole, by the chain rule.</summary>
    private static LevelDiagnosis[] Levels(
        EncodedExamples encoded, LadderGaussian<float> ladder, double[] rates, Information whole, DiagnosisOptions options, Rng rng, CancellationToken cancellation)
    {
        var upper = new InformationEstimator(encoded.Upper(ladder, "upper level"), options.AggregateSize, rng.Fork("aggregate"));
        double information = upper.Measure(options.Samples, rng.Fork("upper"), null, cancellation).Estimate;
        return [new("z1", ladder.LowerUnits, rates[0], whole.Estimate - information), new("z2", ladder.UpperUnits, rates[1], information)];
    }

    private static string[] Undefined(EncodedExamples encoded, UnitPrior? prior)
    {
        var family = encoded.Model.Posterior.Family;
        if (family.IsSpherical)
            return ["Codes are points of a sphere, whose coordinates depend on each other: rate, information and status of a unit, a count of active ones, total correlation and marginal KL do not exist; the whole code's do."];
        if (family is LadderGaussian<float>)
            return ["The posterior of z1 depends on z2 and is no Gaussian by itself: rate, information and status of a unit, a count of active ones, total correlation and marginal KL are not measured; each level's rate and information are."];
        return prior is not null && encoded.Model.Prior is StandardNormalPrior<float>
            ? []
            : ["The prior's units depend on each other: the distance of all codes from it does not split into a total correlation and marginal KLs. A unit's rate is its KL from the prior's marginal of that unit; the units' do not add up to the rate."];
    }
}
