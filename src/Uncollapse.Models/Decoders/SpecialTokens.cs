namespace Uncollapse.Models.Decoders;

/// <summary>The ids that mean something to a decoder over tokens: those of the data's vocabularies.</summary>
public static class SpecialTokens
{
    /// <summary>The places after a sentence's end.</summary>
    public const int Padding = 0;

    /// <summary>A word that the vocabulary does not have, and what a decoder reads where the past is hidden.</summary>
    public const int Unknown = 1;

    /// <summary>What a decoder reads before the first word.</summary>
    public const int Start = 2;

    /// <summary>After a sentence's last word.</summary>
    public const int End = 3;
}
