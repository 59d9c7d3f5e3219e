using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Whether a fixed noise is to blame, by what the data alone foretell.</summary>
internal static class NoiseLaw
{
    /// <summary>Whether the noise leaves a code nothing even at a weight of 1 and without a way round it: the data's first eigenvalue, measured by it, is at most 1. Above, it is the weight or the way round that keeps
    /// the code out. True where nothing is foretold.</summary>
    public static bool Drowns(Prediction? prediction) => prediction is null || prediction.CriticalBeta <= 1;
}
