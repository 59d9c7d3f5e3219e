using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Text;

/// <summary>The tokens of one sentence, as parts of it.</summary>
internal ref struct TokenEnumerator
{
    private readonly TextUnit unit;
    private ReadOnlySpan<char> rest;

    /// <summary>Starts at the first token. White space at the ends of a sentence belongs to none, whatever the unit.</summary>
    public TokenEnumerator(ReadOnlySpan<char> sentence, TextUnit unit)
    {
        this.unit = unit;
        rest = sentence.Trim();
    }

    /// <summary>The token.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Goes to the next token; false after the last.</summary>
    public bool MoveNext()
    {
        if (rest.IsEmpty)
            return false;
        int length = unit == TextUnit.Character ? CharacterLength(rest) : WordLength(rest);
        Current = rest[..length];
        rest = rest[length..];
        if (unit == TextUnit.Word)
            rest = rest.TrimStart();
        return true;
    }

    private static int CharacterLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;

    private static int WordLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]))
            length++;
        return length;
    }
}
