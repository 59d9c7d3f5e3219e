using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Text;

/// <summary>The sentences of one file as numbers of its <see cref="Lexicon"/>, two bytes a token where they suffice.</summary>
internal sealed class TokenStore
{
    private readonly ushort[]? narrow;
    private readonly int[]? wide;
    private readonly int[] ends;

    public TokenStore(TextUnit unit, bool lower, Lexicon lexicon, List<int> tokens, List<int> ends)
    {
        Unit = unit;
        Lower = lower;
        Lexicon = lexicon;
        this.ends = [.. ends];
        if (lexicon.Words.Count > ushort.MaxValue + 1)
        {
            wide = [.. tokens];
            return;
        }
        narrow = new ushort[tokens.Count];
        for (int i = 0; i < narrow.Length; i++)
            narrow[i] = (ushort)tokens[i];
    }

    /// <summary>What one token is.</summary>
    public TextUnit Unit { get; }

    /// <summary>Whether capitals were made small.</summary>
    public bool Lower { get; }

    /// <summary>What the numbers mean.</summary>
    public Lexicon Lexicon { get; }

    /// <summary>Number of sentences.</summary>
    public int Count => ends.Length;

    /// <summary>Tokens of a sentence, without an end token.</summary>
    public int Length(int sentence) => ends[sentence] - Start(sentence);

    /// <summary>The number of a token of a sentence.</summary>
    public int Token(int sentence, int position) => At(Start(sentence) + position);

    /// <summary>Writes the first tokens of a sentence, translated, as floats.</summary>
    public void Copy(int sentence, ReadOnlySpan<int> translation, Span<float> destination)
    {
        int start = Start(sentence);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = translation[At(start + i)];
    }

    /// <summary>Adds the first <paramref name="most"/> tokens of a sentence to the counts of their numbers.</summary>
    public void Tally(int sentence, int most, Span<long> counts)
    {
        int start = Start(sentence);
        int end = start + Math.Min(Length(sentence), most);
        for (int i = start; i < end; i++)
            counts[At(i)]++;
    }

    private int Start(int sentence) => sentence == 0 ? 0 : ends[sentence - 1];

    private int At(int place) => narrow is not null ? narrow[place] : wide![place];
}
