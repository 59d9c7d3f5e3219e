using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis;

/// <summary>A model to be diagnosed, with the data it was made for. Owns neither.</summary>
public sealed record ModelSubject
{
    /// <summary>The model; read only.</summary>
    public required Vae<float> Model { get; init; }

    /// <summary>The splits.</summary>
    public required PreparedData Data { get; init; }

    /// <summary>What to call it: a run folder.</summary>
    public required string Source { get; init; }

    /// <summary>Which weights: <c>best</c> or <c>last</c>; null where there is no such choice.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What it was trained from, for the audit; null where unknown.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Optimiser steps that it was trained for; null where unknown. Of a model that has hardly been trained, a diagnosis says so.</summary>
    public long? Steps { get; init; }

    /// <summary>The split of a name.</summary>
    /// <param name="name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
    internal DataView Split(string name) => name switch
    {
        "train" => Data.Train,
        "validation" => Data.Validation,
        _ => Data.Test,
    };
}
