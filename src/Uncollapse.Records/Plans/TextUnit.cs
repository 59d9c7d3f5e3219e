namespace Uncollapse.Records.Plans;

/// <summary>What one token of a text is.</summary>
public enum TextUnit
{
    /// <summary>What lies between white space.</summary>
    Word,

    /// <summary>A Unicode scalar value; spaces inside a sentence are kept.</summary>
    Character,
}
