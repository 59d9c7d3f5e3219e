using Uncollapse.Data.Summaries;

namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data describe --json</c> writes; counts of splits that the source does not have are null.</summary>
/// <remarks>Flat and of names that scripts rely on, which is why it is no <see cref="DatasetSummary"/>: that may be arranged anew.</remarks>
internal sealed record DataDescribeDocument
{
    public required string Source { get; init; }

    public required string Format { get; init; }

    public required int Examples { get; init; }

    public int? ValidationExamples { get; init; }

    public int? TestExamples { get; init; }

    public required IReadOnlyList<int> Shape { get; init; }

    public required double Minimum { get; init; }

    public required double Maximum { get; init; }

    public required double Mean { get; init; }

    public required double TotalVariance { get; init; }

    public required double ZeroShare { get; init; }

    public required int ConstantOutputs { get; init; }

    public required bool Binary { get; init; }

    public required bool Streamed { get; init; }

    public string? Sha256 { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<LabelSummary> Labels { get; init; }

    public required string Reason { get; init; }

    /// <summary>The options of <c>train</c> that suit.</summary>
    public required IReadOnlyList<string> TrainOptions { get; init; }

    internal static DataDescribeDocument Of(string source, DatasetSummary summary, IReadOnlyList<string> options) => new()
    {
        Source = source,
        Format = summary.Provenance.Format,
        Examples = summary.Examples,
        ValidationExamples = summary.ValidationExamples,
        TestExamples = summary.TestExamples,
        Shape = [summary.Shape.Height, summary.Shape.Width, summary.Shape.Channels],
        Minimum = summary.Minimum,
        Maximum = summary.Maximum,
        Mean = summary.Mean,
        TotalVariance = summary.TotalVariance,
        ZeroShare = summary.ZeroShare,
        ConstantOutputs = summary.ConstantOutputs,
        Binary = summary.IsBinary,
        Streamed = summary.IsStreamed,
        Sha256 = summary.Provenance.Sha256,
        Notes = summary.Provenance.Notes,
        Labels = summary.Labels,
        Reason = summary.Suggestion.Reason,
        TrainOptions = options,
    };
}
