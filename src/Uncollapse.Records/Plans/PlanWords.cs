namespace Uncollapse.Records.Plans;

/// <summary>The words by which plans name the values of enumerations, such as <c>example-unit</c>.</summary>
public static class PlanWords
{
    /// <summary>The value of a word.</summary>
    /// <param name="word">A name in lower case with hyphens.</param>
    /// <param name="value">The value; the default where the word is none.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse<TEnum>(string word, out TEnum value)
        where TEnum : struct, Enum
    {
        foreach (TEnum candidate in Enum.GetValues<TEnum>())
        {
            value = candidate;
            if (PlanValue.Kebab(candidate) == word) return true;
        }

        value = default;
        return false;
    }

    /// <summary>All words, with bars between them.</summary>
    public static string Of<TEnum>()
        where TEnum : struct, Enum => PlanValue.EnumType(Enum.GetValues<TEnum>());
}
