using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>A prediction in words.</summary>
internal static class PredictionText
{
    public static string Statement(Prediction prediction)
    {
        double beta = prediction.Beta, critical = prediction.CriticalBeta;
        if (critical <= beta && !prediction.CollapseIsForetold)
            return Text.Of($"No direction that {prediction.Examples:N0} examples can show pays for a unit at beta {beta:G4}. That is little evidence: there are more parameters than so few examples can tell of.");
        if (critical <= beta)
            return Text.Of($"Beta {beta:G4} is above the critical {(prediction.EigenvaluesAreHeldOut ? Text.Of($"weight, at most {prediction.CriticalBetaInSample:G4}") : Text.Of($"{critical:G4}"))}: the collapsed state is stable, and training, which starts beside it, is drawn there.");
        string units = prediction.PredictedActiveUnits == 1 ? "1 unit" : Text.Of($"{prediction.PredictedActiveUnits} units");
        string rest = prediction.PredictedActiveUnits < prediction.LatentSize ? Text.Of($" of {prediction.LatentSize}; the others cost more than they bring") : "";
        return Text.Of($"At beta {beta:G4} the data pay for {units}{rest}. Above beta {critical:G4} the collapsed state is stable.");
    }

    public static IEnumerable<string> Warnings(Prediction prediction, PredictionOptions options, DataView view, int rank, ScoreScale scale)
    {
        LikelihoodPlan likelihood = options.Likelihood;
        double beta = options.Beta;
        if (prediction.EigenvaluesAreHeldOut)
        {
            double noise = Math.Pow(1 + Math.Sqrt(rank / (double)prediction.Examples), 2);
            yield return Text.Of($"{rank:N0} free parameters were measured on {prediction.Examples:N0} examples, where noise alone gives eigenvalues up to {noise:G3}: these are taken along directions found on other examples, which finds fewer units than there may be. More examples tell more.");
        }

        if (scale is { IsLearned: true, Sigma2: { } collapsed } && likelihood.Variance == VarianceKind.Shared)
        {
            double first = prediction.CriticalBeta * collapsed;
            if (prediction.CriticalBeta <= beta)
                yield return Text.Of($"Learned variance: at beta {beta:G4} it spirals upwards until it is that of the data, {collapsed:G4}, and locks the code out; it cannot lock below beta {prediction.CriticalBeta:G4}.");
            else if (likelihood.Sigma2 * beta > first)
                yield return Text.Of($"Learned variance: it starts at {likelihood.Sigma2:G4}, above {first / beta:G4}, the largest at which a unit lives: a long plateau until it has come down. Start at {collapsed:G3} or below.");
        }
        else if (scale is { IsFixed: true, Sigma2: { } sigma2 } && prediction.CriticalBeta <= beta)
        {
            yield return Text.Of($"Sigma^2 {sigma2:G4} is above the critical {prediction.CriticalSigma2:G4} of this beta: the decoder's noise drowns the largest direction of the data.");
        }

        if (CountNoise.Of(prediction, likelihood) is { } expected && prediction.CriticalBeta <= beta) yield return expected.Statement;
        foreach (string note in scale.Notes) yield return note;
        if (prediction.Eigenvalues.Count > 0 && prediction.Eigenvalues[^1] > beta && prediction.PredictedActiveUnits < options.LatentSize && prediction.Eigenvalues.Count < Math.Min(rank, prediction.Examples))
            yield return Text.Of($"All {prediction.Eigenvalues.Count} eigenvalues that were computed exceed beta: there are more.");
        if (view.Vocabulary is not null)
            yield return "The data alone do not know the decoder: one that reads the words before leaves a code much less to say than this.";
        if (view.Conditions is not null)
            yield return "What is told of each example beside it is not known to the prediction: it leaves a code less to say.";
    }
}
