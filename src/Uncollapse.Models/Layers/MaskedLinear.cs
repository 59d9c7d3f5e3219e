using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>y = x (W o M) + b, M of zeros and ones: a linear layer in which each output sees some inputs only.</summary>
/// <remarks>Units see intervals of an example's outputs; y_j sees x_i where the interval of i lies within that of j. Masked weights never count and, as
/// their gradient is masked too, never move.</remarks>
internal sealed class MaskedLinear<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LinearLayer<T> _layer;
    private readonly Tensor<T> _mask;

    /// <summary>Builds the layer.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">What each input has seen.</param>
    /// <param name="outputs">What each output may see.</param>
    /// <param name="repeats">Neighbouring columns of y for each output.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="hasBias">Whether there is b.</param>
    public MaskedLinear(
        ParameterSet<T> parameters, string name, ReadOnlySpan<Interval> inputs, ReadOnlySpan<Interval> outputs, int repeats, Initialiser initialiser, bool hasBias = true)
    {
        _layer = new LinearLayer<T>(parameters, name, inputs.Length, outputs.Length * repeats, initialiser, hasBias: hasBias);
        _mask = parameters.AddConstant(_layer.Weight.Shape);
        var mask = _mask.Data;
        int at = 0;
        foreach (var input in inputs)
        {
            foreach (var output in outputs)
            {
                mask.Slice(at, repeats).Fill(input.IsWithin(output) ? T.One : T.Zero);
                at += repeats;
            }
        }
    }

    /// <summary>b, or null.</summary>
    public Tensor<T>? Bias => _layer.Bias;

    /// <summary>y of x.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => pass.Tape.Linear(input, pass.Tape.Multiply(_layer.Weight, _mask), _layer.Bias);

    /// <summary>(W o M)^T, so that what one unit sees lies in a row.</summary>
    public T[] Transposed()
    {
        int rows = _layer.Weight.Rows, columns = _layer.Weight.Columns;
        var weight = _layer.Weight.Data;
        var mask = _mask.Data;
        var result = new T[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                result[(j * rows) + i] = weight[(i * columns) + j] * mask[(i * columns) + j];
        }

        return result;
    }
}
