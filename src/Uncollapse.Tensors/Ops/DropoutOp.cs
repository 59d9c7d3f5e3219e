using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Dropout (Srivastava et al. 2014): y = x m / (1 - p), m zero with probability p, else one. Only for training: in evaluation it is
/// the identity and should not be called. Gradient: dL/dx = m / (1 - p) dL/dy.
/// </summary>
public static class DropoutOp
{
    /// <summary>y = x with each element dropped with a probability and the others scaled up to keep the mean.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x.</param>
    /// <param name="probability">p in [0, 1).</param>
    /// <param name="rng">Decides what is dropped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public static Tensor<T> Dropout<T>(this Tape<T> tape, Tensor<T> input, double probability, Rng rng)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "dropout: expected a probability in [0, 1)");
        if (probability == 0)
            return input;

        var mask = tape.Constant(input.Shape);
        NoiseOp.FillUniform(rng, mask.Data);
        var keep = T.CreateChecked(1 / (1 - probability));
        var threshold = T.CreateChecked(probability);
        foreach (ref var value in mask.Data)
            value = value < threshold ? T.Zero : keep;
        return tape.Multiply(input, mask);
    }
}
