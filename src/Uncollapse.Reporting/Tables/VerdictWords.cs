using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>A verdict in words.</summary>
public static class VerdictWords
{
    /// <summary>The verdict as a heading.</summary>
    /// <param name="verdict">A verdict.</param>
    /// <returns><c>Healthy</c>, <c>Partial collapse</c> or <c>Collapsed</c>.</returns>
    public static string Heading(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => "Healthy",
        Verdict.Partial => "Partial collapse",
        Verdict.Collapsed => "Collapsed",
        _ => verdict.ToString(),
    };

    /// <summary>
    /// What the verdict means for this subject, in a sentence: the explanation's first where that begins with the verdict's
    /// word, without the word; otherwise one that claims nothing of a decoder that was not asked.
    /// </summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>A sentence or two.</returns>
    public static string Gloss(Diagnosis diagnosis)
    {
        if (!Opens(diagnosis)) return General(diagnosis);
        string opening = diagnosis.Explanation[0];
        string prefix = $"{diagnosis.Verdict}: ";
        return opening.Length > prefix.Length && opening.StartsWith(prefix, StringComparison.Ordinal) ? char.ToUpperInvariant(opening[prefix.Length]) + opening[(prefix.Length + 1)..] : opening;
    }

    /// <summary>The explanation without the sentence that <see cref="Gloss"/> took from it.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>The evidence in plain words, a sentence or two each.</returns>
    public static IReadOnlyList<string> Reasons(Diagnosis diagnosis) => Opens(diagnosis) ? [.. diagnosis.Explanation.Skip(1)] : diagnosis.Explanation;

    private static bool Opens(Diagnosis diagnosis) =>
        diagnosis.Explanation.Count > 0 && diagnosis.Explanation[0].StartsWith(diagnosis.Verdict.ToString(), StringComparison.Ordinal);

    private static string General(Diagnosis diagnosis) => (diagnosis.Verdict, diagnosis.Interventions?.ShuffleCode) switch
    {
        (Verdict.Healthy, null) => "The code carries information about the examples; whether a decoder uses it is unknown.",
        (Verdict.Healthy, _) => "The code carries information about the examples, and the decoder uses it.",
        (Verdict.Partial, _) => "Part of the code carries information, where more would pay.",
        (_, null) => "The code says nothing about the examples.",
        _ => "The code says nothing about the examples, or the decoder does not listen to it.",
    };

    /// <summary>The tone of a verdict.</summary>
    /// <param name="verdict">A verdict.</param>
    /// <returns>Good, warning or bad.</returns>
    public static Tone Tone(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => Tables.Tone.Good,
        Verdict.Partial => Tables.Tone.Warning,
        _ => Tables.Tone.Bad,
    };
}
