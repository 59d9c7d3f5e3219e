using Uncollapse.Data.Summaries;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data describe --json</c> writes of a text; counts of splits that the source does not have are null.</summary>
internal sealed record TextDescribeDocument
{
    public required string Source { get; init; }

    public required string Format { get; init; }

    public required int Examples { get; init; }

    public int? ValidationExamples { get; init; }

    public int? TestExamples { get; init; }

    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary><c>word</c> or <c>character</c>.</summary>
    public required string Unit { get; init; }

    public required long Words { get; init; }

    public required int DistinctWords { get; init; }

    /// <summary>Tokens with the four special ones.</summary>
    public required int VocabularySize { get; init; }

    public required IReadOnlyList<string> FrequentWords { get; init; }

    public required double UnknownShare { get; init; }

    public double? ValidationUnknownShare { get; init; }

    /// <summary>Nats a token, by the tokens' frequencies alone.</summary>
    public required double Entropy { get; init; }

    /// <summary>Words of a sentence, at the shares of <see cref="LengthShares"/>.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    public required IReadOnlyList<double> LengthShares { get; init; }

    public required int CutSentences { get; init; }

    public required string FirstSentence { get; init; }

    public string? Sha256 { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<LabelSummary> Labels { get; init; }

    /// <summary>The options of <c>train</c> that suit.</summary>
    public required IReadOnlyList<string> TrainOptions { get; init; }

    internal static TextDescribeDocument Of(string source, TextSummary summary, IReadOnlyList<string> options) => new()
    {
        Source = source,
        Format = summary.Provenance.Format,
        Examples = summary.Sentences,
        ValidationExamples = summary.ValidationSentences,
        TestExamples = summary.TestSentences,
        Shape = [1, summary.RowLength, 1],
        Unit = summary.Text.Unit == TextUnit.Word ? "word" : "character",
        Words = summary.Words,
        DistinctWords = summary.DistinctWords,
        VocabularySize = summary.VocabularySize,
        FrequentWords = summary.FrequentWords,
        UnknownShare = summary.UnknownShare,
        ValidationUnknownShare = summary.ValidationUnknownShare,
        Entropy = summary.Entropy,
        Lengths = summary.Lengths,
        LengthShares = TextSummary.Quantiles,
        CutSentences = summary.Cut,
        FirstSentence = summary.FirstSentence,
        Sha256 = summary.Provenance.Sha256,
        Notes = summary.Provenance.Notes,
        Labels = summary.Labels,
        TrainOptions = options,
    };
}
