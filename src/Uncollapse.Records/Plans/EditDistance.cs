namespace Uncollapse.Records.Plans;

/// <summary>Levenshtein's edit distance, for suggestions.</summary>
public static class EditDistance
{
    /// <summary>The fewest insertions, deletions and substitutions of letters that turn one word into the other.</summary>
    /// <param name="left">A word.</param>
    /// <param name="right">Another.</param>
    /// <returns>At least 0; 0 for equal words.</returns>
    public static int Between(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
