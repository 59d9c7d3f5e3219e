using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Reporting.Tables;

/// <summary>What the ELBO is of a model: a lower bound of log p(x), or, where the decoder sees features of the x that it describes, an objective alone.</summary>
public static class ObjectiveWords
{
    /// <summary>What is said wherever an ELBO is shown that bounds nothing.</summary>
    public const string NoBound = "objective; no bound: the decoder sees features of x";

    /// <summary>What the ELBO of a diagnosis is.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    public static string Of(Diagnosis diagnosis) => diagnosis.DecoderSeesExample ? NoBound : "lower bound of log p(x)";

    /// <summary>Whether the ELBO of a plan's model bounds nothing.</summary>
    /// <param name="plan">A plan; null where it is not known.</param>
    public static bool BoundsNothing(Plan? plan) => plan is not null && plan.Model.Skips.Kind != SkipKind.None;
}
