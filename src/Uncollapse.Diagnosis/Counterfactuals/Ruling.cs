using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>What trials say of one suspect.</summary>
/// <param name="Suspect">The suspect.</param>
/// <param name="Outcome">Convicted or not.</param>
/// <param name="With">A training with it in place: the control, or where others keep the code out too the one with it alone left.</param>
/// <param name="Without">A training without it: alone, or where others keep the code out too without all.</param>
/// <param name="Ratio">How much more likely all this is if it is a cause than if not.</param>
internal sealed record Ruling(Suspect Suspect, SuspectOutcome Outcome, Trial? With, Trial? Without, double Ratio)
{
    /// <summary>Whether it is convicted, alone or with others.</summary>
    public bool Convicts => Outcome is SuspectOutcome.Convicted or SuspectOutcome.ConvictedJointly;

    /// <summary>What returned without it, nats.</summary>
    public double Returned => (Without?.MutualInformation?.Estimate - With?.MutualInformation?.Estimate) ?? 0;
}
