using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>A diagnosis for the terminal: words and tables as data, from the same source as the report's.</summary>
public sealed record TextReport
{
    private const int MostLabels = 24;

    /// <summary>The verdict's word.</summary>
    public required string Heading { get; init; }

    /// <summary>The verdict's tone.</summary>
    public required Tone Tone { get; init; }

    /// <summary>What the verdict means, in a sentence.</summary>
    public required string Gloss { get; init; }

    /// <summary>The verdict's evidence in plain words, a sentence each.</summary>
    public required IReadOnlyList<string> Explanation { get; init; }

    /// <summary>Key numbers, interventions, blocks of units, splits, labels: those that there are, in this order.</summary>
    public required IReadOnlyList<TableModel> Tables { get; init; }

    /// <summary>Unit by unit, the most informative first.</summary>
    public required TableModel Units { get; init; }

    /// <summary>What was found, with severity and confidence, a line each.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>What stays unknown and why, a line each.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>The text report of a diagnosis.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>Words and tables; how they are set is the caller's business.</returns>
    public static TextReport Of(Diagnosis diagnosis) => new()
    {
        Heading = VerdictWords.Heading(diagnosis.Verdict),
        Tone = VerdictWords.Tone(diagnosis.Verdict),
        Gloss = VerdictWords.Gloss(diagnosis),
        Explanation = VerdictWords.Reasons(diagnosis),
        Tables = [.. new[] { KeyNumbersTable.Of(diagnosis), InterventionsTable.Of(diagnosis), BlocksTable.Of(diagnosis), StabilityTable.Of(diagnosis), TrialsTable.Of(diagnosis), GeometryTable.Of(diagnosis), DiagnosisTables.Splits(diagnosis), Labels(diagnosis), ProbeTables.Probes(diagnosis), ProbeTables.Neighbourhoods(diagnosis) }.OfType<TableModel>()],
        Units = UnitsTable.Of(diagnosis),
        Findings = [.. FindingWords.Sorted(diagnosis).Select(Line)],
        Unknown = [.. Unmeasured.Of(diagnosis).Select(pair => $"{pair.Measure}: {pair.Reason}")],
    };

    // A terminal is no place for a hundred classes; the report has them all.
    private static TableModel? Labels(Diagnosis diagnosis) => diagnosis.Labels.Count <= MostLabels ? DiagnosisTables.Labels(diagnosis) : null;

    /// <summary>A finding in a line: how grave, what, how sure, what to do, and where there is more about it.</summary>
    /// <param name="finding">A finding.</param>
    public static string Line(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string remedies = finding.Prescriptions.Count == 0 ? "" : $" Prescribed: {string.Join(", ", finding.Prescriptions)}.";
        return $"{FindingWords.Severity(finding)}: {FindingWords.Cause(finding)}{(FindingWords.Confidence(finding) is { } sure ? $" ({sure})" : "")}. {finding.Statement}{remedies} More: {FindingWords.Page(finding)}";
    }
}
