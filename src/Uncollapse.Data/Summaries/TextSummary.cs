using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Summaries;

/// <summary>What <c>data describe</c> says of a text.</summary>
public sealed record TextSummary
{
    // Fewer sentences than this cannot be divided.
    private const int FewestToDivide = 3;

    /// <summary>The source's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the sentences come from.</summary>
    public required DataProvenance Provenance { get; init; }

    /// <summary>Training sentences, or all of them where the source has no split.</summary>
    public required int Sentences { get; init; }

    /// <summary>The source's own validation sentences; null when it has none.</summary>
    public required int? ValidationSentences { get; init; }

    /// <summary>The source's own test sentences; null when it has none.</summary>
    public required int? TestSentences { get; init; }

    /// <summary>How sentences become token ids.</summary>
    public required TextPlan Text { get; init; }

    /// <summary>Different words of <see cref="Sentences"/>.</summary>
    public required int DistinctWords { get; init; }

    /// <summary>Tokens of the vocabulary of <see cref="Sentences"/>, the four special ones among them.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The most frequent words, most frequent first.</summary>
    public required IReadOnlyList<string> FrequentWords { get; init; }

    /// <summary>Words in <see cref="Sentences"/>, after cutting, without end tokens.</summary>
    public required long Words { get; init; }

    /// <summary>The share of unknown words in <see cref="Sentences"/>, where the text has <c>&lt;unk&gt;</c> or the cut-offs leave words out.</summary>
    public required double UnknownShare { get; init; }

    /// <summary>
    /// The share of unknown words in the validation sentences, by the vocabulary of the training sentences; where the source has no
    /// validation sentences, those that a plan with seed 0 holds out. Null for sources of too few sentences.
    /// </summary>
    public required double? ValidationUnknownShare { get; init; }

    /// <summary>Whether the validation sentences were held out of <see cref="Sentences"/> for this.</summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>Entropy of the tokens' frequencies, in nats a token.</summary>
    public required double Entropy { get; init; }

    /// <summary>Words of a sentence, without the end token and before cutting: smallest, lower quartile, median, upper quartile, 95 and 99 percent, largest.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>The shares of sentences that <see cref="Lengths"/> are of.</summary>
    public static IReadOnlyList<double> Quantiles { get; } = [0, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

    /// <summary>Sentences that are longer than <see cref="TextPlan.MaxLength"/>.</summary>
    public required int Cut { get; init; }

    /// <summary>Values in a row: the longest sentence of any split, after cutting, and its end token.</summary>
    public required int RowLength { get; init; }

    /// <summary>The first sentence, as its ids spell it.</summary>
    public required string FirstSentence { get; init; }

    /// <summary>The label columns.</summary>
    public required IReadOnlyList<LabelSummary> Labels { get; init; }

    /// <summary>Describes an opened text.</summary>
    /// <param name="source">A source whose training data is a <see cref="TextDataset"/>.</param>
    /// <param name="plan">The text options by which it was opened.</param>
    /// <exception cref="ArgumentException">The source has numbers.</exception>
    public static TextSummary Of(SourceData source, TextPlan plan)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        TextDataset train = source.Train as TextDataset ?? throw new ArgumentException($"The source '{source.Train.Name}' holds numbers.", nameof(source));
        TokenStatistics tokens = train.CountTokens();
        int[] lengths = [.. Enumerable.Range(0, train.Count).Select(i => train.Part.Store.Length(train.Part.Place(i))).Order()];
        float[] first = new float[train.OutputSize];
        train.ReadRows([0], first);
        return new TextSummary
        {
            Name = train.Name,
            Provenance = train.Provenance,
            Sentences = train.Count,
            ValidationSentences = source.Validation?.Count,
            TestSentences = source.Test?.Count,
            Text = plan,
            DistinctWords = train.Part.Tally().Count(count => count > 0),
            VocabularySize = train.Vocabulary.Count,
            FrequentWords = [.. train.Vocabulary.Tokens.Skip(Vocabulary.SpecialCount).Take(10)],
            Words = tokens.Words,
            UnknownShare = tokens.UnknownShare,
            ValidationUnknownShare = UnknownInValidation(source, plan),
            IsHeldOut = source.Validation is null,
            Entropy = tokens.Entropy,
            Lengths = [.. Quantiles.Select(share => lengths[(int)Math.Round(share * (lengths.Length - 1), MidpointRounding.AwayFromZero)])],
            Cut = tokens.Cut,
            RowLength = train.OutputSize,
            FirstSentence = train.Vocabulary.Decode(first),
            Labels = [.. train.Labels.Select(LabelSummary.Of)],
        };
    }

    private static double? UnknownInValidation(SourceData source, TextPlan plan)
    {
        if (source.Validation is TextDataset own)
            return own.CountTokens().UnknownShare;
        if (source.Train.Count < FewestToDivide)
            return null;
        (DenseDataset train, DenseDataset validation, _) = Splitter.Split(source, new DataPlan { Text = plan }, new Rng(0));
        (_, TextDataset?[] coded) = TextCoding.Code(((TextDataset)train).Part, [((TextDataset)validation).Part], plan);
        return coded[0]!.CountTokens().UnknownShare;
    }
}
