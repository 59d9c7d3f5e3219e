using System.Globalization;
using Uncollapse.Data.Preparation;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Rules;

/// <summary>
/// Aggressive training of the encoder (He et al. 2019): before each decoder step the encoder takes steps of its own, the first on the loop's batch and the others on
/// batches of the epoch drawn at random, until the mean loss over a window of steps is no longer below that of the window before, or there were as many as may be.
/// The phase ends when the validation information, looked at once an epoch, has failed to reach its best as often as the plan says; then all parameters take each step.
/// </summary>
internal sealed class AggressiveEncoder : ILoopRule
{
    private readonly RisingInformation _information;
    private readonly FallingLoss _loss;
    private readonly Optimizer<float> _optimizer;
    private readonly TrainingStep _step;
    private readonly Batcher _batches;
    private readonly InformationMeter _meter;
    private readonly Tensor<float> _batch;

    internal AggressiveEncoder(AggressivePlan plan, Optimizer<float> optimizer, TrainingStep step, Batcher batches, InformationMeter meter)
    {
        (_optimizer, _step, _batches, _meter) = (optimizer, step, batches, meter);
        _information = new RisingInformation(plan.Failures ?? throw new ArgumentNullException(nameof(plan)));
        _loss = new FallingLoss(plan.Window, plan.Steps);
        _batch = new Tensor<float>(new Shape(Math.Min(batches.BatchSize, batches.View.Count), batches.View.RowSize));
    }

    public LoopState? State => new()
    {
        EncoderSteps = _optimizer.EncoderSteps,
        DecoderSteps = _optimizer.DecoderSteps,
        BestInformation = _information.Best,
        Failures = _information.Failures,
    };

    public void Restore(LoopState? state)
    {
        if (state is null) return;
        (_optimizer.EncoderSteps, _optimizer.DecoderSteps) = (state.EncoderSteps, state.DecoderSteps);
        _information.Restore(state.BestInformation, state.Failures);
    }

    public StepResult Step(in LoopStep moment)
    {
        if (!_information.Rises) return _step.Run(moment.Examples, moment.Rng, moment.Weights, moment.LearningRate);
        try
        {
            _optimizer.Part = TrainedPart.Encoder;
            if (Encode(moment) is { Fault: not null } fault) return fault;
            _optimizer.Part = TrainedPart.Decoder;
            return _step.Run(moment.Examples, moment.Rng, moment.Weights, moment.LearningRate);
        }
        finally
        {
            _optimizer.Part = TrainedPart.All;
        }
    }

    public string? EndEpoch(IDictionary<string, double?> values)
    {
        if (!_information.Rises) return null;
        double information = _meter.Measure();
        // A watch has its own, of fewer examples: one series, one definition.
        if (values.TryAdd(Measures.ValidationInformation, information)) values[Measures.ValidationInformationCeiling] = _meter.Ceiling;
        _information.Heed(information);
        if (_information.Rises) return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"aggressive training of the encoder ends: the validation information, {information:F3} nats, was below its best, {_information.Best:F3}, in {_information.Failures} {(_information.Failures == 1 ? "epoch" : "epochs")}");
    }

    public void Dispose()
    {
        _step.Dispose();
        _meter.Dispose();
        _batch.Dispose();
    }

    private StepResult? Encode(in LoopStep moment)
    {
        _loss.Begin();
        Tensor<float> examples = moment.Examples;
        while (true)
        {
            Rng rng = moment.Rng.Fork("aggressive").Fork((ulong)_loss.Steps);
            StepResult result = _step.Run(examples, rng, moment.Weights, moment.LearningRate);
            if (result.Fault is not null) return result;
            if (!_loss.GoesOn(result.Loss)) return null;
            examples = Draw(moment.Epoch, rng.Fork("batch"));
        }
    }

    private Tensor<float> Draw(int epoch, Rng rng)
    {
        Span<float> uniform = stackalloc float[1];
        rng.FillUniform(uniform);
        int index = Math.Min((int)(uniform[0] * (double)_batches.StepsPerEpoch), _batches.StepsPerEpoch - 1);
        _batch.Resize(new Shape(Math.Min(_batches.BatchSize, _batches.View.Count), _batch.Columns));
        int examples = _batches.Fill(epoch, index, _batch.Data);
        _batch.Resize(new Shape(examples, _batch.Columns));
        return _batch;
    }
}
