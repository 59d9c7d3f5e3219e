using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Evaluation;

/// <summary>Standard normal noise that is a function of the row's number, and its sample's, not of the block it is evaluated in.</summary>
internal static class RowNoise
{
    /// <summary>Noise for some samples of some neighbouring rows, [rows x samples, units].</summary>
    public static Tensor<T> Draw<T>(Tape<T> tape, Rng rng, long firstRow, int rows, int firstSample, int samples, int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var noise = tape.Constant(new Shape(rows * samples, units));
        for (int row = 0; row < rows; row++)
        {
            var key = rng.Fork((ulong)(firstRow + row));
            for (int sample = 0; sample < samples; sample++)
            {
                int at = ((row * samples) + sample) * units;
                NoiseOp.FillNormal(key.Fork((ulong)(firstSample + sample)), noise.Data.Slice(at, units));
            }
        }

        return noise;
    }

    /// <summary>The same with samples 2 i and 2 i + 1 of a row opposite to each other.</summary>
    public static Tensor<T> DrawAntithetic<T>(Tape<T> tape, Rng rng, long firstRow, int rows, int firstSample, int samples, int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var noise = tape.Constant(new Shape(rows * samples, units));
        for (int row = 0; row < rows; row++)
        {
            var key = rng.Fork((ulong)(firstRow + row));
            for (int sample = 0; sample < samples; sample++)
            {
                var drawn = noise.Data.Slice(((row * samples) + sample) * units, units);
                NoiseOp.FillNormal(key.Fork((ulong)((firstSample + sample) / 2)), drawn);
                if ((firstSample + sample) % 2 == 0) continue;
                for (int j = 0; j < units; j++) drawn[j] = -drawn[j];
            }
        }

        return noise;
    }
}
