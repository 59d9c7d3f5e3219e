using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Rules;

/// <summary>From a plan's words to the rule of its loop.</summary>
internal static class LoopRules
{
    /// <summary>The rule that a plan asks for.</summary>
    /// <param name="plan">A validated plan, which names one at most.</param>
    /// <param name="model">What is trained; not owned.</param>
    /// <param name="optimizer">Over this model's trained parameters; not owned.</param>
    /// <param name="batches">The training batches.</param>
    /// <param name="validation">The validation split.</param>
    /// <param name="statistics">What the model was built from.</param>
    /// <param name="controller">Who moves the objective's weights; null: its schedules alone.</param>
    internal static ILoopRule Of(
        Plan plan, Vae<float> model, Optimizer<float> optimizer, Batcher batches, DataView validation, DataStatistics statistics, WeightController? controller = null)
    {
        if (plan.Training.Refinement.Steps > 0) return new SemiAmortised(new SemiAmortisedStep(plan, model, optimizer));
        var step = new TrainingStep(plan, model, optimizer, controller);
        if (plan.Training.PretrainingEpochs > 0) return new EncoderPretraining(plan, model, optimizer, step, statistics, batches.StepsPerEpoch);
        return plan.Training.Aggressive.Failures is null
            ? new PlainLoop(step)
            : new AggressiveEncoder(plan.Training.Aggressive, optimizer, step, batches, new InformationMeter(model, validation, TrainingKeys.Evaluation(plan).Fork("information")));
    }
}
