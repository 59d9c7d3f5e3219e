using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Evaluation;

/// <summary>A trained model as functions of plain arrays, any number of rows, a block at a time: nothing is recorded or trained.</summary>
/// <remarks>
/// Arrays are row-major: examples [rows, outputs], codes [rows, units]. Results do not depend on the size of a block, and randomness is a
/// function of the key and the row. Not to be used by two threads at once.
/// </remarks>
public sealed class VaeEvaluator<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape = new(TapeMode.Inference);
    private readonly int _block;

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model; read only.</param>
    /// <param name="block">Rows at a time: memory grows with it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block is below one row.</exception>
    public VaeEvaluator(Vae<T> model, int block = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        Model = model;
        _block = block;
    }

    /// <summary>The model.</summary>
    public Vae<T> Model { get; }

    /// <summary>The posterior of each example.</summary>
    /// <param name="examples">x, [rows, outputs].</param>
    /// <param name="mean">[rows, units], overwritten.</param>
    /// <param name="logVariance">[rows, units], overwritten: log sigma^2.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void Encode(ReadOnlySpan<T> examples, Span<T> mean, Span<T> logVariance)
    {
        int rows = Rows(examples.Length, Model.OutputCount);
        Check(rows, Model.LatentCount, mean.Length);
        Check(rows, Model.LatentCount, logVariance.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var posterior = Model.Encode(Load(examples, start, count, Model.OutputCount), pass).Posterior;
            posterior.Mean.Data.CopyTo(mean[(start * Model.LatentCount)..]);
            posterior.LogVariance.Data.CopyTo(logVariance[(start * Model.LatentCount)..]);
        }
    }

    /// <summary>log p(x|z) of each row, in nats, summed over the outputs.</summary>
    /// <param name="targets">x, [rows, outputs].</param>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="result">[rows], overwritten.</param>
    /// <param name="contexts">Examples, [rows, outputs], whose skips and past the decoder sees, where it looks at any; empty for the
    /// targets' own.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void LogLikelihood(ReadOnlySpan<T> targets, ReadOnlySpan<T> codes, Span<double> result, ReadOnlySpan<T> contexts = default)
    {
        int rows = Rows(targets.Length, Model.OutputCount);
        Check(rows, Model.LatentCount, codes.Length);
        Check(rows, 1, result.Length);
        if (contexts.IsEmpty)
            contexts = targets;
        Check(rows, Model.OutputCount, contexts.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var context = Context(contexts, start, count, pass);
            var values = Model.LogLikelihood(
                Load(targets, start, count, Model.OutputCount), Load(codes, start, count, Model.LatentCount), context, pass);
            Widen(values.Data, result[start..]);
        }
    }

    /// <summary>E[x|z] of each code.</summary>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="destination">[rows, outputs], overwritten.</param>
    /// <param name="contexts">Examples whose skips and past the decoder sees, [rows, outputs]; needed only where it looks at any.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void DecodeMean(ReadOnlySpan<T> codes, Span<T> destination, ReadOnlySpan<T> contexts = default)
    {
        int rows = Rows(codes.Length, Model.LatentCount);
        Check(rows, Model.OutputCount, destination.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            Model.Likelihood.Mean(Decode(codes, contexts, start, count), destination.Slice(start * Model.OutputCount, count * Model.OutputCount));
        }
    }

    /// <summary>x ~ p(x|z) of each code.</summary>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="rng">The key.</param>
    /// <param name="destination">[rows, outputs], overwritten.</param>
    /// <param name="contexts">Examples whose skips and past the decoder sees, [rows, outputs]; needed only where it looks at any.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void Sample(ReadOnlySpan<T> codes, Rng rng, Span<T> destination, ReadOnlySpan<T> contexts = default)
    {
        int rows = Rows(codes.Length, Model.LatentCount);
        Check(rows, Model.OutputCount, destination.Length);
        for (int row = 0; row < rows; row++)
        {
            Model.Likelihood.Sample(
                Decode(codes, contexts, row, 1), rng.Fork((ulong)row), destination.Slice(row * Model.OutputCount, Model.OutputCount));
        }
    }

    /// <summary>One-sample distortion and closed-form rate of each example, in nats: the ELBO is minus their sum.</summary>
    /// <param name="examples">x, [rows, outputs].</param>
    /// <param name="rng">The key of the codes: row n uses its fork n + <paramref name="firstRow"/>.</param>
    /// <param name="distortion">-log p(x|z), [rows], overwritten.</param>
    /// <param name="rate">KL(q(z|x) || p(z)), [rows], overwritten.</param>
    /// <param name="firstRow">The number of the first row, where the examples are a part of more.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void Elbo(ReadOnlySpan<T> examples, Rng rng, Span<double> distortion, Span<double> rate, long firstRow = 0)
    {
        int rows = Rows(examples.Length, Model.OutputCount);
        Check(rows, 1, distortion.Length);
        Check(rows, 1, rate.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var batch = Load(examples, start, count, Model.OutputCount);
            var encoding = Model.Encode(batch, pass);
            var code = encoding.Posterior.Sample(_tape, RowNoise.Draw(_tape, rng, firstRow + start, count, 0, 1, Model.LatentCount));
            Widen(Model.LogLikelihood(batch, code, encoding.Context, pass).Data, distortion[start..]);
            Widen(Model.Prior.Rate(encoding.Posterior, code, pass).Data, rate[start..]);
            foreach (ref double value in distortion.Slice(start, count))
                value = -value;
        }
    }

    /// <summary>The importance-weighted estimate of log p(x) (Burda et al. 2016) of each example, in nats: log 1/K sum_k p(x, z_k) /
    /// q(z_k|x), a lower bound in expectation that tightens as K grows.</summary>
    /// <param name="examples">x, [rows, outputs].</param>
    /// <param name="samples">K.</param>
    /// <param name="rng">The key of the codes: row n uses its fork n + <paramref name="firstRow"/>.</param>
    /// <param name="result">[rows], overwritten.</param>
    /// <param name="firstRow">The number of the first row, where the examples are a part of more.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public void ImportanceWeighted(ReadOnlySpan<T> examples, int samples, Rng rng, Span<double> result, long firstRow = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        int rows = Rows(examples.Length, Model.OutputCount);
        Check(rows, 1, result.Length);
        int chunk = Math.Min(samples, _block);
        int block = Math.Max(1, _block / samples);
        var sums = new LogSumExp[block];
        for (int start = 0; start < rows; start += block)
        {
            int count = Math.Min(block, rows - start);
            Array.Clear(sums);
            for (int first = 0; first < samples; first += chunk)
            {
                int draws = Math.Min(chunk, samples - first);
                AddWeights(examples, start, count, first, draws, rng, firstRow, sums);
            }

            for (int n = 0; n < count; n++)
                result[start + n] = sums[n].Value - Math.Log(samples);
        }
    }

    /// <summary>The Jacobian of the likelihood's first parameter (logits, means) by the code, exactly, one forward-mode pass a unit.</summary>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="destination">[rows, units, outputs], overwritten: for each row the derivative by each unit of all outputs.</param>
    /// <param name="contexts">Examples whose skips and past the decoder sees, [rows, outputs]; needed only where it looks at any.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void Jacobian(ReadOnlySpan<T> codes, Span<T> destination, ReadOnlySpan<T> contexts = default)
    {
        int units = Model.LatentCount;
        int outputs = Model.OutputCount;
        int rows = Rows(codes.Length, units);
        Check(rows, units * outputs, destination.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var context = contexts.IsEmpty ? default : Context(contexts, start, count, pass);
            _tape.Mode = TapeMode.Record;
            var code = Load(codes, start, count, units);
            code.HasTangent = true;
            var location = Model.Decode(code, context, pass).Location;
            for (int unit = 0; unit < units; unit++)
            {
                code.Tangent.Clear();
                for (int row = 0; row < count; row++)
                    code.Tangent[(row * units) + unit] = T.One;
                _tape.Pushforward();
                for (int row = 0; row < count; row++)
                {
                    location.Tangent.Slice(row * outputs, outputs)
                        .CopyTo(destination[((((start + row) * units) + unit) * outputs)..]);
                }
            }

            _tape.Mode = TapeMode.Inference;
        }
    }

    /// <summary>Returns the working memory; the model stays.</summary>
    public void Dispose() => _tape.Dispose();

    private static int Rows(int length, int columns) => length % columns == 0
        ? length / columns
        : throw new ShapeException("evaluate", $"expected rows of {columns} values, found {length} in all");

    private static void Check(int rows, int columns, int length)
    {
        if (length != (long)rows * columns)
            throw new ShapeException("evaluate", $"expected {rows} rows of {columns} values, found {length} in all");
    }

    private static void Widen(ReadOnlySpan<T> values, Span<double> destination)
    {
        for (int i = 0; i < values.Length; i++)
            destination[i] = double.CreateChecked(values[i]);
    }

    private void AddWeights(
        ReadOnlySpan<T> examples, int start, int count, int firstSample, int draws, Rng rng, long firstRow, Span<LogSumExp> sums)
    {
        var pass = NewPass();
        var batch = Load(examples, start, count, Model.OutputCount);
        var encoding = Model.Encode(batch, pass);
        var posterior = encoding.Posterior.Repeat(_tape, draws);
        var code = posterior.Sample(_tape, RowNoise.Draw(_tape, rng, firstRow + start, count, firstSample, draws, Model.LatentCount));
        var likelihood = Model.LogLikelihood(
            _tape.RepeatRows(batch, draws), code, encoding.Context.Repeat(_tape, draws), pass).Data;
        var prior = Model.Prior.LogDensity(code, pass).Data;
        var density = posterior.LogDensity(_tape, code).Data;
        for (int i = 0; i < count * draws; i++)
        {
            sums[i / draws].Add(
                double.CreateChecked(likelihood[i]) + double.CreateChecked(prior[i]) - double.CreateChecked(density[i]));
        }
    }

    private LikelihoodParameters<T> Decode(ReadOnlySpan<T> codes, ReadOnlySpan<T> contexts, int start, int count)
    {
        var pass = NewPass();
        var context = contexts.IsEmpty ? default : Context(contexts, start, count, pass);
        return Model.Decode(Load(codes, start, count, Model.LatentCount), context, pass);
    }

    private DecoderContext<T> Context(ReadOnlySpan<T> examples, int start, int count, in Pass<T> pass) => Model.Decoder.UsesContext
        ? Model.Encode(Load(examples, start, count, Model.OutputCount), pass).Context
        : default;

    private Pass<T> NewPass()
    {
        _tape.Reset();
        return new Pass<T>(_tape, false, default);
    }

    private Tensor<T> Load(ReadOnlySpan<T> source, int start, int count, int columns)
    {
        var tensor = _tape.Constant(new Shape(count, columns));
        source.Slice(start * columns, count * columns).CopyTo(tensor.Data);
        return tensor;
    }
}
