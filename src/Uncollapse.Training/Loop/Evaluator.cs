using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Loop;

/// <summary>Measures a model on a split, each time with the same noise, so that two measurements differ by the weights alone.</summary>
public sealed class Evaluator : IDisposable
{
    private const int BlockRows = 256;

    // Held-out examples never change: up to this many bytes of them are prepared once and kept.
    private const long LargestKept = 256L << 20;

    private readonly Vae<float> _model;
    private readonly Batcher _batches;
    private readonly Rng _rng;
    private readonly bool _learnsVariance;
    private readonly Tape<float> _tape = new(TapeMode.Inference);
    private readonly Tensor<float>[] _blocks;
    private readonly bool _keeps;
    private bool _kept;

    /// <summary>An evaluator of a model on a split.</summary>
    /// <param name="model">The model; not owned.</param>
    /// <param name="split">The examples; not owned.</param>
    /// <param name="learnsVariance">Whether a Gaussian likelihood's variance is learned, so worth reporting.</param>
    /// <param name="rng">The key of the codes' noise.</param>
    public Evaluator(Vae<float> model, DataView split, bool learnsVariance, Rng rng)
    {
        _model = model;
        _rng = rng;
        _learnsVariance = learnsVariance;
        int rows = model.BlockRows(BlockRows);
        _batches = new Batcher(split, rows, rng.Fork("examples"), shuffle: false);
        _keeps = (long)split.Count * split.RowSize * sizeof(float) <= LargestKept;
        _blocks = new Tensor<float>[_keeps ? _batches.StepsPerEpoch : 1];
        for (int i = 0; i < _blocks.Length; i++) _blocks[i] = new Tensor<float>(new Shape(Math.Min(rows, split.Count), split.RowSize));
    }

    /// <summary>Gathers signals from what is evaluated; null where nobody watches. Not owned.</summary>
    internal SignalMeter? Signals { get; init; }

    /// <summary>Measures the model as it is now.</summary>
    /// <returns>Means over the split's examples.</returns>
    /// <exception cref="Data.DataFormatException">A streamed file cannot be read any more.</exception>
    public Evaluation Run()
    {
        double rate = 0, distortion = 0, variance = 0;
        double[] levels = new double[_model.Prior.Levels];
        for (int step = 0; step < _batches.StepsPerEpoch; step++)
        {
            Tensor<float> block = Block(step);
            _tape.Reset();
            var pass = new Pass<float>(_tape, Training: false, _rng.Fork((ulong)step));
            Encoding<float> encoding = _model.Encode(block, pass);
            Tensor<float> noise = _tape.Constant(encoding.Posterior.NoiseShape);
            pass.Rng.FillNormal(noise.Data);
            Tensor<float> code = encoding.Posterior.Sample(noise, pass);
            LikelihoodParameters<float> parameters = _model.Decode(code, encoding.Context, pass);
            distortion -= KernelTable<float>.Current.Sum(_model.Likelihood.LogLikelihood(parameters, _model.Outputs(block, pass), pass).Data);
            rate += KernelTable<float>.Current.Sum(_model.Prior.Rate(encoding.Posterior, code, pass).Data);
            for (int level = 0; levels.Length > 1 && level < levels.Length; level++)
                levels[level] += KernelTable<float>.Current.Sum(_model.Prior.LevelRate(level, encoding.Posterior, code, pass).Data);
            Signals?.Add(block, encoding.Posterior, code, pass);
            if (_learnsVariance) variance += block.Rows * MeanVariance(parameters);
        }

        _kept = _keeps;
        int count = _batches.View.Count;
        return new Evaluation(
            rate / count, distortion / count, _learnsVariance ? variance / count : null, levels.Length > 1 ? Array.ConvertAll(levels, sum => sum / count) : null)
        {
            Signals = Signals?.Finish(),
        };
    }

    /// <summary>Returns native memory.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        foreach (Tensor<float> block in _blocks) block.Dispose();
    }

    /// <summary>The examples of a step: those kept, or read anew.</summary>
    private Tensor<float> Block(int step)
    {
        Tensor<float> block = _blocks[_keeps ? step : 0];
        if (_kept) return block;
        block.Resize(new Shape(Math.Min(_batches.BatchSize, _batches.View.Count), block.Columns));
        int examples = _batches.Fill(0, step, block.Data);
        block.Resize(new Shape(examples, block.Columns));
        return block;
    }

    private double MeanVariance(in LikelihoodParameters<float> parameters)
    {
        if (_model.Likelihood is not GaussianLikelihood<float> gaussian) return double.NaN;
        double sum = 0;
        ReadOnlySpan<float> logVariance = gaussian.Variance.LogVariance(parameters);
        foreach (float value in logVariance) sum += Math.Exp(value);
        return sum / logVariance.Length;
    }
}
