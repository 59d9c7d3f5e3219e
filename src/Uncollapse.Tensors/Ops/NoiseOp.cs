using System.Numerics;
using System.Runtime.InteropServices;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Ops;

/// <summary>Random constants on a tape: nothing flows back through them.</summary>
public static class NoiseOp
{
    /// <summary>Independent standard normal numbers, a pure function of the key.</summary>
    public static Tensor<T> Normal<T>(this Tape<T> tape, Shape shape, Rng rng)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = tape.Constant(shape);
        FillNormal(rng, tensor.Data);
        return tensor;
    }

    /// <summary>Fills with independent standard normal numbers.</summary>
    public static void FillNormal<T>(Rng rng, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            rng.FillNormal(MemoryMarshal.Cast<T, float>(destination));
        else
            rng.FillNormal(MemoryMarshal.Cast<T, double>(destination));
    }

    /// <summary>Fills with independent numbers uniform in [0, 1).</summary>
    public static void FillUniform<T>(Rng rng, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            rng.FillUniform(MemoryMarshal.Cast<T, float>(destination));
        else
            rng.FillUniform(MemoryMarshal.Cast<T, double>(destination));
    }
}
