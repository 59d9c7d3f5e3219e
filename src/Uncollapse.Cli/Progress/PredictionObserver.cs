using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Events;

namespace Uncollapse.Cli.Progress;

/// <summary>Warns before the first step of a plan whose code cannot live.</summary>
internal sealed class PredictionObserver(ITerminal terminal) : ITrainingObserver
{
    public void Started(TrainingStart start)
    {
        if (start.Resumed || !Predictor.CanForetell(start.Plan)) return;
        var options = PredictionOptions.Quick(start.Plan, start.Train.OutputSize);
        Prediction prediction = Predictor.Predict(start.Train, options);
        if (!prediction.CollapseIsForetold) return;
        terminal.Note($"warning: {prediction.Statement}", Tone.Warning);
        foreach (string warning in prediction.Warnings) terminal.Note($"warning: {warning}", Tone.Warning);
        terminal.Note("hint: uncollapse predict with the same options says what would live");
    }
}
