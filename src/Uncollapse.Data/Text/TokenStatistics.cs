namespace Uncollapse.Data.Text;

/// <summary>What the tokens of a split are.</summary>
/// <param name="Sentences">Sentences.</param>
/// <param name="Cut">Sentences that were cut because they have more words than a row holds.</param>
/// <param name="Counts">How often each id occurs; 0 for padding and the start token, as many end tokens as sentences.</param>
public sealed record TokenStatistics(int Sentences, int Cut, long[] Counts)
{
    /// <summary>All tokens, end tokens among them.</summary>
    public long Tokens => Counts.Sum();

    /// <summary>Tokens without the end tokens.</summary>
    public long Words => Tokens - Sentences;

    /// <summary>The share of the words that the vocabulary does not have, or that the text itself has as <c>&lt;unk&gt;</c>.</summary>
    public double UnknownShare => (double)Counts[Vocabulary.Unknown] / Words;

    /// <summary>
    /// H = -sum p log p over the tokens' frequencies p, in nats a token: what a model pays that knows these frequencies and nothing else.
    /// </summary>
    public double Entropy
    {
        get
        {
            double total = Tokens;
            return -Counts.Where(count => count > 0).Sum(count => count / total * Math.Log(count / total));
        }
    }
}
