using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Loop;

/// <summary>What a plan asks of its data that cannot be, or that is seldom meant.</summary>
internal static class PlanWarnings
{
    // Binary data have variance m (1 - m) exactly; rounding of the moments is far below this share of it.
    private const double BinaryShare = 1 - 1e-6;

    /// <summary>Refuses data outside the support of the likelihood, held-out data too: a Bernoulli "bound" of a value of 50 has no bound.</summary>
    /// <exception cref="DataFormatException">A likelihood meets values outside its support in some split, or a model of tokens meets values, or one of values a text.</exception>
    /// <exception cref="PlanException">A network needs images, and the data are none.</exception>
    internal static void CheckSupport(Plan plan, PreparedData data)
    {
        bool isText = data.Train.Vocabulary is not null;
        if (isText != plan.Model.Decoder.ReadsTokens)
        {
            throw new DataFormatException(
                plan.Data.Source, "", isText ? "values, as the model reads them" : "a text, as the model reads tokens", isText ? "a text" : "values",
                isText ? "Text wants --encoder lstm --decoder lstm --likelihood categorical" : "Values want model.encoder.kind of mlp or conv, and model.decoder.kind of mlp, conv, pixelcnn or made");
        }

        (int height, int width, _) = data.Train.Shape;
        DataStatistics.RequireImages("model.encoder", plan.Model.Encoder.Kind, height, width);
        DataStatistics.RequireImages("model.decoder", plan.Model.Decoder.Kind, height, width);
        LikelihoodSupport.Require(plan, data);
    }

    /// <summary>Refuses a training that is too short for its warm-up or capacity, where the plan asks for that.</summary>
    /// <exception cref="PlanException">The warm-up's steps, or the capacity's epochs, exceed the training's.</exception>
    internal static void RequireFinish(Plan plan, int trainExamples)
    {
        int stepsPerEpoch = (int)(((long)trainExamples + plan.Training.BatchSize - 1) / plan.Training.BatchSize);
        if (!plan.Objective.MustFinish || ScheduleEnd.After(plan, plan.Training.Epochs, stepsPerEpoch) is not { } unfinished) return;
        throw new PlanException([new PlanProblem(
            unfinished.Key, null,
            string.Create(CultureInfo.InvariantCulture, $"at most the {plan.Training.Epochs} epochs of {stepsPerEpoch} steps of the training, as objective.must_finish asks"), Found(plan, unfinished), "train for longer, or end it sooner")]);
    }

    private static string Unfinished(Plan plan, ScheduleShortfall missed)
    {
        string what = $"{missed.Key} ({Found(plan, missed)})", never = string.Create(CultureInfo.InvariantCulture, $"{(missed.IsCapacity ? "the capacity" : "the KL weight")} never reaches {missed.Asked}");
        if (plan.Objective.Cycles > 0) return string.Create(CultureInfo.InvariantCulture, $"{what}: training.pretraining_epochs cuts the last cycle off, and the KL weight ends at {missed.Reached:0.###} of {missed.Asked}");
        return $"{what} is longer than {(plan.Training.PretrainingEpochs > 0 ? "what training.pretraining_epochs leaves of " : "")}training.epochs ({plan.Training.Epochs}): {never}, and no epoch can be the best";
    }

    private static string Found(Plan plan, ScheduleShortfall missed) => PlanSchema.Find(missed.Key)!.Format(plan);

    /// <summary>All warnings before the first step.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="data">Its data.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="isWatched">Whether a watch says of the schedule what it has to say.</param>
    internal static IEnumerable<string> All(Plan plan, PreparedData data, int stepsPerEpoch, bool isWatched)
    {
        foreach (string warning in data.Warnings) yield return warning;
        ObjectivePlan objective = plan.Objective;
        TrainingPlan training = plan.Training;
        if (!isWatched && ScheduleEnd.After(plan, training.Epochs, stepsPerEpoch) is { } unfinished) yield return Unfinished(plan, unfinished);
        if (objective.IsControlled && training.Patience is not null)
            yield return "training.patience never stops a training whose KL weight is controlled: no epoch's bound compares with another's, and the last weights are kept";
        if (training.Schedule.Kind == ScheduleKind.Cosine && training.Patience is not null)
            yield return "training.patience may stop a cosine schedule before its learning rate has come down";
        int rest = data.Train.Count % training.BatchSize;
        bool batchNormalised = plan.Model.Encoder.Normalisation == Normalisation.Batch || plan.Model.Decoder.Normalisation == Normalisation.Batch;
        if (batchNormalised && (rest == 1 || training.BatchSize == 1))
            yield return $"a batch of 1 example has no variance: batch normalisation maps it to its shift ({data.Train.Count} examples in batches of {training.BatchSize})";
        if (stepsPerEpoch == 1 && training.BatchSize > data.Train.Count)
            yield return $"training.batch_size ({training.BatchSize}) exceeds the {data.Train.Count} training examples: one step an epoch";
        if (plan.Model.Likelihood.Kind == LikelihoodKind.Bernoulli && !IsBinary(data.Train.Statistics()))
            yield return "a Bernoulli likelihood of values between 0 and 1 is a cross-entropy, not a density: its bound compares with no other likelihood's (continuous-bernoulli is normalised, data.binarise makes binary)";
        if (objective.Reduction == Reduction.Mean)
            yield return $"objective.reduction is mean: the KL term weighs {data.Train.OutputSize} times too much against the reconstruction";
    }

    private static bool IsBinary(OutputStatistics statistics) =>
        statistics.TotalVariance >= BinaryShare * statistics.Mean.Sum(mean => mean * (1 - mean));
}
