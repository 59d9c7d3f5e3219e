namespace Uncollapse.Reporting.Tables;

/// <summary>One cell: its text, and how it may be drawn.</summary>
/// <param name="Text">The text, complete without any drawing.</param>
public sealed record TableCell(string Text)
{
    /// <summary>How it is to be read.</summary>
    public Tone Tone { get; init; }

    /// <summary>The length of a bar beside the text, in [0, 1]; null: no bar.</summary>
    public double? Bar { get; init; }

    /// <summary>A second, smaller line, such as an interval; null: none.</summary>
    public string? Detail { get; init; }

    /// <summary>Text as a plain cell.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator TableCell(string text) => FromString(text);

    /// <summary>Text as a plain cell.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A cell of normal tone.</returns>
    public static TableCell FromString(string text) => new(text);
}
