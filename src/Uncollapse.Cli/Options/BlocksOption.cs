using System.CommandLine;
using Uncollapse.Diagnosis;
using Uncollapse.Models;

namespace Uncollapse.Cli.Options;

/// <summary><c>--blocks 0-3,4-7</c>: units whose codes are exchanged together.</summary>
internal sealed class BlocksOption
{
    internal Option<string?> Option { get; } = new("--blocks")
    {
        HelpName = "FROM-TO,...",
        Description = "units whose codes are also exchanged between examples together, as ranges from 0 with commas between them, such as 0-3,4-7 (always: the active units, the passive ones, a ladder's levels)",
    };

    /// <summary>The blocks; none where none were asked for.</summary>
    /// <exception cref="CliException">What was given are no ranges.</exception>
    internal IReadOnlyList<UnitBlock> Read(ParseResult parse)
    {
        if (parse.GetValue(Option) is not { } text) return [];
        if (UnitBlock.Parse(text, out IReadOnlyList<UnitBlock> blocks) is not { } wrong) return blocks;
        string found = wrong.Length == 0 ? "nothing between two commas" : $"'{wrong}'";
        throw CliException.Usage($"--blocks: expected ranges of units that rise, such as 0-3,4-7, found {found}", "units are numbered from 0; both ends belong to a range, and 5 is unit 5 alone");
    }

    /// <summary>Checks what only the model decides.</summary>
    /// <exception cref="CliException">A unit is none of the code, or no part of such a code can be exchanged.</exception>
    internal static void Require(IReadOnlyList<UnitBlock> blocks, Vae<float> model)
    {
        if (blocks.Count == 0) return;
        if (model.Posterior.Family.IsSpherical) throw CliException.Usage("--blocks means nothing for codes on a sphere: no part of one can change alone", "leave --blocks away");
        int last = blocks.Max(block => block.Last);
        if (last >= model.LatentCount)
            throw CliException.Usage($"--blocks: expected units from 0 to {model.LatentCount - 1}, as the code has {model.LatentCount}, found {last}", "units are numbered from 0");
    }
}
