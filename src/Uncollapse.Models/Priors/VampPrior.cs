using System.Numerics;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>p(z) = 1/K sum_k q(z|u_k): the posteriors of K learned pseudo-inputs, through the model's own encoder (VampPrior, Tomczak and Welling 2018).</summary>
/// <remarks>
/// <para>The parameter <c>prior.pseudo_inputs</c> is [K, row size], what is told of a pseudo-input included. Where data lie in [0, 1] it holds logits and
/// the sigmoid of its outputs is encoded, so that pseudo-inputs stay where data can be. They start at the data's mean with noise.</para>
/// <para>The encoder sees pseudo-inputs as in evaluation: running statistics in batch normalisation, which they do not move, and no dropout. Gradients flow to
/// the encoder through them.</para>
/// <para>Where data are a training split and K is its size, with the data as pseudo-inputs, p(z) is the aggregate posterior: the best prior there is for that encoder.</para>
/// </remarks>
public sealed class VampPrior<T> : Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Encoder<T> _encoder;
    private readonly PosteriorHead<T> _head;
    private readonly Tensor<T> _inputs;
    private readonly int _outputs;
    private readonly bool _bounded;

    /// <summary>Builds the prior and its pseudo-inputs.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="encoder">The model's encoder.</param>
    /// <param name="head">The model's posterior.</param>
    /// <param name="statistics">The data's means, and the number of their conditions.</param>
    /// <param name="components">K, at least 1.</param>
    /// <param name="bounded">Whether data lie in [0, 1].</param>
    /// <param name="initialiser">Its key draws the noise.</param>
    public VampPrior(
        ParameterSet<T> parameters, Encoder<T> encoder, PosteriorHead<T> head, DataStatistics statistics, int components, bool bounded, Initialiser initialiser)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        _encoder = encoder;
        _head = head;
        _outputs = statistics.OutputCount;
        _bounded = bounded;
        int size = statistics.OutputCount + statistics.ConditionCount;
        _inputs = parameters.AddTrained("prior.pseudo_inputs", new Shape(components, size));
        NoiseOp.FillNormal(initialiser.Rng.Fork("prior.pseudo_inputs"), _inputs.Data);
        for (int i = 0; i < _inputs.Length; i++)
        {
            int column = i % size;
            double mean = column < _outputs ? statistics.OutputMean[column] : 0;
            double start = bounded && column < _outputs ? Logit(Math.Clamp(mean, 0.02, 0.98)) : mean;
            _inputs.Data[i] = T.CreateChecked(start) + (T.CreateChecked(bounded ? 1 : 0.5) * _inputs.Data[i]);
        }
    }

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass) => _head.Family.LogMixture(Components(pass), code, pass);

    /// <inheritdoc/>
    public override void Sample(Rng rng, int units, Span<T> codes)
    {
        using var tape = new Tape<T>(TapeMode.Inference);
        var pass = new Pass<T>(tape, false, default);
        var components = Components(pass);
        int rows = codes.Length / units, width = components.Spread.Columns;
        var location = tape.Constant(new Shape(rows, units));
        var spread = tape.Constant(new Shape(rows, width));
        float[] uniform = new float[rows];
        rng.Fork("component").FillUniform(uniform);
        for (int row = 0; row < rows; row++)
        {
            int component = Math.Min((int)(uniform[row] * components.Location.Rows), components.Location.Rows - 1);
            components.Location.Data.Slice(component * units, units).CopyTo(location.Data[(row * units)..]);
            components.Spread.Data.Slice(component * width, width).CopyTo(spread.Data[(row * width)..]);
        }

        var chosen = new Posterior<T>(_head.Family, location, spread);
        chosen.Sample(tape.Normal(chosen.NoiseShape, rng.Fork("noise")), pass).Data.CopyTo(codes);
    }

    /// <inheritdoc/>
    public override UnitMixture? UnitMarginals(int units)
    {
        if (!_head.Family.HasGaussianUnits)
            return null;

        using var tape = new Tape<T>(TapeMode.Inference);
        var pass = new Pass<T>(tape, false, default);
        var components = Components(pass);
        T[] mean = new T[components.Location.Length], logVariance = new T[mean.Length];
        _head.Family.Moments(components, pass, mean, logVariance);
        int count = components.Location.Rows;
        double[] weights = new double[count];
        Array.Fill(weights, 1.0 / count);
        return new UnitMixture(weights, Widen(mean), Widen(logVariance));
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));

    /// <summary>q(z|u_k) of all pseudo-inputs.</summary>
    private Posterior<T> Components(in Pass<T> pass)
    {
        var tape = pass.Tape;
        bool isConditional = _inputs.Columns > _outputs;
        var outputs = isConditional ? tape.SliceColumns(_inputs, 0, _outputs) : _inputs;
        var condition = isConditional ? tape.SliceColumns(_inputs, _outputs, _inputs.Columns - _outputs) : null;
        var still = pass with { Training = false };
        return _head.Forward(_encoder.Forward(_bounded ? tape.Activate(outputs, Activation.Sigmoid) : outputs, condition, still).Last, still);
    }
}
