using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Treatment.Tests;

/// <summary>Diagnoses of models that there are not: a collapsed one, and one that was cured of it.</summary>
internal static class MadeUp
{
    internal static Records.Diagnoses.Diagnosis Collapsed { get; } = Of(Verdict.Collapsed, 0.01, [0, 0.02], 0, [-0.1, 0.1], -100, Ailing("overweighted-kl"));

    internal static Records.Diagnoses.Diagnosis Cured { get; } = Of(Verdict.Healthy, 4, [3.9, 4.1], 50, [45, 55], -90);

    internal static Finding Ailing(string cause, Severity severity = Severity.Error, double confidence = 0.9, params string[] prescriptions) =>
        new() { Cause = cause, Severity = severity, Confidence = confidence, Statement = cause, Prescriptions = prescriptions };

    private static Records.Diagnoses.Diagnosis Of(Verdict verdict, double information, double[] interval, double use, double[] useInterval, double elbo, params Finding[] findings) => new()
    {
        ToolVersion = "0", Subject = new Subject { Source = "made-up", Kind = "run", Examples = 1000, Seed = 0 }, Verdict = verdict, Explanation = [], Rate = information + 1,
        MutualInformation = new MutualInformation
        {
            Estimate = information, Lower = information, Upper = information, Ci95 = interval, Ceiling = 6.9, Saturated = false, Examples = 1000, AggregateSize = 1000, SamplesPerExample = 4,
        },
        AggregateKl = 1, TotalCorrelation = null, MarginalKl = null, ActiveUnits = (int)information, LatentSize = 16, Units = [], Elbo = elbo,
        Interventions = new Interventions { ShuffleCode = new Intervention { LossNats = use, Ci95 = useInterval } }, Findings = findings,
    };
}
