using Uncollapse.Models;
using Uncollapse.Models.Likelihoods;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>The one direction in which each output's numbers are moved, so that an output has one natural parameter.</summary>
/// <param name="Numbers">The direction in the first head's numbers of an output.</param>
/// <param name="Words">What it is.</param>
/// <param name="LongestStep">How far a step of Newton's may go.</param>
internal sealed record OutputPattern(float[] Numbers, string Words, float LongestStep)
{
    /// <summary>Whether a step may also go as far as all steps before it.</summary>
    public bool Grows { get; init; }

    /// <summary>The highest level of an 8-bit value.</summary>
    private const int HighestLevel = 255;

    public static OutputPattern Of(Vae<float> model)
    {
        int count = model.Likelihood.Heads[0].PerOutput;
        return model.Likelihood switch
        {
            GaussianLikelihood<float> => new OutputPattern([1], "the mean of each output", float.PositiveInfinity),
            // Its logits grow as the inverse of the mean.
            ContinuousBernoulliLikelihood<float> => new OutputPattern([1], "the logit of each output", 2) { Grows = true },
            CategoricalLikelihood<float> => new OutputPattern([.. Enumerable.Range(0, count).Select(level => level / (float)HighestLevel)], "the tilt of each output's levels towards high ones", 2),
            DiscretisedLogisticLikelihood<float> => new OutputPattern(
                [.. Enumerable.Range(0, count).Select(i => i >= count / 3 && i < 2 * count / 3 ? 1f : 0f)], "the shift of each output's logistics", 0.25f),
            CountLikelihood<float> => new OutputPattern([1], "the log share of each count", 2),
            _ => new OutputPattern([1], "the logit of each output", 2),
        };
    }
}
