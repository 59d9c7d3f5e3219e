using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>What the decoder could read of a code, in numbers.</summary>
public static class GeometryTable
{
    private const int Most = 12;

    /// <summary>The table of the steepest directions.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a direction; null where the geometry was not measured.</returns>
    public static TableModel? Of(Diagnosis diagnosis)
    {
        if (diagnosis.Geometry is not { } geometry) return null;
        TableColumn[] columns =
        [
            new("Direction"), new("g", Numeric: true, Meaning: "mean eigenvalue of JᵀFJ: the precision that an example adds to the prior's 1"),
            new("5 % to 95 %", Numeric: true, Meaning: "over examples", Secondary: true), new("½ log(1 + g)", Numeric: true, Meaning: "at that mean, nats"),
            new("Shared g", Numeric: true, Meaning: "eigenvalue of the averaged matrix: of directions that all examples share"), new("Its units", Secondary: true),
        ];
        var rows = Enumerable.Range(0, Math.Min(Most, geometry.Eigenvalues.Count)).Select(i => (IReadOnlyList<TableCell>)
        [
            Numbers.Count(i + 1), Numbers.Value(geometry.Eigenvalues[i]), Numbers.Interval(geometry.EigenvaluesLower[i], geometry.EigenvaluesUpper[i]),
            Numbers.Nats(0.5 * Math.Log(1 + geometry.Eigenvalues[i])), Numbers.Value(geometry.SharedEigenvalues[i]), Units(geometry.UnitShares[i]),
        ]).ToList();
        string more = geometry.Eigenvalues.Count > Most ? $" The first {Most} of {Numbers.Count(geometry.Eigenvalues.Count)}." : "";
        string weighed = geometry.Beta == 1 ? "" : $", {Numbers.Nats(geometry.CapacityAtBeta)} at β {Numbers.Setting(geometry.Beta)}";
        string angles = geometry.PrincipalAngles.Count == 0 ? "" : $" Angles to the data's principal directions: {string.Join(", ", geometry.PrincipalAngles.Select(angle => $"{Math.Round(angle)}°"))}.";
        return new TableModel("Geometry of the decoder", columns, rows)
        {
            Note = $"Capacity {Numbers.Nats(geometry.Capacity)} nats{weighed}; {Numbers.Plural(geometry.FlatDirections, "flat direction")} of {Numbers.Count(geometry.Eigenvalues.Count)}; {Numbers.Plural(geometry.Examples, "example")}.{angles}{more}",
        };
    }

    /// <summary>The units that make up most of a direction.</summary>
    private static string Units(IReadOnlyList<double> shares) => string.Join(
        ", ", shares.Select((share, unit) => (share, unit)).Where(pair => pair.share >= 0.1).OrderByDescending(pair => pair.share).Take(3).Select(pair => $"{pair.unit} ({Numbers.Percent(pair.share)})"));
}
