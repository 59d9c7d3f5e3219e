namespace Uncollapse.Records.History;

/// <summary>The head of a run folder, <c>run.json</c>.</summary>
public sealed record RunInfo
{
    /// <summary>The version of this file's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>How the training stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Which program made it, where, and from what.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Epochs completed.</summary>
    public int Epoch { get; init; }

    /// <summary>Optimiser steps completed.</summary>
    public long Step { get; init; }

    /// <summary>Seconds of training so far.</summary>
    public double Seconds { get; init; }

    /// <summary>The epoch of the best checkpoint (highest validation ELBO); null before there is one.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Why it ended, for people.</summary>
    public string? Note { get; init; }

    /// <summary>Number of trained parameters.</summary>
    public long Parameters { get; init; }

    /// <summary>Examples in the training split.</summary>
    public int TrainExamples { get; init; }

    /// <summary>Examples in the validation split.</summary>
    public int ValidationExamples { get; init; }

    /// <summary>Examples in the test split.</summary>
    public int TestExamples { get; init; }

    /// <summary>The shape of one example, such as [28, 28, 1].</summary>
    public IReadOnlyList<int> ExampleShape { get; init => field = value ?? []; } = [];

    /// <summary>The number of different tokens where examples are text; 0 where they are numbers.</summary>
    public int VocabularySize { get; init; }

    /// <summary>The number of values that the model is told of an example beside it; 0 for a model that is not conditional.</summary>
    public int ConditionCount { get; init; }

    /// <summary>What those values mean, column after column; empty for a model that is not conditional.</summary>
    public IReadOnlyList<ConditionInfo> Conditions { get; init => field = value ?? []; } = [];
}
