using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Runs;

namespace Uncollapse.Training.Loop;

/// <summary>From a plan to a trained run.</summary>
public static class Trainer
{
    /// <summary>Trains a model from scratch.</summary>
    /// <param name="plan">What to train; it is validated first.</param>
    /// <param name="folder">The run folder to make; null trains in memory and writes nothing.</param>
    /// <param name="options">Observers, clock and the like.</param>
    /// <param name="cancellation">Ends the training after the step under way, its state saved.</param>
    /// <returns>The run, however it ended: a divergence is a status, not an exception.</returns>
    /// <exception cref="PlanException">The plan cannot be carried out.</exception>
    /// <exception cref="DataFormatException">The data cannot be read or do not suit the likelihood, or the folder is not free.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TrainedRun Train(Plan plan, string? folder = null, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        PlanValidation.Validate(plan);
        options ??= new TrainingOptions();
        if (folder is not null) RunFolder.RefuseOccupied(folder, options.Force);
        return TrainOn(plan, PreparedData.Open(plan.Data, TrainingKeys.Data(plan), options.Source), folder, options, cancellation);
    }

    /// <summary>Trains a model from scratch on data that are open already, so that they are not read twice.</summary>
    /// <param name="plan">What to train; it is validated first.</param>
    /// <param name="data">Its data, opened by it and its seed; the run's from now on, and closed where there is none.</param>
    /// <param name="folder">The run folder to make; null trains in memory and writes nothing.</param>
    /// <param name="options">Observers, clock and the like; how to read data means nothing here.</param>
    /// <param name="cancellation">Ends the training after the step under way, its state saved.</param>
    /// <returns>The run, however it ended: a divergence is a status, not an exception.</returns>
    /// <exception cref="PlanException">The plan cannot be carried out.</exception>
    /// <exception cref="DataFormatException">The data do not suit the likelihood, or the folder is not free.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TrainedRun TrainOn(Plan plan, PreparedData data, string? folder = null, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        return Guard(data, () =>
        {
            PlanValidation.Validate(plan);
            if (folder is not null) RunFolder.RefuseOccupied(folder, options.Force);
            // What was left to the kind of data is now known, and goes into the run's plan.
            plan = plan with { Data = data.Plan };
            PlanWarnings.CheckSupport(plan, data);
            PlanWarnings.RequireFinish(plan, data.Train.Count);
            RunFolder? made = folder is null ? null : RunFolder.Create(folder, plan, options.Force);
            if (data.Train.Vocabulary is { } vocabulary) made?.WriteVocabulary(vocabulary);
            using var session = new TrainingSession(plan, data, made, null, options);
            return session.Run(cancellation);
        });
    }

    /// <summary>Goes on with a training that was interrupted or killed, or whose plan was given more epochs: the weights that come out are bit for bit
    /// those of a training that was never interrupted, for any number of threads.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="options">Observers, clock and the like; Force means nothing here.</param>
    /// <param name="cancellation">Ends the training after the step under way, its state saved.</param>
    /// <returns>The run; at once where there is nothing left to do.</returns>
    /// <exception cref="PlanException">The folder's plan cannot be carried out.</exception>
    /// <exception cref="DataFormatException">
    /// There is no run, its files are damaged, its plan or its data are no longer those it was trained with, or it diverged.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TrainedRun Resume(string folder, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        GoOn(RunFolder.Open(folder), options ?? new TrainingOptions(), cancellation);

    /// <summary>Goes on under a plan that says anew how long to train, how patiently and how often to save. The folder's plan is rewritten when nothing
    /// stands against going on, and not before: a refusal leaves the run as it was.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="plan">The run's plan with another <c>training.epochs</c>, <c>training.patience</c> or <c>training.checkpoint_epochs</c>.</param>
    /// <param name="options">Observers, clock and the like; Force means nothing here.</param>
    /// <param name="cancellation">Ends the training after the step under way, its state saved.</param>
    /// <returns>The run; at once where there is nothing left to do.</returns>
    /// <exception cref="PlanException">The plan cannot be carried out.</exception>
    /// <exception cref="DataFormatException">
    /// There is no run, its files are damaged, the plan would have changed what was trained, its data are no longer those it was trained with, or it diverged.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TrainedRun Resume(string folder, Plan plan, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        PlanValidation.Validate(plan);
        return GoOn(RunFolder.Open(folder).Under(plan), options ?? new TrainingOptions(), cancellation);
    }

    /// <summary>Refuses what <see cref="Train"/> would refuse of a plan and its data, without training anything.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="data">Its data, opened by it and its seed.</param>
    /// <exception cref="PlanException">The plan cannot be carried out on these data.</exception>
    /// <exception cref="DataFormatException">The data do not suit the likelihood.</exception>
    public static void Require(Plan plan, PreparedData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        PlanValidation.Validate(plan);
        plan = plan with { Data = data.Plan };
        PlanWarnings.CheckSupport(plan, data);
        PlanWarnings.RequireFinish(plan, data.Train.Count);
    }

    private static TrainedRun GoOn(RunFolder run, TrainingOptions options, CancellationToken cancellation)
    {
        RunInfo before = run.ReadInfo();
        if (before.Status == RunStatus.Diverged)
        {
            throw new DataFormatException(
                run.InfoFile, "", "a run that can go on", "one that diverged, and would again bit for bit", "Train anew with a lower learning rate or a clip_norm");
        }

        PreparedData data = run.OpenData(options.Source);
        return Guard(data, () =>
        {
            if (data.Describe() != before.Provenance.Data)
            {
                throw new DataFormatException(
                    run.Plan.Data.Source, "", $"the data of the run: {before.Provenance.Data}", data.Describe(), "Put the data back, or train anew");
            }

            if (data.Plan != run.Plan.Data) run = run.Under(run.Plan with { Data = data.Plan });
            PlanWarnings.CheckSupport(run.Plan, data);
            PlanWarnings.RequireFinish(run.Plan, data.Train.Count);
            using var session = new TrainingSession(run.Plan, data, run, before, options);
            return session.Run(cancellation);
        });
    }

    private static TrainedRun Guard(PreparedData data, Func<TrainedRun> train)
    {
        try
        {
            return train();
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }
}
