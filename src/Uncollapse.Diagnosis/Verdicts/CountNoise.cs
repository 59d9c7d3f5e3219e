using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>A fixed noise of counts beside the noise that the counts themselves have when taken as if all examples were alike: an upper bound of what a decoder has to expect.</summary>
/// <param name="Statement">Both, in words.</param>
/// <param name="Evidence">Both, as numbers.</param>
internal sealed record CountNoise(string Statement, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>What of a likelihood's noise is fixed beyond the data's; null where nothing is.</summary>
    public static CountNoise? Of(Prediction prediction, LikelihoodPlan likelihood)
    {
        var words = new List<string>();
        var evidence = new List<Evidence>();
        if (likelihood is { HasTheta: true, FixedTheta: true } && prediction.DataTheta is { } own && likelihood.Theta < Thresholds.NoisyDispersion.Value * own)
        {
            words.Add(Text.Of($"the dispersion theta is fixed at {likelihood.Theta:G3}, far below the {own:G3} that the counts themselves have when taken as if all examples were alike"));
            evidence.Add(new Evidence("likelihood.theta / data_theta", likelihood.Theta / own, Thresholds.NoisyDispersion.Value, Thresholds.NoisyDispersion.Source));
        }

        if (likelihood.ZeroInflation is { } share && prediction is { InflatedZeros: { } zeros, DataInflatedZeros: { } inflated } && zeros - inflated > Thresholds.NoisyZeros.Value)
        {
            words.Add(Text.Of($"zeros beside the negative binomial's are fixed at a probability of {share:G3}, which explains {100 * zeros:G3} % of all zeros where the counts themselves ask for {100 * inflated:G3} %"));
            evidence.Add(new Evidence("inflated_zeros - data_inflated_zeros", zeros - inflated, Thresholds.NoisyZeros.Value, Thresholds.NoisyZeros.Source));
        }

        if (words.Count == 0) return null;
        string freed = prediction.CriticalBetaOfDataNoise is { } critical
            ? Text.Of($" Under that noise the critical weight of the KL is {prediction.CriticalBeta:G3}, under the data's own {critical:G3}; asked for is {prediction.Beta:G3}.")
            : "";
        string joined = string.Join(", and ", words);
        return new CountNoise(char.ToUpperInvariant(joined[0]) + joined[1..] + ": the decoder expects noise where there is signal." + freed, evidence);
    }
}
