using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Events;

namespace Uncollapse.Cli.Progress;

/// <summary>Warns before the first step of a plan whose code cannot live.</summary>
internal sealed class PredictionObserver(ITerminal terminal) : ITrainingObserver
{
    /// <summary>Enough for the first eigenvalue to a few percent, in a fraction of a second.</summary>
    private const int Measured = 2_000;

    public void Started(TrainingStart start)
    {
        // Of a learned variance other warnings speak: its start and its spiral are named by the prediction too.
        if (start.Resumed || start.Plan.Objective.Beta <= 0 || !Predictor.CanPredict(start.Plan.Model.Likelihood)) return;
        PredictionOptions options = PredictionOptions.Of(start.Plan, start.Train.OutputSize) with { Examples = Measured, Eigenvalues = 1, BootstrapReplicates = 20, LatentSize = 1 };
        Prediction prediction = Predictor.Predict(start.Train, options);
        if (prediction.CriticalBeta > prediction.Beta) return;
        terminal.Note($"warning: {prediction.Statement}", Tone.Warning);
        foreach (string warning in prediction.Warnings) terminal.Note($"warning: {warning}", Tone.Warning);
        terminal.Note("hint: uncollapse predict with the same options says what would live");
    }
}
