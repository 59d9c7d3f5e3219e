using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Events;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Zoo.Trials;

/// <summary>Trains counterfactual plans in memory: the one place where a diagnosis meets a training.</summary>
public sealed class PlanTrainer : ICounterfactualTrainer
{
    /// <inheritdoc/>
    /// <exception cref="PlanException">The plan cannot be carried out.</exception>
    /// <exception cref="Data.DataFormatException">The data cannot be read, or do not suit the plan.</exception>
    public CounterfactualModel Train(Plan plan, bool best, IProgress<double> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(progress);
        TrainedRun run = Trainer.Train(plan, null, new TrainingOptions { Observers = [new Share(progress)] }, cancellation);
        if (best) run.UseBest();
        bool isWhole = run.Info.Status is RunStatus.Finished or RunStatus.StoppedEarly;
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "trial", Checkpoint = best ? "best" : "last", Plan = run.Plan, Steps = run.Info.Step };
        return new CounterfactualModel(subject, isWhole, isWhole ? null : run.Info.Note, run);
    }

    private sealed class Share(IProgress<double> progress) : ITrainingObserver
    {
        public void Progressed(in TrainingProgress at) =>
            progress.Report((at.Epoch - 1 + ((double)at.StepInEpoch / at.StepsPerEpoch)) / at.Epochs);
    }
}
