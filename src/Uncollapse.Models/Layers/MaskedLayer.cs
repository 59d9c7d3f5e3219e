using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A hidden layer of MADE before its nonlinearity: (W o M)^T x + C^T z + b.</summary>
internal sealed class MaskedLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LinearLayer<T> _code;

    /// <summary>Builds the layer.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">What each input has seen.</param>
    /// <param name="outputs">What each output may see.</param>
    /// <param name="repeats">Neighbouring columns for each output.</param>
    /// <param name="codes">Columns of z.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public MaskedLayer(
        ParameterSet<T> parameters, string name, ReadOnlySpan<Interval> inputs, ReadOnlySpan<Interval> outputs, int repeats, int codes, Initialiser initialiser)
    {
        Masked = new MaskedLinear<T>(parameters, name + ".past", inputs, outputs, repeats, initialiser, hasBias: false);
        _code = new LinearLayer<T>(parameters, name + ".code", codes, outputs.Length * repeats, initialiser);
    }

    /// <summary>The share of x.</summary>
    public MaskedLinear<T> Masked { get; }

    /// <summary>b.</summary>
    public Tensor<T> Bias => _code.Bias!;

    /// <summary>The share of z, and b.</summary>
    public Tensor<T> OfCode(Tensor<T> code, in Pass<T> pass) => _code.Forward(code, pass);

    /// <summary>The preactivations; of z alone where x is null.</summary>
    public Tensor<T> Forward(Tensor<T>? input, Tensor<T> code, in Pass<T> pass)
    {
        var ofCode = OfCode(code, pass);
        return input is null ? ofCode : pass.Tape.Add(Masked.Forward(input, pass), ofCode);
    }
}
