using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Text;

/// <summary>Sentences before they are encoded.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Provenance">Where they come from.</param>
/// <param name="Labels">Label columns.</param>
/// <param name="Store">The sentences, and perhaps others.</param>
/// <param name="Rows">Which of the store's; null: all.</param>
/// <param name="Origin">The name of the data set that the store is.</param>
internal sealed record TextPart(string Name, DataProvenance Provenance, IReadOnlyList<LabelColumn> Labels, TokenStore Store, int[]? Rows, string Origin)
{
    /// <summary>Number of sentences.</summary>
    public int Count => Rows?.Length ?? Store.Count;

    /// <summary>The place of a sentence in the store.</summary>
    public int Place(int index) => Rows is null ? index : Rows[index];

    /// <summary>The longest sentence's tokens, without an end token.</summary>
    public int Longest()
    {
        int longest = 0;
        for (int i = 0; i < Count; i++)
            longest = Math.Max(longest, Store.Length(Place(i)));
        return longest;
    }

    /// <summary>How often each token of the lexicon occurs.</summary>
    public long[] Tally()
    {
        long[] counts = new long[Store.Lexicon.Words.Count];
        for (int i = 0; i < Count; i++)
            Store.Tally(Place(i), int.MaxValue, counts);
        return counts;
    }
}
