using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A step of gradient descent with momentum.</summary>
internal unsafe struct SgdJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int Tile = 16384;
    internal SgdSettings Settings;
    internal int Length;
    internal T* Parameter, Gradient, Velocity;

    internal void Run() => Workers.Run(ref this, (int)(((long)Length + Tile - 1) / Tile));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        nint from = (nint)tile * Tile, until = (nint)Math.Min(Length, (long)from + Tile);
        V scale = Functions<T, V>.C(Settings.GradientScale), decay = Functions<T, V>.C(Settings.WeightDecay);
        V momentum = Functions<T, V>.C(Settings.Momentum), rate = Functions<T, V>.C(-Settings.LearningRate);
        for (nint i = from; i < until; i += V.Count)
        {
            int left = (int)(until - i);
            V weight = Ends<T, V>.Load(Parameter + i, left);
            V slope = V.MultiplyAdd(decay, weight, scale * Ends<T, V>.Load(Gradient + i, left)), step = slope;
            if (Velocity is not null)
            {
                V velocity = V.MultiplyAdd(momentum, Ends<T, V>.Load(Velocity + i, left), slope);
                Ends<T, V>.Store(velocity, Velocity + i, left);
                step = Settings.Nesterov ? V.MultiplyAdd(momentum, velocity, slope) : velocity;
            }
            Ends<T, V>.Store(V.MultiplyAdd(rate, step, weight), Parameter + i, left);
        }
    }
}
