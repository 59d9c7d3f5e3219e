namespace Uncollapse.Reporting.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="Numeric">Whether its cells are numbers, set to the right.</param>
/// <param name="Meaning">What it holds, in a sentence; null where the heading says it.</param>
/// <param name="Secondary">Whether a narrow terminal may leave it out.</param>
public sealed record TableColumn(string Header, bool Numeric = false, string? Meaning = null, bool Secondary = false)
{
    /// <summary>Whether its cells are names, which are not broken over lines.</summary>
    public bool IsName { get; init; }
}
