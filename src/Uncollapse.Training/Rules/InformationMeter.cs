using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Training.Rules;

/// <summary>
/// The information that codes carry about the examples of a split, nats: E log q(z|x) - log 1/N sum_m q(z|x_m), over N of its first examples, one code an example
/// (Hoffman and Johnson 2016; He et al. 2019 decide by it). At most log N. The same noise each time, so that two measurements differ by the weights alone.
/// </summary>
internal sealed class InformationMeter : IDisposable
{
    private const int MostExamples = 1000;

    // Families without a short way take all pairs.
    private const int BlockRows = 100;

    private readonly Vae<float> _model;
    private readonly Rng _rng;
    private readonly Tensor<float> _examples;
    private readonly Tensor<float> _location;
    private readonly Tensor<float> _spread;
    private readonly Tape<float> _tape = new(TapeMode.Inference);

    internal InformationMeter(Vae<float> model, DataView split, Rng rng)
    {
        (_model, _rng) = (model, rng);
        int count = Math.Min(MostExamples, split.Count);
        _examples = new Tensor<float>(new Shape(count, split.RowSize));
        _location = new Tensor<float>(new Shape(count, model.LatentCount));
        _spread = new Tensor<float>(new Shape(count, model.Posterior.Family.SpreadCount));
        new Batcher(split, count, rng.Fork("examples"), shuffle: false).Fill(0, 0, _examples.Data);
    }

    /// <summary>log N, the most that it can find.</summary>
    internal double Ceiling => Math.Log(_examples.Rows);

    /// <summary>Measures the model as it is now.</summary>
    internal double Measure()
    {
        int count = _examples.Rows;
        for (int start = 0; start < count; start += BlockRows)
        {
            Posterior<float> posterior = _model.Encode(Rows(_examples, start, Begin(start)), Pass()).Posterior;
            posterior.Location.Data.CopyTo(_location.Data[(start * _location.Columns)..]);
            posterior.Spread.Data.CopyTo(_spread.Data[(start * _spread.Columns)..]);
        }

        PosteriorFamily<float> family = _model.Posterior.Family;
        var all = new Posterior<float>(family, _location, _spread);
        double sum = 0;
        for (int start = 0; start < count; start += BlockRows)
        {
            int rows = Begin(start);
            var own = new Posterior<float>(family, Rows(_location, start, rows), Rows(_spread, start, rows));
            Tensor<float> noise = _tape.Constant(own.NoiseShape);
            _rng.Fork((ulong)start).FillNormal(noise.Data);
            Tensor<float> code = own.Sample(noise, Pass());
            sum += KernelTable<float>.Current.Sum(own.LogDensity(code, Pass()).Data) - KernelTable<float>.Current.Sum(family.LogMixture(all, code, Pass()).Data);
        }

        return sum / count;
    }

    public void Dispose()
    {
        _tape.Dispose();
        _examples.Dispose();
        _location.Dispose();
        _spread.Dispose();
    }

    private int Begin(int start)
    {
        _tape.Reset();
        return Math.Min(BlockRows, _examples.Rows - start);
    }

    private Pass<float> Pass() => new(_tape, Training: false, _rng);

    private Tensor<float> Rows(Tensor<float> source, int start, int count)
    {
        Tensor<float> rows = _tape.Constant(new Shape(count, source.Columns));
        source.Data.Slice(start * source.Columns, count * source.Columns).CopyTo(rows.Data);
        return rows;
    }
}
