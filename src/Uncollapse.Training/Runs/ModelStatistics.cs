using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Runs;

/// <summary>What a model must know of its data: from the training split, or from the record of a run that was trained on it.</summary>
internal static class ModelStatistics
{
    internal static DataStatistics Of(DataView train, LikelihoodPlan likelihood) => new(train.Statistics().Mean)
    {
        IsCounts = likelihood.IsCount,
        Library = likelihood.IsCount ? CountSupport.Library(train) : new LibraryStatistics(1, 0, 1),
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
            Columns = condition.IsArray ? condition.Size : null,
            Mean = condition.IsNumber ? condition.Mean : null,
            Deviation = condition.IsNumber ? condition.Deviation : null,
        }),
    ];

    /// <summary>
    /// Without the outputs' means and the library's statistics: the first matter only before training (nothing is kept for them, as a damaged record may claim any number),
    /// the others are in the checkpoint.
    /// </summary>
    internal static DataStatistics Of(RunInfo info, LikelihoodPlan likelihood) => new(new NoMeans(info.ExampleShape[0] * info.ExampleShape[1] * info.ExampleShape[2]))
    {
        IsCounts = likelihood.IsCount,
        Height = info.ExampleShape[0],
        Width = info.ExampleShape[1],
        Channels = info.ExampleShape[2],
        VocabularySize = info.VocabularySize,
        ConditionCount = info.ConditionCount,
    };

    private sealed class NoMeans(int count) : IReadOnlyList<double>
    {
        public int Count { get; } = count;

        public double this[int index] => 0;

        public IEnumerator<double> GetEnumerator() => Enumerable.Repeat(0.0, Count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
