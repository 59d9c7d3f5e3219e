using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>A cell before its training.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its values.</param>
/// <param name="Plan">Its plan.</param>
internal sealed record PlannedCell(string Name, IReadOnlyList<SweepSetting> Settings, Plan Plan)
{
    /// <summary>The plan with what it left to the data: that of the cell's run.</summary>
    internal Plan Settled { get; init; } = Plan;

    /// <summary>The <c>objective.beta</c> from which on collapse is foretold; null: unknown.</summary>
    internal double? CriticalBeta { get; init; }

    internal bool CollapseIsForetold { get; init; }

    /// <summary>Whether the decoder has more to go by than the code, so that <see cref="CriticalBeta"/> is another one's.</summary>
    internal bool CriticalBetaIsOfPlainDecoder { get; init; }
}
