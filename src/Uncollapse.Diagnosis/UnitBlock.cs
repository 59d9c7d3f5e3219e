using System.Globalization;

namespace Uncollapse.Diagnosis;

/// <summary>Neighbouring units whose codes are exchanged between examples together.</summary>
/// <param name="First">The first unit, from 0.</param>
/// <param name="Last">The last one, itself included; the first again for a block of one.</param>
public readonly record struct UnitBlock(int First, int Last)
{
    /// <summary>Reads blocks as <see cref="ToString"/> writes them, with commas between them: <c>0-3,4-7,9</c>.</summary>
    /// <param name="text">The text. Blocks may overlap: each is exchanged alone.</param>
    /// <param name="blocks">The blocks in their order; none where the text is not of this form.</param>
    /// <returns>The piece of the text that is no block; null where all are.</returns>
    public static string? Parse(string text, out IReadOnlyList<UnitBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new List<UnitBlock>();
        blocks = [];
        foreach (string piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = piece.Split('-', 2, StringSplitOptions.TrimEntries);
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) || last < first)
                return piece;
            read.Add(new UnitBlock(first, last));
        }

        blocks = read;
        return null;
    }

    /// <summary>The range, such as <c>4-7</c>, or the one unit.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}{(Last == First ? "" : $"-{Last}")}");
}
