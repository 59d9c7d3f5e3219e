using System.Diagnostics;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Bench;

/// <summary>Training steps of a plan over a data set, by the product's own parts: gather, binarise anew, noise, both passes, the optimiser.</summary>
internal sealed class PlanStep : IDisposable
{
    private readonly PreparedData _data;
    private readonly Vae<float> _model;
    private readonly Optimizer<float> _optimizer;
    private readonly Batcher _batches;
    private readonly TrainingStep _step;
    private readonly Tensor<float> _examples;
    private readonly Rng _rng = new(1);
    private readonly double _learningRate;
    private ulong _number;

    /// <summary>Opens the source and builds the plan's model for it.</summary>
    internal PlanStep(Plan plan, string source)
    {
        _data = PreparedData.Open(plan.Data with { Source = source }, _rng);
        var shape = _data.Train.Shape;
        var statistics = new DataStatistics(_data.Train.Statistics().Mean)
        {
            Height = shape.Height, Width = shape.Width, Channels = shape.Channels, VocabularySize = _data.Train.Vocabulary?.Count ?? 0,
        };
        _model = Vae<float>.Build(plan.Model, statistics, _rng.Fork("weights"));
        _optimizer = Optimizer<float>.From(plan.Training.Optimizer, _model.Parameters.Trained);
        int batch = plan.Training.BatchSize;
        _batches = new Batcher(_data.Train, batch, _rng.Fork("batches"), dropLast: true, bucketing: _data.Plan.Text is { Bucketing: true });
        _examples = new Tensor<float>(new Shape(batch, _data.Train.RowSize));
        _step = new TrainingStep(plan, _model, _optimizer);
        _learningRate = plan.Training.Optimizer.LearningRate;
    }

    /// <summary>Numbers that are trained.</summary>
    internal long Parameters => _model.Parameters.Trained.Sum(parameter => (long)parameter.Tensor.Length);

    /// <summary>Values of a row: pixels, or tokens of the longest sentence.</summary>
    internal int RowSize => _data.Train.RowSize;

    public void Dispose()
    {
        _step.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
        _data.Dispose();
        _examples.Dispose();
    }

    /// <summary>Takes one step.</summary>
    internal void Run()
    {
        int perEpoch = _batches.StepsPerEpoch;
        _batches.Fill((int)(_number / (ulong)perEpoch), (int)(_number % (ulong)perEpoch), _examples.Data);
        StepResult result = _step.Run(_examples, _rng.Fork(_number++), 1, _learningRate);
        if (result.Fault is not null) throw new InvalidOperationException(result.Fault);
    }

    /// <summary>Examples a second of the fastest part of epochs within a budget, after one to warm up; two parts at least.</summary>
    /// <param name="steps">Steps of a part: few where all cost the same, the epoch's where they do not.</param>
    /// <param name="seconds">The budget.</param>
    internal double Rate(int steps, double seconds)
    {
        double best = 0;
        long start = Stopwatch.GetTimestamp();
        for (int part = 0; part < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; part++)
        {
            long before = Stopwatch.GetTimestamp();
            for (int i = 0; i < steps; i++) Run();
            double rate = steps * _batches.BatchSize / Stopwatch.GetElapsedTime(before).TotalSeconds;
            if (part > 0) best = Math.Max(best, rate);
        }
        return best;
    }
}
