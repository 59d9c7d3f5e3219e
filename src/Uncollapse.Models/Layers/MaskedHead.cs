using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A head of MADE: from the last hidden layer, from x directly, and from z.</summary>
internal sealed class MaskedHead<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MaskedLayer<T> _direct;

    /// <summary>Builds the head.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The head's path.</param>
    /// <param name="examples">The values of an example.</param>
    /// <param name="hidden">What the last hidden units have seen; null where there are none.</param>
    /// <param name="past">What each output may see.</param>
    /// <param name="perOutput">Numbers of each output.</param>
    /// <param name="codes">Columns of z.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public MaskedHead(
        ParameterSet<T> parameters, string name, Interval[] examples, Interval[]? hidden, Interval[] past, int perOutput, int codes, Initialiser initialiser)
    {
        _direct = new MaskedLayer<T>(parameters, name, examples, past, perOutput, codes, initialiser);
        Hidden = hidden is null ? null : new MaskedLinear<T>(parameters, name + ".hidden", hidden, past, perOutput, initialiser, hasBias: false);
        PerOutput = perOutput;
    }

    /// <summary>Numbers of each output.</summary>
    public int PerOutput { get; }

    /// <summary>The share of x.</summary>
    public MaskedLinear<T> Direct => _direct.Masked;

    /// <summary>The share of the last hidden layer.</summary>
    public MaskedLinear<T>? Hidden { get; }

    /// <summary>b.</summary>
    public Tensor<T> Bias => _direct.Bias;

    /// <summary>The share of z, and b.</summary>
    public Tensor<T> OfCode(Tensor<T> code, in Pass<T> pass) => _direct.OfCode(code, pass);

    /// <summary>The parameters, [rows, outputs x numbers].</summary>
    /// <param name="past">x; null where it is hidden.</param>
    /// <param name="hidden">The last hidden layer; not looked at where there is none.</param>
    /// <param name="code">z.</param>
    /// <param name="pass">The walk.</param>
    public Tensor<T> Forward(Tensor<T>? past, Tensor<T>? hidden, Tensor<T> code, in Pass<T> pass)
    {
        var sum = _direct.Forward(past, code, pass);
        return Hidden is null || hidden is null ? sum : pass.Tape.Add(sum, Hidden.Forward(hidden, pass));
    }
}
