using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>The report's words for readers from other fields, each in a sentence or two.</summary>
internal static class GlossarySection
{
    private static readonly (string Term, string Words)[] _terms =
    [
        ("Code", "The few numbers (latent variables) that the encoder writes for an example, with an uncertainty each; a unit is one of them."),
        ("Prior", "What codes look like before an example has been seen: a standard normal distribution for each unit, unless the plan names another (learned, or uniform on a sphere). A code that always equals the prior says nothing."),
        ("Nat", "The measure of information; 0.69 nats answer one yes-or-no question, 2.3 nats tell which of ten equally likely cases it is."),
        ("Rate", "What the code costs: how far the codes of single examples lie from the prior, on average. It is an upper bound of what the code tells: part of it may be spent on a shift that all examples share."),
        ("Mutual information", "What the code tells: how far it singles out the example that it was made from among all others. It is the rate less the aggregate KL, so never more than the rate."),
        ("Aggregate KL", "The part of the rate that tells nothing: how far the codes of all examples taken together lie from the prior. Total correlation and marginal KL are its two parts: dependence between units, and each unit's own distance."),
        ("Active unit", "A unit whose most likely value changes noticeably from example to example. It may still be ignored by the decoder, which the interventions show."),
        ("Shuffle", "A test of the decoder: each example is described from the code of another one. If that is no worse than with its own, the decoder does not use the code."),
        ("Distortion", "What is left to describe of an example once its code is known; small is good. ELBO = − distortion − rate is a lower bound of log p(x), the logarithm of the probability that the model gives the example."),
        ("Posterior collapse", "A code that tells nothing (a mute encoder), or that is not listened to (a deaf decoder), however good the pictures look."),
    ];

    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is null) return null;
        Element list = new Element("dl").Class("glossary");
        foreach ((string term, string words) in _terms) list.Add(new Element("dt", term), new Element("dd", term == "Distortion" && content.Diagnosis.DecoderSeesExample ? $"{words} Of this model it is none: {ObjectiveWords.NoBound}." : words));
        return new Section("glossary", "Words", [list]);
    }
}
