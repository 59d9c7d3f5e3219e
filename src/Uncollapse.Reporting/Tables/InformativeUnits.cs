using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>The units that inform: the one count of units that the verdict rests on.</summary>
internal static class InformativeUnits
{
    private const double Customary = 0.1;

    /// <summary>What a unit must tell alone to count (nats).</summary>
    internal static double Threshold(Diagnosis diagnosis) =>
        diagnosis.Thresholds.FirstOrDefault(threshold => threshold.Name == "informative_unit")?.Value ?? Customary;

    internal static int Count(Diagnosis diagnosis) => diagnosis.Units.Count(unit => unit.MutualInformation >= Threshold(diagnosis));
}
