using System.Globalization;
using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Decoders;

/// <summary>A masked autoencoder for distribution estimation (Germain et al. 2015) over the outputs in their own order, conditioned on the code.</summary>
/// <remarks>
/// <para>Hidden unit k of H has the degree m = floor(k (D - 1) / H) and sees x_0..x_m; with a context of K outputs layer l of L sees x_(m - w + 1)..x_m, w =
/// ceil(K l / (L + 1)). A weight is kept where what one unit has seen lies within what the next may see, and output d may see x_(d - K)..x_(d - 1). Outputs
/// look at x directly as well: so none is blind to its neighbours where there are fewer hidden units than outputs.</para>
/// <para>The code enters every hidden layer and the heads through linear maps without masks. A hidden past is one of zeros.</para>
/// </remarks>
public sealed class MadeDecoder<T> : AutoregressiveDecoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MaskedLayer<T>[] _hidden;
    private readonly MaskedHead<T>[] _heads;
    private readonly Interval[][] _seen;
    private readonly Tensors.Kernels.Activation _activation;
    private readonly double _contextDropout;
    private readonly int _outputs;

    /// <summary>Builds the decoder and its parameters, named <c>decoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Hidden widths, activation, context and its dropout.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="outputs">Values of an example.</param>
    /// <param name="likelihood">Says which heads there are and where their biases may start.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="outputMean">The mean of each output, where the biases shall start from it; null to draw them.</param>
    public MadeDecoder(
        ParameterSet<T> parameters,
        NetworkPlan plan,
        int inputs,
        int outputs,
        Likelihood<T> likelihood,
        Initialiser initialiser,
        IReadOnlyList<double>? outputMean)
    {
        _outputs = outputs;
        _activation = Activations.ToKernel(plan.Activation);
        _contextDropout = plan.ContextDropout;
        int context = Math.Min(plan.Context ?? outputs, outputs);
        Interval[] examples = [.. Enumerable.Range(0, outputs).Select(d => new Interval(d, d))];
        Interval[] past = [.. examples.Select(d => new Interval(Math.Max(0, d.First - context), d.First - 1))];
        _hidden = new MaskedLayer<T>[plan.Hidden.Count];
        _seen = new Interval[plan.Hidden.Count][];
        var before = examples;
        for (int i = 0; i < _hidden.Length; i++)
        {
            _seen[i] = Degrees(plan.Hidden[i], outputs, plan.Context is null ? outputs : Share(context, i + 1, _hidden.Length + 1));
            _hidden[i] = new MaskedLayer<T>(
                parameters, string.Create(CultureInfo.InvariantCulture, $"decoder.{i}"), before, _seen[i], 1, inputs, initialiser);
            before = _seen[i];
        }

        _heads = new MaskedHead<T>[likelihood.Heads.Count];
        for (int i = 0; i < _heads.Length; i++)
        {
            var head = likelihood.Heads[i];
            _heads[i] = new MaskedHead<T>(parameters, "decoder." + head.Name, examples, _hidden.Length == 0 ? null : before, past, head.PerOutput, inputs, initialiser);
            likelihood.StartBias(i, outputMean, _heads[i].Bias.Data);
        }
    }

    /// <inheritdoc/>
    public override LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass)
    {
        var past = Visible(context.Past, pass);
        var hidden = past;
        foreach (var layer in _hidden)
            hidden = pass.Tape.Activate(layer.Forward(hidden, code, pass), _activation);
        return new LikelihoodParameters<T>(
            _heads[0].Forward(past, hidden, code, pass),
            _heads.Length > 1 ? _heads[1].Forward(past, hidden, code, pass) : null,
            _heads.Length > 2 ? _heads[2].Forward(past, hidden, code, pass) : null);
    }

    /// <inheritdoc/>
    /// <remarks>Each unit is computed once, as soon as all that it sees is chosen: the cost of one pass, not of one an output.</remarks>
    public override void Generate(
        Tensor<T> code, Likelihood<T> likelihood, in GenerationOptions options, Rng rng, in Pass<T> pass, Span<T> destination)
    {
        if (destination.Length != code.Rows * _outputs)
            throw new Tensors.ShapeException("generate", $"expected room for {code.Rows} rows of {_outputs} outputs, found {destination.Length}");

        using var generator = new MadeGenerator<T>(_hidden, _heads, _seen, _activation, _outputs);
        generator.Run(code, likelihood, options, rng, pass, destination);
    }

    /// <summary>The degrees of a layer's units, spread evenly over the outputs that may be seen.</summary>
    private static Interval[] Degrees(int width, int outputs, int window)
    {
        var units = new Interval[width];
        for (int k = 0; k < width; k++)
        {
            int last = (int)((long)k * Math.Max(outputs - 1, 1) / width);
            units[k] = new Interval(Math.Max(0, last - window + 1), last);
        }

        return units;
    }

    private static int Share(int context, int layer, int layers) => Math.Max(1, (int)((((long)context * layer) + layers - 1) / layers));

    private Tensor<T>? Visible(Tensor<T>? past, in Pass<T> pass)
    {
        if (past is null || !pass.Training || _contextDropout == 0)
            return past;

        var mask = pass.Tape.Constant(past.Shape);
        ContextMask.Fill(pass.Rng, _contextDropout, mask.Data);
        return pass.Tape.Multiply(past, mask);
    }
}
