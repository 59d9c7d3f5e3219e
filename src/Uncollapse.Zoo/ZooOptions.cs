using Uncollapse.Zoo.Pairs;

namespace Uncollapse.Zoo;

/// <summary>What is to be shown of the zoo.</summary>
public sealed record ZooOptions
{
    /// <summary>Names of the cases, in any order; empty: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How large models and data are.</summary>
    public ZooSize Size { get; init; } = ZooSize.Small;

    /// <summary>How much of each cause is planted, above 0: 1 as verified. Causes that are there or not are planted whole.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>The first seed, at least 0.</summary>
    public long Seed { get; init; }

    /// <summary>Seeds, one after the other from the first, at least 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Whether pairs of causes are planted, two in a plan, instead of single ones.</summary>
    public bool Pairs { get; init; }

    /// <summary>Seconds of counterfactual training for each plant, above 0; null: none, and <see cref="Records.Zoo.ZooCase.Tried"/> is null.</summary>
    public double? CounterfactualSeconds { get; init; }

    /// <summary>Whether every ill plant is treated, unaided: the cases then hold <see cref="Records.Zoo.ZooCase.Cured"/>.</summary>
    public bool Cure { get; init; }

    /// <summary>What may be shown.</summary>
    internal IReadOnlyList<Plant> Catalogue => Pairs ? PairCatalogue.All : PlantCatalogue.All;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range, or there is no case of a name.</exception>
    public void Validate()
    {
        if (!(Strength is > 0 and <= 1e6)) throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "The strength is above 0.");
        ArgumentOutOfRangeException.ThrowIfNegative(Seed, nameof(Seed));
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1, nameof(Seeds));
        if (!(CounterfactualSeconds is null or (> 0 and <= 1e7))) throw new ArgumentOutOfRangeException(nameof(CounterfactualSeconds), CounterfactualSeconds, "Above 0, or null.");
        foreach (string name in Only)
        {
            if (Catalogue.All(plant => plant.Name != name)) throw new ArgumentOutOfRangeException(nameof(Only), name, "There is no such case.");
        }
    }
}
