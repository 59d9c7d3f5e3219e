using System.Globalization;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Rules;

/// <summary>An autoencoder first (Li et al. 2019): some epochs at a KL weight of 0; then the encoder is kept, all else is drawn anew as at the start, the optimiser
/// forgets, and the schedule of the KL weight begins.</summary>
internal sealed class EncoderPretraining : ILoopRule
{
    private readonly int _epochs;
    private readonly long _steps;
    private readonly Vae<float> _model;
    private readonly Optimizer<float> _optimizer;
    private readonly TrainingStep _step;
    private readonly (int Index, float[] Values)[] _fresh;

    internal EncoderPretraining(Plan plan, Vae<float> model, Optimizer<float> optimizer, TrainingStep step, DataStatistics statistics, int stepsPerEpoch)
    {
        (_epochs, _steps) = (plan.Training.PretrainingEpochs, (long)plan.Training.PretrainingEpochs * stepsPerEpoch);
        (_model, _optimizer, _step) = (model, optimizer, step);
        // Built once more, and not copied from the model: when a training goes on, that one has other weights already.
        using var drawn = Vae<float>.Build(plan.Model, statistics, TrainingKeys.Weights(plan));
        _fresh =
        [
            .. drawn.Parameters.All.Select((parameter, index) => (parameter, index))
                .Where(pair => !pair.parameter.Name.StartsWith("encoder.", StringComparison.Ordinal))
                .Select(pair => (pair.index, pair.parameter.Tensor.Data.ToArray())),
        ];
    }

    public LoopState? State => new() { EncoderSteps = _optimizer.EncoderSteps, DecoderSteps = _optimizer.DecoderSteps };

    public void Restore(LoopState? state)
    {
        if (state is not null) (_optimizer.EncoderSteps, _optimizer.DecoderSteps) = (state.EncoderSteps, state.DecoderSteps);
    }

    public long KlStep(long step) => step - _steps;

    public string? BeginEpoch(int epoch)
    {
        if (epoch != _epochs) return null;
        foreach ((int index, float[] values) in _fresh) values.CopyTo(_model.Parameters.All[index].Tensor.Data);
        _optimizer.Restart();
        return string.Create(CultureInfo.InvariantCulture, $"pretrained for {_epochs} epochs: the encoder is kept, the decoder is drawn anew");
    }

    public StepResult Step(in LoopStep moment) => _step.Run(moment.Examples, moment.Rng, moment.Weights, moment.LearningRate);

    public void Dispose() => _step.Dispose();
}
