using System.Text.Json.Serialization;

namespace Uncollapse.Records.History;

/// <summary>One line of <c>history.jsonl</c>: what was measured at one moment of a training.</summary>
public sealed record HistoryEntry
{
    /// <summary>What the moment is: <c>epoch</c> (its end), <c>start</c>, <c>resume</c>, <c>loop</c> (the loop goes on in another way), <c>stop</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Epochs completed.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimiser steps completed.</summary>
    public required long Step { get; init; }

    /// <summary>Seconds of training so far, over all resumed parts.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// Values by name (<see cref="Measures"/>): nats per example for <c>train.elbo</c>, <c>train.rate</c>, <c>validation.distortion</c>, ...;
    /// null where a value is not finite.
    /// </summary>
    public required IReadOnlyDictionary<string, double?> Values { get; init; }

    /// <summary>A sentence for people, where there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>What the watch noticed here for the first time; null where it noticed nothing or did not look.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TrainingWarning>? Warnings { get; init; }

    /// <summary>
    /// For a code of one unit, at epochs 1, 2, 4, 8, ...: of some validation examples the mean of the exact posterior p(z|x) and that of q(z|x), as He et al. 2019 plot them over a training;
    /// null at other epochs and for other codes.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<double>>? PosteriorMeans { get; init; }
}
