using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Whether a model knows its training examples rather than what they are examples of: then what its code is worth there it is not worth on new ones.</summary>
internal static class Overfit
{
    /// <summary>The bound on the training split less that on the measured one, where it is large beside the distortion and its error; null else.</summary>
    public static double? Gap(Records.Diagnoses.Diagnosis measured)
    {
        SplitMeasures? train = measured.Splits.FirstOrDefault(split => split.Split == "train"), own = measured.Splits.FirstOrDefault(split => split.Split == measured.Subject.Split);
        if (train is null || own is null || own.Split == "train" || measured.Reconstruction is not { } reconstruction) return null;
        double gap = train.Elbo - own.Elbo;
        double least = Math.Max(Thresholds.GeneralisationGap.Value * Math.Abs(reconstruction.Distortion), Thresholds.GeneralisationErrors * reconstruction.StandardError);
        return gap > least ? gap : null;
    }

    /// <summary>The finding; null for a healthy model, whose bound is merely not as good on new examples.</summary>
    public static Finding? Finding(Records.Diagnoses.Diagnosis measured, Verdict verdict)
    {
        // An encoder that says nothing learned nothing by heart.
        if (verdict == Verdict.Healthy || measured.MutualInformation.Upper < Thresholds.CollapsedInformation.Value || Gap(measured) is not { } gap) return null;
        return new Finding
        {
            Cause = "data-limited",
            Severity = Severity.Warning,
            Confidence = 0.8,
            Statement = Text.Of($"The bound is {Text.Nats(gap)} nats better on the training examples than on the {measured.Subject.Split} split: encoder and decoder have learned those examples, and what the code is worth there it is not worth on new ones."),
            Evidence = [new Evidence($"splits: elbo of train - {measured.Subject.Split}, over the distortion", gap / Math.Abs(measured.Reconstruction!.Distortion), Thresholds.GeneralisationGap.Value, Thresholds.GeneralisationGap.Source)],
            Prescriptions = ["early-stopping", "weaker-decoder"],
        };
    }
}
