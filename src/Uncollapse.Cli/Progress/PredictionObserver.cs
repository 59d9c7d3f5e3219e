using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Events;

namespace Uncollapse.Cli.Progress;

/// <summary>Warns before the first step of a plan whose code cannot live.</summary>
internal sealed class PredictionObserver(ITerminal terminal) : ITrainingObserver
{
    /// <summary>Enough for the first eigenvalue to a few percent, in a fraction of a second, unless there are more parameters to each example than that.</summary>
    private const int Fewest = 2_000;

    /// <summary>From so many outputs on, as genes are, more examples cost seconds: fewer find the eigenvalue too large, and warn of less.</summary>
    private const int ManyOutputs = 1_000;

    public void Started(TrainingStart start)
    {
        if (start.Resumed || start.Plan is not { Objective: { Beta: > 0, ChargesEveryNat: true }, Model.Posterior: { CentredScale: null, CommittedRate: null } } || !Predictor.CanPredict(start.Plan.Model.Likelihood)) return;
        int outputs = start.Train.OutputSize, measured = outputs > ManyOutputs ? Fewest : Math.Max(5 * outputs, Fewest);
        PredictionOptions options = PredictionOptions.Of(start.Plan, outputs) with { Examples = measured, Eigenvalues = 1, BootstrapReplicates = 20, LatentSize = 1 };
        Prediction prediction = Predictor.Predict(start.Train, options);
        if (!prediction.CollapseIsForetold) return;
        terminal.Note($"warning: {prediction.Statement}", Tone.Warning);
        foreach (string warning in prediction.Warnings) terminal.Note($"warning: {warning}", Tone.Warning);
        terminal.Note("hint: uncollapse predict with the same options says what would live");
    }
}
