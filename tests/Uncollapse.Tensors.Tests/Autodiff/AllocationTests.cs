using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Autodiff;

/// <summary>A step allocates nothing once the tape has seen its largest batch. Native memory is held by managed owners, so no managed
/// byte means no native one either.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void StepsOfChangingSizeAllocateNothing()
    {
        using var tape = new Tape<float>();
        using var model = new Model();
        for (int step = 0; step < 40; step++)
            model.Step(tape, step);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 40; step < 80; step++)
            model.Step(tape, step);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Model : IDisposable
    {
        private readonly Tensor<float> _input = new(new Shape(32, 20));
        private readonly Tensor<float> _target = new(new Shape(32, 10));
        private readonly Tensor<float> _first = Weight(new Shape(20, 12));
        private readonly Tensor<float> _scale = Weight(new Shape(12));
        private readonly Tensor<float> _shift = Weight(new Shape(12));
        private readonly Tensor<float> _heads = Weight(new Shape(12, 8));
        private readonly Tensor<float> _last = Weight(new Shape(4, 10));
        private readonly Tensor<float> _bias = Weight(new Shape(10));
        private readonly Tensor<float> _mean = new(new Shape(12));
        private readonly Tensor<float> _variance = new(new Shape(12));

        public void Step(Tape<float> tape, int step)
        {
            int rows = step % 3 == 2 ? 7 : 32;
            _input.Resize(new Shape(rows, 20));
            _target.Resize(new Shape(rows, 10));
            new Rng((ulong)step).FillNormal(_input.Data);
            tape.Mode = step % 4 == 3 ? TapeMode.Inference : TapeMode.Record;
            tape.Reset();
            var rng = new Rng((ulong)step);
            var hidden = tape.BatchNorm(tape.Linear(_input, _first), _scale, _shift, _mean, _variance, training: true);
            hidden = tape.LayerNorm(tape.Activate(hidden, Activation.Gelu), _scale, _shift);
            hidden = tape.Dropout(hidden, 0.1, rng.Fork("dropout"));
            var heads = tape.Linear(hidden, _heads);
            var mean = tape.SliceColumns(heads, 0, 4);
            var logVariance = tape.SliceColumns(heads, 4, 4);
            var code = tape.Reparameterise(mean, logVariance, tape.Normal(mean.Shape, rng.Fork("noise")));
            var logits = tape.Linear(tape.RepeatRows(code, 2), _last, _bias, Activation.Tanh);
            var target = tape.RepeatRows(_target, 2);
            var logLikelihood = tape.BernoulliLogLikelihood(logits, target, -1f / target.Rows);
            var density = tape.LogMeanExp(tape.GaussianLogLikelihood(logits, target, _bias), 2);
            var loss = tape.WeightedSum(
                tape.Mean(logLikelihood), -1, tape.Mean(tape.GaussianKl(mean, logVariance)), 0.5, tape.Mean(density), -1);
            if (tape.Mode == TapeMode.Record)
                tape.Backward(loss);
        }

        public void Dispose()
        {
            foreach (var tensor in new[] { _input, _target, _first, _scale, _shift, _heads, _last, _bias, _mean, _variance })
                tensor.Dispose();
        }

        private static Tensor<float> Weight(Shape shape)
        {
            var tensor = new Tensor<float>(shape, requiresGradient: true);
            new Rng(5).FillNormal(tensor.Data);
            return tensor;
        }
    }
}
