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
        var bootstrap = new Bootstrap(options.BootstrapReplicates, rng.Fork("bootstrap"));
        IReadOnlyList<UnitDiagnosis> units = UnitMeasures.Measure(posteriors, rate, information.PerUnit, bootstrap);
        return new Records.Diagnoses.Diagnosis
        {
            ToolVersion = Version(),
            Subject = subject,
            Verdict = Verdict.Healthy,
            Explanation = [],
            Rate = rate.Total,
            MutualInformation = new MutualInformation
            {
                Estimate = information.Estimate,
                Lower = information.Estimate,
                // The rate bounds the information too (the aggregate's KL cannot be negative), and a sampled bound may fall below its estimate.
                Upper = Math.Max(information.Estimate, Math.Min(information.Upper, rate.Total)),
                Ci95 = bootstrap.OfMean(information.PerExample).ToList(),
                Ceiling = information.Ceiling,
                Saturated = information.Estimate > Math.Max(information.Ceiling - Thresholds.SaturationMargin.Value, Thresholds.CollapsedInformation.Value),
                Examples = posteriors.Examples,
                AggregateSize = information.AggregateSize,
                SamplesPerExample = information.Samples,
            },
            AggregateKl = information.AggregateKl,
            TotalCorrelation = information.TotalCorrelation,
            MarginalKl = information.MarginalKl,
            ActiveUnits = units.Count(unit => unit.Active),
            LatentSize = posteriors.Units,
            Units = units,
            Labels = LabelMeasures.Measure(labels, drawn, rate.PerExample, information.PerExample),
        };
    }

    private static string Version()
    {
        string version = typeof(CodeMeasurement).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
