using Uncollapse.Zoo.Plants;

namespace Uncollapse.Zoo;

/// <summary>All plants, in the order of the tour: the weights first, then noise, the same of counts, then the ways round the code, then training and data.</summary>
public static class PlantCatalogue
{
    /// <summary>All plants.</summary>
    public static IReadOnlyList<Plant> All { get; } =
    [
        OverweightedKl.Plant, ObjectiveScaling.Plant, UnfinishedSchedule.Plant, NoisyDecoder.Plant, VarianceSpiral.Plant,
        OverweightedKlCounts.Plant, UnfinishedScheduleCounts.Plant, NoisyDecoderCounts.Plant,
        PowerfulDecoder.Plant, PowerfulDecoderText.Plant, SkipShortcut.Plant, ConditionShortcut.Plant, ConstantCode.Plant, LaggingEncoder.Plant, DataLimited.Plant, UnscaledData.Plant, SurplusUnits.Plant,
    ];

    /// <summary>The plant of a name, or null.</summary>
    /// <param name="name">A case's name.</param>
    public static Plant? Find(string name) => All.FirstOrDefault(plant => plant.Name == name);
}
