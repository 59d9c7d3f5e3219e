using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Pooling, upsampling and their derivatives, with channels in lanes: a row of windows a task, or an image where windows that share pixels write.</summary>
internal unsafe struct WindowJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal T* Images, Maxima, From, To;
    private readonly ConvolutionShape _shape;
    private readonly WindowPass _pass;
    private readonly bool _mean;

    internal WindowJob(ConvolutionShape shape, WindowPass pass, bool mean)
    {
        (_shape, _pass, _mean) = (shape, pass, mean);
    }

    private readonly bool ToImages => _pass is WindowPass.MaximumGradient or WindowPass.Spread;

    internal void Run() => Workers.Run(ref this, ToImages ? _shape.Examples : _shape.Examples * _shape.OutputHeight);

    public void Execute(int tile)
    {
        if (!ToImages)
        {
            Row(tile / _shape.OutputHeight, tile % _shape.OutputHeight);
            return;
        }
        nint image = (nint)_shape.Height * _shape.Width * _shape.Channels;
        NativeMemory.Clear(To + (tile * image), (nuint)(image * sizeof(T)));
        for (int y = 0; y < _shape.OutputHeight; y++) Row(tile, y);
    }

    private void Row(int n, int y)
    {
        ConvolutionSettings settings = _shape.Settings;
        nint output = (((nint)n * _shape.OutputHeight) + y) * _shape.OutputWidth * _shape.Channels;
        int top = (y * settings.StrideY) - settings.PaddingTop;
        (int fromY, int untilY) = Inside(top, settings.DilationY, _shape.KernelHeight, _shape.Height);
        for (int x = 0; x < _shape.OutputWidth; x++, output += _shape.Channels)
        {
            int left = (x * settings.StrideX) - settings.PaddingLeft;
            (int fromX, int untilX) = Inside(left, settings.DilationX, _shape.KernelWidth, _shape.Width);
            nint first = ((((nint)n * _shape.Height) + top + ((nint)fromY * settings.DilationY)) * _shape.Width + left + ((nint)fromX * settings.DilationX)) * _shape.Channels;
            var window = new Taps(
                first, Math.Max(0, untilY - fromY), Math.Max(0, untilX - fromX), (nint)settings.DilationY * _shape.Width * _shape.Channels, (nint)settings.DilationX * _shape.Channels);
            switch (_pass)
            {
                case WindowPass.Maximum: Maximum(window, output); break;
                case WindowPass.MaximumGradient: MaximumGradient(window, output); break;
                case WindowPass.AtMaximum: AtMaximum(window, output); break;
                case WindowPass.Sum: Sum(window, output); break;
                default: Spread(window, output); break;
            }
        }
    }

    /// <summary>The taps of a window that lie in the image.</summary>
    private static (int From, int Until) Inside(int start, int dilation, int taps, int extent) =>
        (start >= 0 ? 0 : (-start + dilation - 1) / dilation, Math.Min(taps, start >= extent ? 0 : (extent - start + dilation - 1) / dilation));

    private readonly double Weight(Taps window) => _mean && window.Count > 0 ? 1.0 / window.Count : 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Maximum(Taps window, nint output)
    {
        for (int c = 0; c < _shape.Channels; c += V.Count)
        {
            int left = _shape.Channels - c;
            V greatest = V.Broadcast(T.NegativeInfinity);
            for (int tap = 0; tap < window.Count; tap++) greatest = V.Maximum(greatest, Ends<T, V>.Load(Images + window[tap] + c, left));
            Ends<T, V>.Store(greatest, To + output + c, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void MaximumGradient(Taps window, nint output)
    {
        for (int c = 0; c < _shape.Channels; c += V.Count)
        {
            int left = _shape.Channels - c;
            V greatest = Ends<T, V>.Load(Maxima + output + c, left), pending = Ends<T, V>.Load(From + output + c, left);
            for (int tap = 0; tap < window.Count; tap++)
            {
                V less = V.LessThan(Ends<T, V>.Load(Images + window[tap] + c, left), greatest);
                T* to = To + window[tap] + c;
                Ends<T, V>.Store(Ends<T, V>.Load(to, left) + V.Select(less, V.Zero, pending), to, left);
                pending = V.Select(less, pending, V.Zero);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AtMaximum(Taps window, nint output)
    {
        for (int c = 0; c < _shape.Channels; c += V.Count)
        {
            int left = _shape.Channels - c;
            V greatest = Ends<T, V>.Load(Maxima + output + c, left), found = V.Zero;
            // Backwards, so that the first of several stays.
            for (int tap = window.Count - 1; tap >= 0; tap--)
            {
                V less = V.LessThan(Ends<T, V>.Load(Images + window[tap] + c, left), greatest);
                found = V.Select(less, found, Ends<T, V>.Load(From + window[tap] + c, left));
            }
            Ends<T, V>.Store(found, To + output + c, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum(Taps window, nint output)
    {
        V weight = V.Broadcast(T.CreateTruncating(Weight(window)));
        for (int c = 0; c < _shape.Channels; c += V.Count)
        {
            int left = _shape.Channels - c;
            V sum = V.Zero;
            for (int tap = 0; tap < window.Count; tap++) sum += Ends<T, V>.Load(From + window[tap] + c, left);
            Ends<T, V>.Store(sum * weight, To + output + c, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Spread(Taps window, nint output)
    {
        V weight = V.Broadcast(T.CreateTruncating(Weight(window)));
        for (int c = 0; c < _shape.Channels; c += V.Count)
        {
            int left = _shape.Channels - c;
            V value = Ends<T, V>.Load(From + output + c, left) * weight;
            for (int tap = 0; tap < window.Count; tap++) Ends<T, V>.Put(value, To + window[tap] + c, left, accumulate: true);
        }
    }

    /// <summary>Where a window's pixels lie, row by row.</summary>
    private readonly struct Taps(nint first, int rows, int columns, nint down, nint right)
    {
        internal int Count => rows * columns;

        internal nint this[int tap] => first + (tap / columns * down) + (tap % columns * right);
    }
}
