using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Decoders;

/// <summary>A decoder that says something else of every code, so that codes are identified by what is said of them (Wang et al. 2021): a Brenier map of the code, a
/// linear map whose singular values are kept at a floor, and Brenier maps of the outputs.</summary>
/// <remarks>
/// <para>g2(B g1(z)) + b: g1 and g2 are gradients of strictly convex functions whose Jacobians have no eigenvalue below 1, and B lengthens every direction by the floor
/// at least. So |f(z) - f(z')| >= floor |z - z'| for all codes: no weights make the decoder constant in any direction of the code.</para>
/// <para>This is of the first head (means, logits); a second head is a linear map of g1(z). The paper's latent variables are identified where the likelihood tells such
/// numbers apart, as Bernoulli and Gaussian do.</para>
/// </remarks>
public sealed class InjectiveDecoder<T> : Decoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MonotoneLayer<T>? _code;
    private readonly MonotoneLayer<T>[] _outputs;
    private readonly LinearLayer<T> _linear;
    private readonly LinearLayer<T>? _second;
    private readonly Tensor<T> _bias;
    private readonly SingularFloor<T> _floor;

    /// <summary>Builds the decoder and its parameters: <c>decoder.0.*</c> of the code's map, <c>decoder.linear.weight</c>, <c>decoder.1.*</c> and so on of the outputs'
    /// maps, and heads named after what they make.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Hidden widths: the first of the code's map, the others of the outputs' maps; the floor.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="outputs">Values of an example.</param>
    /// <param name="likelihood">Says which heads there are and where their biases may start.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="outputMean">The mean of each output, where the biases shall start from it; null to draw them.</param>
    /// <exception cref="PlanException">There are more inputs than outputs: no linear map keeps them apart.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The likelihood wants several numbers an output of its first head.</exception>
    public InjectiveDecoder(
        ParameterSet<T> parameters,
        NetworkPlan plan,
        int inputs,
        int outputs,
        Likelihood<T> likelihood,
        Initialiser initialiser,
        IReadOnlyList<double>? outputMean)
    {
        if (inputs > outputs)
        {
            throw new PlanException([new PlanProblem(
                "model.latent", null, FormattableString.Invariant($"at most {outputs}, the values of an example, with an injective decoder"), FormattableString.Invariant($"{inputs}, the condition's among them"), null)]);
        }

        if (likelihood.Heads[0].PerOutput != 1)
            throw new ArgumentOutOfRangeException(nameof(likelihood), likelihood.Heads[0].PerOutput, "one number an output is needed");

        _code = plan.Hidden.Count == 0 ? null : new MonotoneLayer<T>(parameters, "decoder.0", inputs, plan.Hidden[0], plan.Activation, initialiser);
        _linear = new LinearLayer<T>(parameters, "decoder.linear", inputs, outputs, initialiser, hasBias: false);
        // Rows as long as a unit of the outputs' width would draw them: a code of length 1 then moves the outputs by about a half, as other decoders start.
        initialiser.FillWeights("decoder.linear.weight", outputs, inputs, _linear.Weight.Data);
        _floor = new SingularFloor<T>(_linear.Weight, plan.SingularFloor);
        _outputs = new MonotoneLayer<T>[Math.Max(0, plan.Hidden.Count - 1)];
        for (int i = 0; i < _outputs.Length; i++)
            _outputs[i] = new MonotoneLayer<T>(parameters, FormattableString.Invariant($"decoder.{i + 1}"), outputs, plan.Hidden[i + 1], plan.Activation, initialiser);
        _bias = parameters.AddTrained($"decoder.{likelihood.Heads[0].Name}.bias", new Shape(outputs));
        likelihood.StartBias(0, outputMean, _bias.Data);
        if (likelihood.Heads.Count > 1)
        {
            var head = likelihood.Heads[1];
            _second = new LinearLayer<T>(parameters, "decoder." + head.Name, inputs, outputs * head.PerOutput, initialiser);
            likelihood.StartBias(1, outputMean, _second.Bias!.Data);
        }

        Constrain();
    }

    /// <inheritdoc/>
    public override LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass)
    {
        var features = _code is null ? code : _code.Forward(code, pass);
        var said = pass.Tape.Linear(features, _linear.Weight, _outputs.Length == 0 ? _bias : null);
        for (int i = 0; i < _outputs.Length; i++)
            said = _outputs[i].Forward(said, pass, i == _outputs.Length - 1 ? _bias : null);
        return new LikelihoodParameters<T>(said, _second?.Forward(features, pass), null);
    }

    /// <summary>Keeps the linear map's singular values at the floor.</summary>
    public override void Constrain() => _floor.Apply();
}
