using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Interventions;

/// <summary>Which units are exchanged together: those that were asked for, then those that the measurement or the model sets apart.</summary>
internal static class BlockChoice
{
    /// <summary>The blocks, each with its name.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="encoded">The codes, whose kind may have levels.</param>
    /// <param name="units">The units as measured; none where they mean nothing alone.</param>
    /// <returns>None of no units; of the model's own none that is the whole code, which is exchanged anyway.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A unit of a block is none of the code.</exception>
    public static IReadOnlyList<NamedBlock> Of(IReadOnlyList<UnitBlock> asked, EncodedExamples encoded, IReadOnlyList<UnitDiagnosis> units)
    {
        int count = encoded.Units.Units;
        var result = new List<NamedBlock>();
        foreach (UnitBlock block in asked)
        {
            if (block.First < 0 || block.Last < block.First || block.Last >= count)
                throw new ArgumentOutOfRangeException(nameof(asked), block.ToString(), $"A block of units is a range within the {count} units of the code, from 0 to {count - 1}.");
            result.Add(new NamedBlock($"{(block.First == block.Last ? "unit" : "units")} {block}", [.. Enumerable.Range(block.First, block.Last - block.First + 1)]));
        }

        result.AddRange(Own(encoded, units).Where(block => block.Units.Length > 0 && block.Units.Length < count));
        return result;
    }

    private static IEnumerable<NamedBlock> Own(EncodedExamples encoded, IReadOnlyList<UnitDiagnosis> units)
    {
        NamedBlock Of(string name, UnitStatus status) => new(name, [.. units.Where(unit => unit.Status == status).Select(unit => unit.Index)]);
        yield return Of("active units", UnitStatus.Active);
        yield return Of("mixed units", UnitStatus.Mixed);
        yield return Of("passive units", UnitStatus.Passive);
        if (encoded.Model.Posterior.Family is not LadderGaussian<float> ladder) yield break;
        yield return new NamedBlock("level z1", [.. Enumerable.Range(0, ladder.LowerUnits)]);
        yield return new NamedBlock("level z2", [.. Enumerable.Range(ladder.LowerUnits, ladder.UpperUnits)]);
    }
}
