using Uncollapse.Models;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Loop;

/// <summary>One optimiser step: forward, backward, look, clip, update. After the first few it allocates nothing.</summary>
public sealed class TrainingStep : IDisposable
{
    private readonly Vae<float> _model;
    private readonly Objective<float> _objective;
    private readonly Optimizer<float> _optimizer;
    private readonly double? _clipNorm;
    private readonly Tape<float> _tape = new();

    /// <summary>Steps of a model.</summary>
    /// <param name="plan">The objective and the clipping.</param>
    /// <param name="model">What is trained; not owned.</param>
    /// <param name="optimizer">The rule, over this model's trained parameters; not owned.</param>
    /// <param name="controller">Who moves the objective's weights; null: as the plan says, from its start.</param>
    public TrainingStep(Plan plan, Vae<float> model, Optimizer<float> optimizer, WeightController? controller = null)
    {
        _model = model;
        _optimizer = optimizer;
        _objective = Objective<float>.Build(plan.Objective, controller);
        _clipNorm = plan.Training.ClipNorm;
    }

    /// <summary>
    /// Takes one step. Where the loss is not finite no weight is touched; where a gradient is not, weights whose step was made in the backward pass may have
    /// moved: the result says so, and the state kept last is the one to go back to.
    /// </summary>
    /// <param name="examples">The batch, [examples, outputs].</param>
    /// <param name="rng">The step's own key: noise and dropout.</param>
    /// <param name="klWeight">The weight of the KL term.</param>
    /// <param name="learningRate">The step size.</param>
    /// <returns>What the step saw.</returns>
    public StepResult Run(Tensor<float> examples, Rng rng, double klWeight, double learningRate) => Run(examples, rng, new ScheduledWeights(klWeight), learningRate);

    /// <inheritdoc cref="Run(Tensor{float}, Rng, double, double)"/>
    /// <param name="examples">The batch, [examples, outputs].</param>
    /// <param name="rng">The step's own key: noise and dropout.</param>
    /// <param name="weights">Where the objective's schedules stand.</param>
    /// <param name="learningRate">The step size.</param>
    public StepResult Run(Tensor<float> examples, Rng rng, in ScheduledWeights weights, double learningRate)
    {
        _tape.Reset();
        ObjectiveValue<float> value = _objective.Evaluate(_model, examples, weights, new Pass<float>(_tape, Training: true, rng));
        var result = new StepResult(value.Loss, value.Bound, value.Rate, value.Distortion, 0, null);
        // The rate may be infinite at a KL weight of 0, where the loss does not show it.
        if (!double.IsFinite(value.Loss) || !double.IsFinite(value.Bound)) return result with { Fault = "the loss" };
        // A clipped step needs the whole gradient before its first update.
        FactoredStep<float>? factored = _clipNorm is null ? _optimizer.StepWhileDifferentiating(learningRate) : null;
        _tape.FactoredUpdate = factored;
        _tape.Backward(value.LossTensor);
        _tape.FactoredUpdate = null;
        double scale = 1;
        if (_clipNorm is { } bound)
        {
            double norm = GradientClipping.GlobalNorm(_tape, _optimizer.Parameters);
            result = result with { GradientNorm = norm };
            if (!double.IsFinite(norm)) return result with { Fault = "the gradient's norm" };
            scale = GradientClipping.Scale(norm, bound);
        }
        else if (factored is { IsFinite: false } || !GradientClipping.AllFinite(_tape, _optimizer.Parameters))
        {
            return result with { Fault = "a gradient" };
        }

        _optimizer.Step(_tape, learningRate, scale);
        _model.Decoder.Constrain();
        return result;
    }

    /// <summary>Returns the tape's native memory.</summary>
    public void Dispose() => _tape.Dispose();
}
