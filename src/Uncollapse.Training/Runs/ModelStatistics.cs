using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.History;

namespace Uncollapse.Training.Runs;

/// <summary>What a model must know of its data: from the training split, or from the record of a run that was trained on it.</summary>
internal static class ModelStatistics
{
    internal static DataStatistics Of(DataView train) => new(train.Statistics().Mean)
    {
        Height = train.Shape.Height,
        Width = train.Shape.Width,
        Channels = train.Shape.Channels,
        VocabularySize = train.Vocabulary?.Count ?? 0,
        ConditionCount = train.ConditionCount,
    };

    /// <summary>What a condition's numbers mean, for a run's record.</summary>
    internal static IReadOnlyList<ConditionInfo> Describe(ConditionSet? conditions) => conditions is null ? [] :
    [
        .. conditions.Parts.Select(condition => new ConditionInfo
        {
            Column = condition.Column,
            Values = condition.Values,
            Mean = condition.IsNumber ? condition.Mean : null,
            Deviation = condition.IsNumber ? condition.Deviation : null,
        }),
    ];

    /// <summary>Without the outputs' means, which matter only before training.</summary>
    internal static DataStatistics Of(RunInfo info) => new(new double[info.ExampleShape[0] * info.ExampleShape[1] * info.ExampleShape[2]])
    {
        Height = info.ExampleShape[0],
        Width = info.ExampleShape[1],
        Channels = info.ExampleShape[2],
        VocabularySize = info.VocabularySize,
        ConditionCount = info.ConditionCount,
    };
}
