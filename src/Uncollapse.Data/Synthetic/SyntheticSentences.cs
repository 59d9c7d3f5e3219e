using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Synthetic;

/// <summary>
/// Sentences with known causes: one of 16 topics, one of three tenses, a number and a sentiment, drawn uniformly and independently.
/// The person, the verb, the thing and the place belong to the topic, so that a code which knows it is worth up to log 16 = 2.77 nats to a
/// decoder of little context, while one that sees the words before pays for the topic once. Sentence i depends on the seed and i alone.
/// </summary>
public static class SyntheticSentences
{
    /// <summary>Names of the factors, which are the label columns.</summary>
    public static IReadOnlyList<string> Factors { get; } = ["topic", "tense", "number", "sentiment"];

    /// <summary>Draws a data set.</summary>
    /// <param name="examples">How many sentences.</param>
    /// <param name="seed">The key of the factors and of everything else.</param>
    /// <param name="source">The name for records.</param>
    /// <param name="options">How sentences become token ids.</param>
    public static DenseDataset Draw(int examples, ulong seed, string source, SourceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string>[] classes = [SentenceGrammar.TopicNames, SentenceGrammar.Tenses, SentenceGrammar.Numbers, SentenceGrammar.Sentiments];
        int[][] factors = [.. classes.Select(_ => new int[examples])];
        Rng rng = new Rng(seed).Fork("synthetic:sentences");
        var builder = new TextBuilder(source, options.Text, options.Limits);
        for (int i = 0; i < examples; i++)
        {
            Rng example = rng.Fork((ulong)i);
            for (int factor = 0; factor < factors.Length; factor++)
                factors[factor][i] = example.Fork((ulong)factor).NextInt(classes[factor].Count);
            builder.Add(SentenceGrammar.Speak(factors[0][i], factors[1][i], factors[2][i], factors[3][i], example.Fork("words")), i + 1);
        }
        var provenance = new DataProvenance(source, "drawn", 0, null, [$"seed {seed}"]);
        LabelColumn[] labels = [.. Factors.Select((name, factor) => LabelColumn.FromClasses(name, factors[factor], classes[factor]))];
        return TextCoding.Code(new TextPart(source, provenance, labels, builder.Build(), null, source), [], options.Text).Train;
    }
}
