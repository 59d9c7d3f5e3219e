using System.Numerics;

namespace Uncollapse.Tensors.Kernels;

/// <summary>What a step of Adam needs an element, worked out once a step in double: w = keep w - rate m / (inverseRootCorrection sqrt(v) + epsilon).</summary>
internal readonly record struct AdamCoefficients<T>(
    T GradientScale, T Coupled, T Keep, T Beta1, T OneLessBeta1, T Beta2, T OneLessBeta2, T Rate, T InverseRootCorrection, T Epsilon)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Moments below it become 0. Those of weights that no longer learn decay towards the smallest numbers (a quarter of the first moments after 3,200
    /// steps on MNIST), which slow arithmetic down and move nothing: at 1e-36, sqrt(v) is 1e-18 against an epsilon of 1e-8.
    /// </summary>
    internal static T Least => T.CreateTruncating(typeof(T) == typeof(float) ? 1e-36 : 1e-300);

    internal static AdamCoefficients<T> From(in AdamSettings settings)
    {
        double correction1 = 1 - Math.Pow(settings.Beta1, settings.Step);
        double correction2 = 1 - Math.Pow(settings.Beta2, settings.Step);
        return new AdamCoefficients<T>(
            T.CreateTruncating(settings.GradientScale),
            T.CreateTruncating(settings.Decoupled ? 0 : settings.WeightDecay),
            T.CreateTruncating(settings.Decoupled ? 1 - (settings.LearningRate * settings.WeightDecay) : 1),
            T.CreateTruncating(settings.Beta1),
            T.CreateTruncating(1 - settings.Beta1),
            T.CreateTruncating(settings.Beta2),
            T.CreateTruncating(1 - settings.Beta2),
            T.CreateTruncating(settings.LearningRate / correction1),
            T.CreateTruncating(1 / Math.Sqrt(correction2)),
            T.CreateTruncating(settings.Epsilon));
    }
}
