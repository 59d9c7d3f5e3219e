using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>What a diagnosis leaves unknown, and why.</summary>
public static class Unmeasured
{
    /// <summary>Every measure that could have been taken of such a subject, and was not. What does not apply to a model is no gap in its diagnosis.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>Name and reason, in the order of the key numbers.</returns>
    public static IReadOnlyList<(string Measure, string Reason)> Of(Diagnosis diagnosis)
    {
        var unknown = new List<(string, string)>();
        void Ask(object? value, string measure, string reason)
        {
            if (value is null) unknown.Add((measure, reason));
        }

        string decoder = NeedsDecoder(diagnosis);
        Ask(diagnosis.Interventions, "Use of the code by the decoder", decoder);
        Ask(diagnosis.Elbo, "ELBO", decoder);
        Ask(diagnosis.Reconstruction, "Distortion", decoder);
        // Where the decoder sees the example there is none to measure, and a sentence of Undefined says so.
        if (!diagnosis.DecoderSeesExample) Ask(diagnosis.Nll, "Negative log-likelihood", NeedsLikelihood(diagnosis));
        if (diagnosis.Interventions is { } interventions)
        {
            Ask(interventions.ShuffleCode, "Use of the code by the decoder", decoder);
        }

        foreach (string sentence in diagnosis.Undefined) unknown.Add(("Not defined for this model", sentence));
        return unknown;
    }

    /// <summary>Why what needs a decoder is unknown.</summary>
    internal static string NeedsDecoder(Diagnosis diagnosis) =>
        IsPosterior(diagnosis) ? "it needs the decoder, and a posterior file has none" : "it was not asked of this model";

    /// <summary>Why there is no likelihood.</summary>
    internal static string NeedsLikelihood(Diagnosis diagnosis) =>
        diagnosis.DecoderSeesExample ? "not defined: the decoder sees features of x" : IsPosterior(diagnosis) || diagnosis.Interventions is null ? NeedsDecoder(diagnosis) : "left out: --importance-samples 0";

    /// <summary>Whether only q(z|x) was there to be measured.</summary>
    internal static bool IsPosterior(Diagnosis diagnosis) => diagnosis.Subject.Kind == "posterior";
}
