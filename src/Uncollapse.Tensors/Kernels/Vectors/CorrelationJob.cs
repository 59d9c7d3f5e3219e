using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A convolution, or its transpose, in register tiles: neighbouring pixels of a row of the result by two vectors of channels.
/// </summary>
/// <remarks>
/// <para>No patch matrix is made: the pixels that a tap sees are the rows of a matrix A, a stride of channels apart, and each run of taps is a segment of
/// the sum. Where a window reaches beyond the image, the part of the image that a task needs is copied first, with its border of zeros: it then lies in
/// the nearer caches. Filters are packed once, a panel of columns at a time.</para>
/// <para>A result of very few channels is made by sums along the source's channels instead (<see cref="DotTile{T, V}"/>).</para>
/// <para>Tasks are runs of rows of one image, or several small images; the cut depends on the shape alone.</para>
/// </remarks>
internal unsafe struct CorrelationJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Multiply-adds that make a task worth claiming.</summary>
    private const long SmallestTask = 1 << 18;

    /// <summary>How much of an image is copied at a time.</summary>
    private const int WindowBytes = 160 * 1024;

    /// <summary>Images in a batch below which their rows are shared out too.</summary>
    private const int FewImages = 16;

    internal T* Source, Target, Bias, Other;
    internal bool Accumulate;
    internal delegate*<T*, nint, int, int, T*, T*, nint, void> Epilogue;

    private readonly ConvolutionShape _shape;
    private readonly TapAxis _y, _x;
    private readonly int _sourceChannels, _targetChannels, _depth, _columns, _panels;
    private readonly bool _adjoint, _direct, _isNarrow;
    private readonly nint _pitch;
    private TapPhase* _phases;
    private T* _packed;
    private int _bands, _imagesPerTask;

    internal CorrelationJob(ConvolutionShape shape, bool adjoint)
    {
        ConvolutionSettings settings = shape.Settings;
        _shape = shape;
        _adjoint = adjoint;
        _y = new TapAxis(shape.Height, shape.OutputHeight, shape.KernelHeight, settings.StrideY, settings.DilationY, settings.PaddingTop, adjoint);
        _x = new TapAxis(shape.Width, shape.OutputWidth, shape.KernelWidth, settings.StrideX, settings.DilationX, settings.PaddingLeft, adjoint);
        (_sourceChannels, _targetChannels) = adjoint ? (shape.OutputChannels, shape.Channels) : (shape.Channels, shape.OutputChannels);
        _depth = _sourceChannels / settings.Groups;
        _columns = _targetChannels / settings.Groups;
        _panels = (_columns + (2 * V.Count) - 1) / (2 * V.Count);
        _isNarrow = IsNarrow(_columns, _depth);
        int spanY = _y.Span(_y.End - _y.First), spanX = _x.Span(_x.End - _x.First);
        _direct = _y.Start(_y.First) >= 0 && _y.Start(_y.First) + spanY <= _y.SourceSize && _x.Start(_x.First) >= 0 && _x.Start(_x.First) + spanX <= _x.SourceSize;
        _pitch = (nint)(_direct ? _x.SourceSize : spanX) * _sourceChannels;
    }

    /// <summary>Whether lanes are better laid along the sum than across the result's channels.</summary>
    internal static bool IsNarrow(int columns, int depth) => 4 * columns <= V.Count && depth >= V.Count;

    private readonly int Groups => _shape.Settings.Groups;

    private readonly int Phases => _y.TargetStep * _x.TargetStep;

    internal void Run(T* filter)
    {
        int taps = _shape.KernelHeight * _shape.KernelWidth;
        nint packed = (nint)taps * _depth * Groups * _panels * 2 * V.Count;
        nint plan = ((Phases * sizeof(TapPhase)) + (taps * (sizeof(Segment) + sizeof(int))) + 63) & ~(nint)63;
        byte* memory = (byte*)Scratch.TakePartial((nuint)(plan + (packed * sizeof(T))));
        _packed = (T*)(memory + plan);
        Plan((TapPhase*)memory);
        var pack = new PackFiltersJob<T, V>(_shape, _adjoint, _phases, Phases, filter, _packed);
        pack.Run();

        int steps = _y.End - _y.First;
        long perImage = Math.Max(1, _shape.Work / Math.Max(1, _shape.Examples));
        int memoryRows = _direct ? steps : (int)Math.Max(1, (((WindowBytes / sizeof(T) / Math.Max(1, _pitch)) - _y.Span(1)) / _y.SourceStep) + 1);
        int shares = _shape.Examples >= FewImages ? 1 : (int)Math.Min((FewImages + _shape.Examples - 1) / _shape.Examples, perImage / SmallestTask);
        _bands = Math.Clamp(Math.Max((steps + memoryRows - 1) / memoryRows, shares), 1, steps);
        _imagesPerTask = _bands > 1 ? 1 : (int)Math.Clamp(SmallestTask / perImage, 1, _shape.Examples);
        Workers.Run(ref this, _bands > 1 ? _shape.Examples * _bands : (_shape.Examples + _imagesPerTask - 1) / _imagesPerTask);
    }

    public void Execute(int tile)
    {
        int steps = _y.End - _y.First;
        if (_bands > 1)
        {
            int band = tile % _bands;
            Band(tile / _bands, _y.First + (int)((long)steps * band / _bands), _y.First + (int)((long)steps * (band + 1) / _bands));
            return;
        }
        int end = Math.Min(_shape.Examples, (tile + 1) * _imagesPerTask);
        for (int image = tile * _imagesPerTask; image < end; image++) Band(image, _y.First, _y.End);
    }

    /// <summary>Lists each phase's taps and the segments that they make.</summary>
    private void Plan(TapPhase* phases)
    {
        _phases = phases;
        var segments = (Segment*)(phases + Phases);
        int* taps = (int*)(segments + (_shape.KernelHeight * _shape.KernelWidth));
        nint packed = 0;
        for (int phase = 0; phase < Phases; phase++)
        {
            int py = phase / _x.TargetStep, px = phase % _x.TargetStep;
            var at = new TapPhase { Y = py, X = px, Taps = taps, Segments = segments, SegmentsEnd = segments, Packed = packed };
            for (int i = 0; i < _shape.KernelHeight; i++)
            {
                int ky = _adjoint ? _shape.KernelHeight - 1 - i : i;
                for (int j = 0; j < _shape.KernelWidth; j++)
                {
                    int kx = _adjoint ? _shape.KernelWidth - 1 - j : j;
                    if (_y.Phase(ky) != py || _x.Phase(kx) != px) continue;
                    *taps++ = (ky * _shape.KernelWidth) + kx;
                    at.Count++;
                    nint offset = ((_y.Offset(ky) - _y.Low) * _pitch) + ((nint)(_x.Offset(kx) - _x.Low) * _sourceChannels);
                    Segment last = at.SegmentsEnd > at.Segments ? at.SegmentsEnd[-1] : default;
                    // Neighbouring taps of all channels are one run.
                    if (Groups == 1 && last.Depth > 0 && last.Offset + last.Depth == offset) at.SegmentsEnd[-1] = new Segment(last.Offset, last.Depth + _depth);
                    else *at.SegmentsEnd++ = new Segment(offset, _depth);
                }
            }
            segments = at.SegmentsEnd;
            packed += (nint)at.Count * _depth * Groups * _panels * 2 * V.Count;
            phases[phase] = at;
        }
    }

    private void Band(int image, int from, int until)
    {
        T* source = Source + ((nint)image * _y.SourceSize * _x.SourceSize * _sourceChannels), window;
        int top = _y.Start(from), left = _x.Start(_x.First);
        if (_direct)
        {
            window = source + (top * _pitch) + ((nint)left * _sourceChannels);
        }
        else
        {
            int rows = _y.Span(until - from), columns = _x.Span(_x.End - _x.First);
            window = (T*)Scratch.Take(Scratch.Packed, (nuint)(rows * _pitch * sizeof(T)), 0, 0, out _);
            Window<T>.Copy(source, _y.SourceSize, _x.SourceSize, _sourceChannels, top, rows, left, columns, window);
        }
        for (int phase = 0; phase < Phases; phase++)
        {
            for (int group = 0; group < Groups; group++)
            {
                if (_isNarrow) Narrow(image, from, until, window, in _phases[phase], group);
                for (int panel = 0; panel < _panels && !_isNarrow; panel++) Panel(image, from, until, window, in _phases[phase], group, panel);
            }
        }
    }

    /// <summary>A panel of channels of the results of one phase.</summary>
    [SkipLocalsInit]
    private void Panel(int image, int from, int until, T* window, in TapPhase phase, int group, int panel)
    {
        const int MostRows = 14;
        nint width = 2 * V.Count;
        int column = (group * _columns) + (panel * (int)width), valid = Math.Min((int)width, _columns - (panel * (int)width)), vectors = valid > V.Count ? 2 : 1;
        T* filters = _packed + phase.Packed + ((nint)((group * _panels) + panel) * phase.Count * _depth * width);
        (int low, int high) = _y.Steps(phase.Y);
        (int lowX, int highX) = _x.Steps(phase.X);
        int across = highX - lowX, tiles = (across + V.TileRows - 1) / V.TileRows;
        bool aside = valid < vectors * V.Count || (Accumulate && Epilogue is not null);
        nint strideA = (nint)_x.SourceStep * _sourceChannels, strideC = (nint)_x.TargetStep * _targetChannels;
        T* spare = stackalloc T[MostRows * 2 * V.Count];
        // The image that comes next is brought near, a share at each row of the first panel.
        nint size = (nint)_y.SourceSize * _x.SourceSize * _sourceChannels, ahead = size / (_y.End - _y.First);
        T* next = Source + ((image + 1) * size) + ((from - _y.First) * ahead);
        bool foresees = panel == 0 && group == 0 && phase.Packed == 0 && image + 1 < _shape.Examples;
        for (int u = Math.Max(from, low); u < Math.Min(until, high); u++)
        {
            int row = (u * _y.TargetStep) + _y.TargetOffset(phase.Y);
            T* a = window + ((u - from) * _y.SourceStep * _pitch) + ((lowX - _x.First) * strideA) + (group * _depth);
            nint pixel = ((((nint)image * _y.TargetSize) + row) * _x.TargetSize) + ((nint)lowX * _x.TargetStep) + _x.TargetOffset(phase.X);
            nint c = (pixel * _targetChannels) + column;
            if (foresees) Prefetch.Lines(next + ((nint)(u - from) * ahead), ahead * sizeof(T));
            for (int tile = 0; tile < tiles; tile++)
            {
                int first = (int)((long)across * tile / tiles), rows = (int)((long)across * (tile + 1) / tiles) - first;
                T* place = Target + c + (first * strideC), to = aside ? spare : place;
                nint stride = aside ? width : strideC;
                RegisterTile<T, V>.Of(rows, vectors)(
                    phase.Segments, phase.SegmentsEnd, a + (first * strideA), strideA, 1, filters, width, to, stride, Accumulate && !aside ? 1 : 0);
                if (Epilogue is not null)
                    Epilogue(to, stride, rows, valid, Bias is null ? null : Bias + column, Other is null ? null : Other + c + (first * strideC), strideC);
                if (aside) TileEnds<T, V>.Put(spare, width, place, strideC, rows, valid, Accumulate);
            }
        }
    }

    /// <summary>The few channels of the results of one phase.</summary>
    [SkipLocalsInit]
    private void Narrow(int image, int from, int until, T* window, in TapPhase phase, int group)
    {
        nint width = 2 * V.Count, length = (nint)phase.Count * _depth;
        int column = group * _columns;
        T* filters = _packed + phase.Packed + ((nint)group * _panels * length * width);
        (int low, int high) = _y.Steps(phase.Y);
        (int lowX, int highX) = _x.Steps(phase.X);
        int across = highX - lowX, tiles = (across + DotTile<T, V>.MostRows - 1) / DotTile<T, V>.MostRows;
        nint strideA = (nint)_x.SourceStep * _sourceChannels, strideC = (nint)_x.TargetStep * _targetChannels;
        T* spare = stackalloc T[DotTile<T, V>.MostRows * 2 * V.Count];
        for (int i = 0; i < DotTile<T, V>.MostRows * 2 * V.Count; i++) spare[i] = T.Zero;
        for (int u = Math.Max(from, low); u < Math.Min(until, high); u++)
        {
            int row = (u * _y.TargetStep) + _y.TargetOffset(phase.Y);
            T* a = window + ((u - from) * _y.SourceStep * _pitch) + ((lowX - _x.First) * strideA) + (group * _depth);
            nint pixel = ((((nint)image * _y.TargetSize) + row) * _x.TargetSize) + ((nint)lowX * _x.TargetStep) + _x.TargetOffset(phase.X);
            nint c = (pixel * _targetChannels) + column;
            for (int tile = 0; tile < tiles; tile++)
            {
                int first = (int)((long)across * tile / tiles), rows = (int)((long)across * (tile + 1) / tiles) - first;
                nint place = c + (first * strideC);
                for (int i = 0; i < _columns; i++)
                    DotTile<T, V>.Of(rows)(phase.Segments, phase.SegmentsEnd, a + (first * strideA), strideA, filters + (i * length), spare + i, width);
                if (Epilogue is not null) Epilogue(spare, width, rows, _columns, Bias is null ? null : Bias + column, Other is null ? null : Other + place, strideC);
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < _columns; j++) Target[place + (i * strideC) + j] = spare[(i * width) + j] + (Accumulate ? Target[place + (i * strideC) + j] : T.Zero);
                }
            }
        }
    }
}
