using System.Reflection;
using Uncollapse.Data.Datasets;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis;

/// <summary>All that the posteriors alone tell.</summary>
internal static class CodeMeasurement
{
    /// <summary>Measures; the verdict, findings and explanation are still to be given.</summary>
    public static Records.Diagnoses.Diagnosis Run(
        Subject subject, Posteriors posteriors, IReadOnlyList<LabelColumn> labels, ReadOnlySpan<int> drawn, DiagnosisOptions options, IProgress<double> progress, CancellationToken cancellation)
    {
        var rng = new Rng((ulong)options.Seed);
        var rate = Rate.Measure(posteriors);
        var estimator = new InformationEstimator(posteriors, options.AggregateSize, rng.Fork("aggregate"));
        Information information = estimator.Measure(options.Samples, rng.Fork("information"), progress, cancellation);
        var measures = new CodeMeasures
        {
            Rate = rate.Total,
            RatePerExample = rate.PerExample,
            Information = information,
            UnitRates = rate,
            UnitPrior = UnitPrior.Standard(posteriors.Units),
            AggregateKl = information.AggregateKl,
            MarginalKl = information.MarginalKl,
            TotalCorrelation = information.TotalCorrelation,
        };
        return Compose(subject, posteriors, measures, labels, drawn, options);
    }

    /// <summary>Puts what was measured into a diagnosis.</summary>
    public static Records.Diagnoses.Diagnosis Compose(
        Subject subject, Posteriors posteriors, CodeMeasures measures, IReadOnlyList<LabelColumn> labels, ReadOnlySpan<int> drawn, DiagnosisOptions options)
    {
        var bootstrap = new Bootstrap(options.BootstrapReplicates, new Rng((ulong)options.Seed).Fork("bootstrap"));
        Information information = measures.Information;
        IReadOnlyList<UnitDiagnosis> units = measures.UnitPrior is { } prior ? UnitMeasures.Measure(posteriors, measures.UnitRates, information.PerUnit, bootstrap, prior) : [];
        return new Records.Diagnoses.Diagnosis
        {
            ToolVersion = Version(),
            Subject = subject,
            Verdict = Verdict.Healthy,
            Explanation = [],
            Rate = measures.Rate,
            RateEstimator = measures.RateEstimator,
            MutualInformation = new MutualInformation
            {
                Estimate = information.Estimate,
                Lower = information.Estimate,
                // The rate bounds the information too (the aggregate's KL cannot be negative), and a sampled bound may fall below its estimate.
                Upper = Math.Max(information.Estimate, Math.Min(information.Upper, measures.Rate)),
                Ci95 = bootstrap.OfMean(information.PerExample).ToList(),
                Ceiling = information.Ceiling,
                Saturated = information.Estimate > Math.Max(information.Ceiling - Thresholds.SaturationMargin.Value, Thresholds.CollapsedInformation.Value),
                Examples = posteriors.Examples,
                AggregateSize = information.AggregateSize,
                SamplesPerExample = information.Samples,
            },
            AggregateKl = measures.AggregateKl,
            TotalCorrelation = measures.TotalCorrelation,
            MarginalKl = measures.MarginalKl,
            ActiveUnits = measures.UnitPrior is null ? null : units.Count(unit => unit.Active),
            LatentSize = posteriors.Units,
            Units = units,
            Levels = measures.Levels,
            Undefined = measures.Undefined,
            Labels = LabelMeasures.Measure(labels, drawn, measures.RatePerExample, information.PerExample),
        };
    }

    /// <summary>The program's version, for records.</summary>
    internal static string Version()
    {
        string version = typeof(CodeMeasurement).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
