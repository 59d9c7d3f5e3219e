using System.Globalization;

namespace Uncollapse.Data.Counts;

/// <summary>What was seen of a matrix: whether it can be counts, and if not, what it may be instead.</summary>
/// <param name="Name">Where in the source it lies: <c>X</c>, <c>raw/X</c>, <c>layers/counts</c>; empty where a source has one matrix.</param>
/// <param name="Rows">Examples.</param>
/// <param name="Columns">Genes, or words.</param>
/// <param name="Seen">Values looked at, zeros that a sparse matrix does not store left out.</param>
/// <param name="Minimum">The smallest value, 0 among them where zeros are not stored.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="IsWhole">Whether all are whole numbers.</param>
/// <param name="IsComplete">Whether every value was looked at, not the first few million alone.</param>
public sealed record MatrixLook(string Name, int Rows, int Columns, long Seen, double Minimum, double Maximum, bool IsWhole, bool IsComplete)
{
    // log(1 + x) of any count that a cell can have is below this; of counts scaled to 10,000 a cell it is below 9.3.
    private const double LargestLog = 20;

    /// <summary>Whether all values seen are whole numbers from 0.</summary>
    public bool IsCounts => IsWhole && Minimum >= 0;

    /// <summary>One line: <c>X holds fractions from 0 to 8.1 (log-normalised?)</c>.</summary>
    public override string ToString() => $"{(Name.Length == 0 ? "the matrix" : Name)} holds {Values}";

    /// <summary>The values in words, without the matrix's name: <c>whole numbers from 0 to 419</c>.</summary>
    public string Values => string.Create(
        CultureInfo.InvariantCulture, $"{(IsWhole ? "whole numbers" : "fractions")} from {Minimum:G4} to {Maximum:G4}{(IsCounts ? "" : Guess())}{(IsComplete ? "" : $" (its first {Seen} values)")}");

    private string Guess() => this switch
    {
        { Minimum: < 0 } => " (centred or scaled?)",
        { Maximum: <= 1 } => " (shares?)",
        { Maximum: <= LargestLog } => " (log-normalised?)",
        _ => " (normalised?)",
    };
}
