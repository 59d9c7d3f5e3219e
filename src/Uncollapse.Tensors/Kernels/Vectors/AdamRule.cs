using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Adam's rule over vectors, its coefficients spread over their lanes.</summary>
internal readonly struct AdamRule<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private readonly V _gradientScale, _coupled, _keep, _beta1, _oneLessBeta1, _beta2, _oneLessBeta2, _rate, _correction, _epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AdamRule(in AdamCoefficients<T> settings)
    {
        _gradientScale = V.Broadcast(settings.GradientScale);
        _coupled = V.Broadcast(settings.Coupled);
        _keep = V.Broadcast(settings.Keep);
        _beta1 = V.Broadcast(settings.Beta1);
        _oneLessBeta1 = V.Broadcast(settings.OneLessBeta1);
        _beta2 = V.Broadcast(settings.Beta2);
        _oneLessBeta2 = V.Broadcast(settings.OneLessBeta2);
        _rate = V.Broadcast(-settings.Rate);
        _correction = V.Broadcast(settings.InverseRootCorrection);
        _epsilon = V.Broadcast(settings.Epsilon);
    }

    /// <summary>The new weight; the moments are updated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal V Step(V weight, V gradient, ref V first, ref V second)
    {
        V slope = V.MultiplyAdd(_coupled, weight, _gradientScale * gradient);
        first = V.MultiplyAdd(_beta1, first, _oneLessBeta1 * slope);
        second = V.MultiplyAdd(_beta2, second, _oneLessBeta2 * slope * slope);
        V root = V.MultiplyAdd(V.Sqrt(second), _correction, _epsilon);
        return V.MultiplyAdd(_keep, weight, _rate * first / root);
    }
}
