using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Likelihoods;

/// <summary>The 256 levels of a pixel in [0, 1].</summary>
internal static class Levels
{
    public const int Count = 256;

    public const int Highest = Count - 1;

    /// <summary>A level's value.</summary>
    public static T Value<T>(int level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateChecked(level / (double)Highest);

    /// <summary>Levels as whole numbers: what lies between two is counted to the nearer.</summary>
    public static Tensor<T> Of<T>(Tensor<T> target, in Pass<T> pass)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var levels = pass.Tape.Constant(target.Shape);
        var highest = T.CreateChecked(Highest);
        var from = target.Data;
        var to = levels.Data;
        for (int i = 0; i < to.Length; i++)
            to[i] = T.Round(from[i] * highest);
        return levels;
    }
}
