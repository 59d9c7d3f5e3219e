namespace Uncollapse.Records.Plans;

/// <summary>How sentences become rows of token ids.</summary>
public sealed record TextPlan
{
    /// <summary>What one token is.</summary>
    public TextUnit Unit { get; init; } = TextUnit.Word;

    /// <summary>Whether capitals are made small (by the invariant culture) first.</summary>
    public bool Lower { get; init; }

    /// <summary>At most this many words, the most frequent of the training split; the four special tokens come beside them.</summary>
    public int Vocabulary { get; init; } = 10_000;

    /// <summary>Words that the training split has less often than this are unknown.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Longer sentences are cut to their first so many words, and end there; null: none is cut.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether training batches gather sentences of like lengths, which saves work on padding; evaluation never does.</summary>
    public bool Bucketing { get; init; } = true;
}
