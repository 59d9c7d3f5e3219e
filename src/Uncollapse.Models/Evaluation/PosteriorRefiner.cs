using System.Numerics;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Evaluation;

/// <summary>
/// Finds for each example the posterior of the model's family that the decoder would want, instead of the one that the encoder gives:
/// argmax over the parameters of q of E_q log p(x|z) - beta KL(q || p), by Adam (stochastic variational inference; Kim et al. 2018, Cremer et al. 2018).
/// </summary>
/// <remarks>
/// <para>A posterior is held as the numbers that the encoder's head makes for it, which are unconstrained in every family: [examples, <see cref="HeadCount"/>].
/// What the decoder sees beside the code (past, skips, condition, library) stays the example's own.</para>
/// <para>Codes come in pairs of opposite noise, whose errors of the first order cancel: what is left of the steps' noise would else keep a refined posterior from its optimum.</para>
/// <para>An example's result is a function of its row's number, the key and the options, not of the others beside it. While a refiner lives no gradient reaches the
/// model's parameters: it must not be trained. Not to be used by two threads at once.</para>
/// </remarks>
public sealed class PosteriorRefiner<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double FirstDecay = 0.9, SecondDecay = 0.999, Epsilon = 1e-8;
    private const int RowsAtOnce = 256;
    private readonly Vae<T> _model;
    private readonly RefinementOptions _options;
    private readonly int _block;
    private readonly bool[] _required;

    // What does not change from step to step lives on a tape of its own, which is not reset by a step.
    private readonly Tape<T> _fixed = new(TapeMode.Inference);
    private readonly Tape<T> _tape = new(TapeMode.Record);

    /// <summary>Refines posteriors of a model.</summary>
    /// <param name="model">The model; its weights are not changed.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public PosteriorRefiner(Vae<T> model, RefinementOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options.Validate();
        _model = model;
        _options = options;
        _block = Math.Max(1, model.BlockRows(RowsAtOnce) / options.Samples);
        _required = [.. model.Parameters.Trained.Select(parameter => parameter.Tensor.RequiresGradient)];
        foreach (var parameter in model.Parameters.Trained) parameter.Tensor.RequiresGradient = false;
    }

    /// <summary>Numbers that stand for one posterior.</summary>
    public int HeadCount => _model.Posterior.Family.HeadCount;

    /// <summary>The encoder's posteriors.</summary>
    /// <param name="examples">x and what is told of it, [rows, <see cref="Vae{T}.RowSize"/>].</param>
    /// <param name="heads">[rows, <see cref="HeadCount"/>], overwritten.</param>
    public void Encode(ReadOnlySpan<T> examples, Span<T> heads)
    {
        int rows = Rows(examples, heads.Length);
        for (int start = 0; start < rows; start += _block)
        {
            _fixed.Reset();
            var pass = new Pass<T>(_fixed, false, default);
            _model.EncodeHeads(Load(_fixed, examples, start, Math.Min(_block, rows - start), _model.RowSize), pass).Heads.Data.CopyTo(heads[(start * HeadCount)..]);
        }
    }

    /// <summary>Refines posteriors in place.</summary>
    /// <param name="examples">[rows, <see cref="Vae{T}.RowSize"/>].</param>
    /// <param name="rng">The key: row n uses its fork n at each step.</param>
    /// <param name="firstRow">The number of the first row.</param>
    /// <param name="heads">[rows, <see cref="HeadCount"/>]: where they start, and where they end.</param>
    /// <param name="cancellation">Stops it between steps.</param>
    public void Refine(ReadOnlySpan<T> examples, Rng rng, long firstRow, Span<T> heads, CancellationToken cancellation = default)
    {
        int rows = Rows(examples, heads.Length);
        using var moving = new Tensor<T>(new Shape(Math.Min(_block, Math.Max(1, rows)), HeadCount), requiresGradient: true);
        double[] first = new double[_block * HeadCount], second = new double[first.Length], average = new double[first.Length];
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            moving.Resize(new Shape(count, HeadCount));
            Span<T> place = heads.Slice(start * HeadCount, count * HeadCount);
            place.CopyTo(moving.Data);
            Array.Clear(first);
            Array.Clear(second);
            Array.Clear(average);
            var block = Prepare(examples, start, count, _options.Samples);
            for (int step = 1; step <= _options.Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                _tape.Reset();
                _tape.Mode = TapeMode.Record;
                var pass = new Pass<T>(_tape, false, default);
                (var logLikelihood, var rate) = Evaluate(block, moving, rng.Fork((ulong)step), firstRow + start, 0, pass);
                // The sum over examples: an example's gradient is its own, whatever stands beside it.
                _tape.Backward(_tape.WeightedSum(_tape.Mean(logLikelihood), -1, _tape.Mean(rate), _options.Beta), count);
                Step(moving, first, second, step);
                if (step <= 2 * _options.Steps / 3) continue;
                for (int i = 0; i < place.Length; i++) average[i] += double.CreateChecked(moving.Data[i]);
            }

            // The mean of the last third's places lies far nearer to the optimum than the last place (Polyak and Juditsky 1992).
            for (int i = 0; i < place.Length; i++) place[i] = T.CreateChecked(average[i] / (_options.Steps - (2 * _options.Steps / 3)));
        }
    }

    /// <summary>E_q log p(x|z) with its sign turned, and the rate, of each example.</summary>
    /// <param name="examples">[rows, <see cref="Vae{T}.RowSize"/>].</param>
    /// <param name="heads">[rows, <see cref="HeadCount"/>].</param>
    /// <param name="samples">Codes for each example.</param>
    /// <param name="rng">The key: row n uses its fork n. The same key gives two posteriors the same noise.</param>
    /// <param name="firstRow">The number of the first row.</param>
    /// <param name="distortion">[rows], nats, overwritten.</param>
    /// <param name="rate">[rows], nats, overwritten.</param>
    public void Bound(ReadOnlySpan<T> examples, ReadOnlySpan<T> heads, int samples, Rng rng, long firstRow, Span<double> distortion, Span<double> rate)
    {
        int rows = Rows(examples, heads.Length);
        distortion[..rows].Clear();
        rate[..rows].Clear();
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var block = Prepare(examples, start, count, 1);
            for (int sample = 0; sample < samples; sample++)
            {
                _tape.Reset();
                _tape.Mode = TapeMode.Inference;
                var pass = new Pass<T>(_tape, false, default);
                (var logLikelihood, var cost) = Evaluate(block, Load(_tape, heads, start, count, HeadCount), rng, firstRow + start, sample, pass);
                for (int n = 0; n < count; n++)
                {
                    distortion[start + n] -= double.CreateChecked(logLikelihood.Data[n]) / samples;
                    rate[start + n] += double.CreateChecked(cost.Data[n]) / samples;
                }
            }
        }
    }

    /// <summary>The posteriors' parameters and moments, as <see cref="VaeEvaluator{T}"/> gives an encoder's.</summary>
    /// <param name="heads">[rows, <see cref="HeadCount"/>].</param>
    /// <param name="location">[rows, units], overwritten.</param>
    /// <param name="spread">[rows, <see cref="PosteriorFamily{T}.SpreadCount"/>], overwritten.</param>
    /// <param name="mean">[rows, units], overwritten.</param>
    /// <param name="logVariance">[rows, units], overwritten.</param>
    public void Parameters(ReadOnlySpan<T> heads, Span<T> location, Span<T> spread, Span<T> mean, Span<T> logVariance)
    {
        int rows = heads.Length / HeadCount, units = _model.LatentCount, width = _model.Posterior.Family.SpreadCount;
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            _fixed.Reset();
            var pass = new Pass<T>(_fixed, false, default);
            var posterior = _model.Posterior.Family.FromHeads(Load(_fixed, heads, start, count, HeadCount), pass);
            posterior.Location.Data.CopyTo(location[(start * units)..]);
            posterior.Spread.Data.CopyTo(spread[(start * width)..]);
            posterior.Family.Moments(posterior, pass, mean.Slice(start * units, count * units), logVariance.Slice(start * units, count * units));
        }
    }

    /// <summary>Gives the parameters their gradients back and returns the working memory; the model stays.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _required.Length; i++) _model.Parameters.Trained[i].Tensor.RequiresGradient = _required[i];
        _fixed.Dispose();
        _tape.Dispose();
    }

    private static Tensor<T> Load(Tape<T> tape, ReadOnlySpan<T> source, int start, int count, int columns)
    {
        var tensor = tape.Constant(new Shape(count, columns));
        source.Slice(start * columns, count * columns).CopyTo(tensor.Data);
        return tensor;
    }

    private int Rows(ReadOnlySpan<T> examples, int heads)
    {
        int rows = examples.Length / _model.RowSize;
        return examples.Length % _model.RowSize == 0 && heads == (long)rows * HeadCount
            ? rows
            : throw new ShapeException("refine", $"expected rows of {_model.RowSize} values and {HeadCount} for each posterior, found {examples.Length} and {heads} in all");
    }

    private Block Prepare(ReadOnlySpan<T> examples, int start, int count, int samples)
    {
        _fixed.Reset();
        var pass = new Pass<T>(_fixed, false, default);
        var rows = Load(_fixed, examples, start, count, _model.RowSize);
        var context = _model.EncodeHeads(rows, pass).Context.Repeat(_fixed, samples);
        return new Block(_fixed.RepeatRows(rows, samples), context, samples);
    }

    private (Tensor<T> LogLikelihood, Tensor<T> Rate) Evaluate(in Block block, Tensor<T> heads, Rng rng, long firstRow, int firstSample, in Pass<T> pass)
    {
        var family = _model.Posterior.Family;
        var posterior = family.FromHeads(heads, pass);
        var noise = RowNoise.DrawAntithetic(pass.Tape, rng, firstRow, heads.Rows, firstSample, block.Samples, family.NoiseCount);
        var code = posterior.Repeat(pass.Tape, block.Samples).Sample(noise, pass);
        return (_model.LogLikelihood(block.Target, code, block.Context, pass), _model.Prior.Rate(posterior, code, pass));
    }

    private void Step(Tensor<T> moving, double[] first, double[] second, int step)
    {
        double size = _options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - 1) / _options.Steps));
        double firstScale = 1 / (1 - Math.Pow(FirstDecay, step)), secondScale = 1 / (1 - Math.Pow(SecondDecay, step));
        Span<T> values = moving.Data, gradient = moving.Gradient;
        for (int i = 0; i < values.Length; i++)
        {
            double g = double.CreateChecked(gradient[i]);
            first[i] = (FirstDecay * first[i]) + ((1 - FirstDecay) * g);
            second[i] = (SecondDecay * second[i]) + ((1 - SecondDecay) * g * g);
            values[i] -= T.CreateChecked(size * first[i] * firstScale / (Math.Sqrt(second[i] * secondScale) + Epsilon));
        }
    }

    private readonly record struct Block(Tensor<T> Target, Decoders.DecoderContext<T> Context, int Samples);
}
