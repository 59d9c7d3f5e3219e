using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Text;

/// <summary>Collects sentences as a reader meets them.</summary>
internal sealed class TextBuilder(string path, TextPlan plan, StorageLimits limits)
{
    private readonly Lexicon lexicon = new();
    private readonly List<int> tokens = [];
    private readonly List<int> ends = [];
    private char[] small = [];

    /// <summary>Sentences so far.</summary>
    public int Count => ends.Count;

    /// <summary>Adds a sentence; false where it has no token, and nothing is added.</summary>
    /// <param name="sentence">The line.</param>
    /// <param name="line">Its number in the file, from 1.</param>
    /// <exception cref="DataFormatException">It holds the name of a special token, or the text does not fit in memory.</exception>
    public bool Add(ReadOnlySpan<char> sentence, long line)
    {
        int before = tokens.Count;
        var parts = new TokenEnumerator(plan.Lower ? Lowered(sentence) : sentence, plan.Unit);
        while (parts.MoveNext())
        {
            tokens.Add(lexicon.Add(parts.Current, out bool isNew));
            if (isNew && Vocabulary.IsReserved(parts.Current))
                throw DataFormatException.AtLine(path, line, "words of a text", $"the special token {parts.Current}", "Remove it from the text: starts, ends and padding are added here");
        }
        if (tokens.Count == before)
            return false;
        ends.Add(tokens.Count);
        if ((4L * (tokens.Count + ends.Count)) + lexicon.Bytes > limits.MemoryBytes)
            throw DataFormatException.AtLine(path, line, string.Create(CultureInfo.InvariantCulture, $"a text whose tokens fit in {limits.MemoryBytes} bytes of memory"), "a larger one", "Split the file");
        return true;
    }

    /// <summary>Finishes.</summary>
    public TokenStore Build() => new(plan.Unit, plan.Lower, lexicon, tokens, ends);

    private ReadOnlySpan<char> Lowered(ReadOnlySpan<char> sentence)
    {
        if (small.Length < sentence.Length)
            small = new char[Math.Max(sentence.Length, 2 * small.Length)];
        int length = sentence.ToLowerInvariant(small);
        return small.AsSpan(0, length);
    }
}
