using Uncollapse.Records;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Zoo;

namespace Uncollapse.Zoo.Running;

/// <summary>A model that was trained and diagnosed with the weights it ended with.</summary>
public sealed record Outcome
{
    /// <summary>What it was trained from.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Held out: on the test split.</summary>
    public required Records.Diagnoses.Diagnosis HeldOut { get; init; }

    /// <summary>The same after trials of the plan without its suspects; null where none were asked for.</summary>
    public Records.Diagnoses.Diagnosis? Tried { get; init; }

    /// <summary>On the training split.</summary>
    public required Records.Diagnoses.Diagnosis Train { get; init; }

    /// <summary>What was measured while it trained.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Reconstructions of held-out examples; null where examples are no pictures.</summary>
    public Picture? Picture { get; init; }

    /// <summary>Sentences beside what their codes give; null where examples are no text.</summary>
    public Records.TextSheet? Text { get; init; }

    /// <summary>Numbers of held-out examples beside their reconstructions; none where examples are pictures or text.</summary>
    public IReadOnlyList<ZooPair> Pairs { get; init; } = [];

    /// <summary>Seconds of training and diagnosing.</summary>
    public required double Seconds { get; init; }

    /// <summary>A value at the end of the last epoch; null where it was not measured.</summary>
    /// <param name="measure">One of <see cref="Measures"/>.</param>
    public double? Last(string measure) => History.LastOrDefault(entry => entry.Kind == "epoch")?.Values.GetValueOrDefault(measure);
}
