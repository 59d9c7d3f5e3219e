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
/// Arrays are row-major: examples [rows, <see cref="Vae{T}.RowSize"/>] (the outputs, and behind them the condition), codes [rows, units]. Results do not depend on the size of a block, and randomness is a
/// function of the key and the row. Not to be used by two threads at once.
/// </remarks>
public sealed partial class VaeEvaluator<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape = new(TapeMode.Inference);
    private readonly int _block;

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model; read only.</param>
    /// <param name="block">Rows at a time, fewer where <see cref="Vae{T}.BlockRows"/> says so: memory grows with it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block is below one row.</exception>
    public VaeEvaluator(Vae<T> model, int block = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        Model = model;
        _block = model.BlockRows(block);
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
        int rows = Rows(examples.Length, Model.RowSize);
        Check(rows, Model.LatentCount, mean.Length);
        Check(rows, Model.LatentCount, logVariance.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var posterior = Model.Encode(Load(examples, start, count, Model.RowSize), pass).Posterior;
            var place = (start * Model.LatentCount)..((start + count) * Model.LatentCount);
            posterior.Family.Moments(posterior, pass, mean[place], logVariance[place]);
        }
    }

    /// <summary>The parameters of the posterior of each example.</summary>
    /// <param name="examples">x, [rows, row size].</param>
    /// <param name="location">[rows, units], overwritten.</param>
    /// <param name="spread">[rows, <see cref="Posteriors.PosteriorFamily{T}.SpreadCount"/>], overwritten.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void EncodeParameters(ReadOnlySpan<T> examples, Span<T> location, Span<T> spread)
    {
        int rows = Rows(examples.Length, Model.RowSize), width = Model.Posterior.Family.SpreadCount;
        Check(rows, Model.LatentCount, location.Length);
        Check(rows, width, spread.Length);
        for (int start = 0; start < rows; start += _block)
        {
            var pass = NewPass();
            var posterior = Model.Encode(Load(examples, start, Math.Min(_block, rows - start), Model.RowSize), pass).Posterior;
            posterior.Location.Data.CopyTo(location[(start * Model.LatentCount)..]);
            posterior.Spread.Data.CopyTo(spread[(start * width)..]);
        }
    }

    /// <summary>One code z ~ q of each posterior.</summary>
    /// <param name="location">[rows, units].</param>
    /// <param name="spread">[rows, spread].</param>
    /// <param name="rng">The key: row n uses its fork n.</param>
    /// <param name="codes">[rows, units], overwritten.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void DrawCodes(ReadOnlySpan<T> location, ReadOnlySpan<T> spread, Rng rng, Span<T> codes)
    {
        int rows = Rows(location.Length, Model.LatentCount);
        Check(rows, Model.LatentCount, codes.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var posterior = LoadPosterior(location, spread, start, count);
            var noise = RowNoise.Draw(_tape, rng, start, count, 0, 1, Model.Posterior.Family.NoiseCount);
            posterior.Sample(noise, pass).Data.CopyTo(codes[(start * Model.LatentCount)..]);
        }
    }

    /// <summary>The rate of one level at one code of each posterior, nats: closed form where there is one, else log q(z|x) - log p(z).</summary>
    /// <param name="location">[rows, units].</param>
    /// <param name="spread">[rows, spread].</param>
    /// <param name="codes">z ~ q, [rows, units].</param>
    /// <param name="level">From 0; null for the whole code.</param>
    /// <param name="result">[rows], overwritten.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void Rates(ReadOnlySpan<T> location, ReadOnlySpan<T> spread, ReadOnlySpan<T> codes, int? level, Span<double> result)
    {
        int rows = Rows(location.Length, Model.LatentCount);
        Check(rows, Model.LatentCount, codes.Length);
        Check(rows, 1, result.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var posterior = LoadPosterior(location, spread, start, count);
            var code = Load(codes, start, count, Model.LatentCount);
            Widen((level is { } one ? Model.Prior.LevelRate(one, posterior, code, pass) : Model.Prior.Rate(posterior, code, pass)).Data, result[start..]);
        }
    }

    /// <summary>log p(x|z) of each row, in nats, summed over the outputs.</summary>
    /// <param name="targets">x and the condition, [rows, row size].</param>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="result">[rows], overwritten.</param>
    /// <param name="contexts">Where the decoder's context comes from, for what is not the targets' own.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void LogLikelihood(ReadOnlySpan<T> targets, ReadOnlySpan<T> codes, Span<double> result, in ContextRows<T> contexts = default)
    {
        int rows = Rows(targets.Length, Model.RowSize);
        Check(rows, Model.LatentCount, codes.Length);
        Check(rows, 1, result.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var context = Context(contexts.WithOwn(targets), start, count, pass);
            var values = Model.LogLikelihood(
                Load(targets, start, count, Model.RowSize), Load(codes, start, count, Model.LatentCount), context, pass);
            Widen(values.Data, result[start..]);
        }
    }

    /// <summary>E[x|z] of each code. For an autoregressive decoder the expectation of each output given the context's past; where that is hidden, the
    /// most probable outputs one after the other, each given those before it.</summary>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="destination">[rows, outputs], overwritten.</param>
    /// <param name="contexts">The examples whose context the decoder sees; needed only where it looks at skips or a condition.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree, or a context is missing.</exception>
    public void DecodeMean(ReadOnlySpan<T> codes, Span<T> destination, in ContextRows<T> contexts = default)
    {
        if (Model.Decoder is AutoregressiveDecoder<T> && contexts.Past.IsEmpty)
        {
            Generate(codes, new GenerationOptions(GenerationMode.Greedy), default, destination, contexts);
            return;
        }

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
    /// <param name="contexts">The examples whose skips and condition the decoder sees; needed only where it looks at any.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree, or a context is missing.</exception>
    public void Sample(ReadOnlySpan<T> codes, Rng rng, Span<T> destination, in ContextRows<T> contexts = default)
    {
        if (Model.Decoder is AutoregressiveDecoder<T>)
        {
            Generate(codes, new GenerationOptions(GenerationMode.Draw), rng, destination, contexts);
            return;
        }

        int rows = Rows(codes.Length, Model.LatentCount);
        Check(rows, Model.OutputCount, destination.Length);
        for (int row = 0; row < rows; row++)
        {
            Model.Likelihood.Sample(
                Decode(codes, contexts, row, 1), rng.Fork((ulong)row), destination.Slice(row * Model.OutputCount, Model.OutputCount));
        }
    }

    /// <summary>Outputs of an autoregressive decoder, one after the other.</summary>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="options">How an output is chosen.</param>
    /// <param name="rng">The key: row n uses its fork n.</param>
    /// <param name="destination">[rows, outputs], overwritten.</param>
    /// <param name="contexts">The examples whose condition the decoder sees; needed only where there is one.</param>
    /// <exception cref="InvalidOperationException">The decoder is not autoregressive.</exception>
    /// <exception cref="ShapeException">The arrays' lengths do not agree, or a context is missing.</exception>
    public void Generate(
        ReadOnlySpan<T> codes, in GenerationOptions options, Rng rng, Span<T> destination, in ContextRows<T> contexts = default)
    {
        if (Model.Decoder is not AutoregressiveDecoder<T> decoder)
            throw new InvalidOperationException("generate: the decoder makes all outputs at once; use Sample or DecodeMean.");

        int rows = Rows(codes.Length, Model.LatentCount);
        Check(rows, Model.OutputCount, destination.Length);
        var pass = NewPass();
        var condition = Model.ConditionCount == 0 ? null : Context(contexts with { HidesPast = true }, 0, rows, pass).Condition;
        var code = Vae<T>.WithCondition(Load(codes, 0, rows, Model.LatentCount), condition, pass);
        decoder.Generate(code, Model.Likelihood, options, rng, pass, destination);
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
        int rows = Rows(examples.Length, Model.RowSize);
        Check(rows, 1, distortion.Length);
        Check(rows, 1, rate.Length);
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var batch = Load(examples, start, count, Model.RowSize);
            var encoding = Model.Encode(batch, pass);
            var code = encoding.Posterior.Sample(RowNoise.Draw(_tape, rng, firstRow + start, count, 0, 1, Model.Posterior.Family.NoiseCount), pass);
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
        int rows = Rows(examples.Length, Model.RowSize);
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
    /// <param name="destination">[rows, units, outputs x numbers], overwritten: for each row the derivative by each unit of all outputs, which have the first
    /// head's numbers each (<see cref="LikelihoodHead.PerOutput"/>); zeros for what a decoder of sentences leaves out behind the longest one's end.</param>
    /// <param name="contexts">The examples whose context the decoder sees; needed only where it looks at any.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree, or a context is missing.</exception>
    public void Jacobian(ReadOnlySpan<T> codes, Span<T> destination, in ContextRows<T> contexts = default)
    {
        int units = Model.LatentCount;
        int outputs = Model.OutputCount * Model.Likelihood.Heads[0].PerOutput;
        int rows = Rows(codes.Length, units);
        Check(rows, units * outputs, destination.Length);
        int block = Math.Min(_block, Model.Decoder.RecordedRows);
        for (int start = 0; start < rows; start += block)
        {
            int count = Math.Min(block, rows - start);
            var pass = NewPass();
            var context = Context(contexts, start, count, pass);
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
                int said = location.Length / count;
                for (int row = 0; row < count; row++)
                {
                    var slopes = destination.Slice((((start + row) * units) + unit) * outputs, outputs);
                    location.Tangent.Slice(row * said, said).CopyTo(slopes);
                    slopes[said..].Clear();
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
        var batch = Load(examples, start, count, Model.RowSize);
        var encoding = Model.Encode(batch, pass);
        var posterior = encoding.Posterior.Repeat(_tape, draws);
        var code = posterior.Sample(RowNoise.Draw(_tape, rng, firstRow + start, count, firstSample, draws, Model.Posterior.Family.NoiseCount), pass);
        var likelihood = Model.LogLikelihood(
            _tape.RepeatRows(batch, draws), code, encoding.Context.Repeat(_tape, draws), pass).Data;
        var prior = Model.Prior.LogDensity(code, pass).Data;
        var density = posterior.LogDensity(code, pass).Data;
        for (int i = 0; i < count * draws; i++)
        {
            sums[i / draws].Add(
                double.CreateChecked(likelihood[i]) + double.CreateChecked(prior[i]) - double.CreateChecked(density[i]));
        }
    }

    private LikelihoodParameters<T> Decode(ReadOnlySpan<T> codes, in ContextRows<T> contexts, int start, int count)
    {
        var pass = NewPass();
        var context = Context(contexts, start, count, pass);
        return Model.Decode(Load(codes, start, count, Model.LatentCount), context, pass);
    }

    /// <summary>What the decoder sees of some rows: each part from the examples that it is asked from.</summary>
    private DecoderContext<T> Context(in ContextRows<T> contexts, int start, int count, in Pass<T> pass)
    {
        if (Model.Uses == ContextUse.None)
            return default;

        bool usesSkips = Model.Looks(ContextUse.Skips) && !contexts.HidesSkips, usesCondition = Model.Looks(ContextUse.Condition);
        bool usesPast = Model.Looks(ContextUse.Past) && !contexts.HidesPast && !contexts.Past.IsEmpty;
        return new DecoderContext<T>(
            usesPast ? Model.Outputs(Load(contexts.Past, start, count, Model.RowSize), pass) : null,
            usesSkips ? Model.Encode(Rows(contexts.Skips, "skips", start, count), pass).Context.Skips : null,
            usesCondition ? _tape.SliceColumns(Rows(contexts.Condition, "a condition", start, count), Model.OutputCount, Model.ConditionCount) : null,
            Model.Looks(ContextUse.Library) && !contexts.Library.IsEmpty ? Model.Library!.Observed(Model.Outputs(Rows(contexts.Library, "the library", start, count), pass), pass) : null);
    }

    private Tensor<T> Rows(ReadOnlySpan<T> source, string what, int start, int count) => source.Length >= (start + count) * (long)Model.RowSize
        ? Load(source, start, count, Model.RowSize)
        : throw new ShapeException("evaluate", $"the decoder looks at {what}: expected examples for {start + count} rows, found {source.Length / Model.RowSize}");

    private Posteriors.Posterior<T> LoadPosterior(ReadOnlySpan<T> location, ReadOnlySpan<T> spread, int start, int count) => new(
        Model.Posterior.Family, Load(location, start, count, Model.LatentCount), Load(spread, start, count, Model.Posterior.Family.SpreadCount));

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
