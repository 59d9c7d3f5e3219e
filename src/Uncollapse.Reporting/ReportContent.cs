using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Maps;
using Uncollapse.Records.Plans;

namespace Uncollapse.Reporting;

/// <summary>The records that a report is a function of. What is absent is said to be absent, never guessed.</summary>
public sealed record ReportContent
{
    /// <summary>The report's title: the run folder's or posterior file's name.</summary>
    public required string Title { get; init; }

    /// <summary>What was asked for; null where there is no training behind the subject.</summary>
    public Plan? Plan { get; init; }

    /// <summary>The head of the run folder; null where there is no run.</summary>
    public RunInfo? Run { get; init; }

    /// <summary>The training's history in the order it was written; empty where there is none.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>The diagnosis; null where the run has not been diagnosed.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>Reconstructions, samples, traversals: shown in this order.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>Reconstructed, sampled and traversed sentences: shown in this order.</summary>
    public IReadOnlyList<TextSheet> Texts { get; init; } = [];

    /// <summary>The code as a map; null where nothing is known to colour it by.</summary>
    public CodeMap? Map { get; init; }

    /// <summary>Single genes or words; null where the model is none of counts.</summary>
    public GeneSheet? Genes { get; init; }
}
