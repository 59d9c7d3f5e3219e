using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>How a likelihood of counts is named, and what its prediction leaves out.</summary>
internal static class CountNotes
{
    public static string Name(LikelihoodPlan likelihood) => likelihood.Kind switch
    {
        LikelihoodKind.Poisson => "Poisson, library observed",
        LikelihoodKind.Multinomial => "multinomial",
        LikelihoodKind.DirichletMultinomial => $"Dirichlet-multinomial, {Dispersion(likelihood, "one dispersion")}",
        LikelihoodKind.NegativeBinomial => $"negative binomial, library observed, {Dispersion(likelihood, "a dispersion per output")}",
        _ => $"zero-inflated negative binomial, library observed, {Dispersion(likelihood, "a dispersion per output")}",
    };

    public static IEnumerable<string> Of(LikelihoodPlan likelihood, CountState state)
    {
        if (likelihood is { HasTheta: true, FixedTheta: false } && state.Theta is { } theta)
            yield return Text.Of($"Dispersions are learned: they are taken at the maximum likelihood of a decoder without a code (theta {theta:G3} for the median count).");
        if (likelihood is { IsNegativeBinomial: true, Dispersion: not DispersionKind.Gene })
            yield return "There is one dispersion an output in the prediction; the decoder's finer ones leave a code less to say, or more ways to say it.";
        if (likelihood.ZeroInflation is { } share && state.InflatedZeros is { } lost)
            yield return Text.Of($"Zeros beside the negative binomial's have a fixed probability of {share:G3}: they explain {100 * lost:G3} % of all zeros without a code, and what they explain tells nothing of the mean.");
        else if (state.InflatedZeros is { } zeros)
            yield return Text.Of($"Zeros beside the negative binomial's are taken at the share that each output has without a code: they explain {100 * zeros:G3} % of all zeros there. A code that acts through them is not counted: the critical weight is at least this.");
        if (likelihood.HasLatentLibrary)
            yield return "The library is taken as observed: its own latent unit is outside the prediction and lives as long as examples differ in depth.";
    }

    private static string Dispersion(LikelihoodPlan likelihood, string learned) => likelihood.FixedTheta ? Text.Of($"theta {likelihood.Theta:G4}") : $"{learned}, learned";
}
