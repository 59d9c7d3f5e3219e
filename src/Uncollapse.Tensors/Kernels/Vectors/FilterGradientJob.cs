using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// The gradient of a convolution's filters: for each tap the product X^T D of the pixels it sees and the windows' gradients, a sum over all windows of all
/// images. Each part of the images is summed into a place of its own by one task for each share of the taps; then the parts are added in order.
/// </summary>
/// <remarks>The number of parts depends on the shape alone: few for large filters, whose taps are shared out instead.</remarks>
internal unsafe struct FilterGradientJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Elements of all parts' sums.</summary>
    private const int MostElements = 1 << 20;
    private const int MostParts = 16;

    /// <summary>How many tasks there shall be at least, by sharing out taps.</summary>
    private const int FewTasks = 8;

    /// <summary>How much of an image and its gradients is read at a time: what stays in the nearest caches from one tile to the next.</summary>
    private const int BlockBytes = 64 * 1024;
    private const int AddTile = 4096;

    internal T* Images, Outputs;

    private readonly ConvolutionShape _shape;
    private readonly TapAxis _y, _x;
    private readonly int _depth, _columns, _panels, _runs, _tapsPerRun, _runRows;
    private readonly nint _pitch, _length;
    private readonly bool _direct, _packs, _isNarrow;
    private int _parts, _chunks, _block;
    private T* _sums, _filter, _bias;
    private bool _adding, _accumulate;

    internal FilterGradientJob(ConvolutionShape shape)
    {
        ConvolutionSettings settings = shape.Settings;
        _shape = shape;
        _y = new TapAxis(shape.Height, shape.OutputHeight, shape.KernelHeight, settings.StrideY, settings.DilationY, settings.PaddingTop, adjoint: false);
        _x = new TapAxis(shape.Width, shape.OutputWidth, shape.KernelWidth, settings.StrideX, settings.DilationX, settings.PaddingLeft, adjoint: false);
        _depth = shape.Channels / settings.Groups;
        _columns = shape.OutputChannels / settings.Groups;
        _panels = (_columns + (2 * V.Count) - 1) / (2 * V.Count);
        // Neighbouring taps of all channels are one run of rows.
        _tapsPerRun = settings.Groups == 1 && settings.DilationX == 1 ? shape.KernelWidth : 1;
        _runRows = _tapsPerRun * _depth;
        _runs = shape.KernelHeight * (shape.KernelWidth / _tapsPerRun) * settings.Groups;
        // Lanes along the taps' channels where the outputs' are too few.
        _isNarrow = 4 * _columns <= V.Count && _runRows >= V.Count;
        int spanX = _x.Span(shape.OutputWidth), top = _y.Start(0), left = _x.Start(0);
        _direct = !_isNarrow && top >= 0 && top + _y.Span(shape.OutputHeight) <= shape.Height && left >= 0 && left + spanX <= shape.Width;
        _pitch = (nint)(_direct ? shape.Width : spanX) * shape.Channels;
        _packs = _columns % V.Count != 0 && !_isNarrow;
        _length = (nint)shape.KernelHeight * shape.KernelWidth * _depth * shape.OutputChannels;
    }

    internal void Run(T* filter, T* bias, bool accumulate)
    {
        _filter = filter;
        _bias = bias;
        _accumulate = accumulate;
        nint row = (_y.SourceStep * _pitch) + ((nint)_shape.OutputWidth * _shape.OutputChannels);
        _block = (int)Math.Clamp(BlockBytes / sizeof(T) / Math.Max(1, row), 1, Math.Max(1, _shape.OutputHeight));
        _block = (_shape.OutputHeight + ((_shape.OutputHeight + _block - 1) / _block) - 1) / ((_shape.OutputHeight + _block - 1) / _block);
        _parts = (int)Math.Clamp(MostElements / _length, 1, Math.Clamp(_shape.Examples, 1, MostParts));
        _chunks = Math.Min(_runs, (FewTasks + _parts - 1) / _parts);
        _sums = (T*)Scratch.TakePartial((nuint)(_parts * PartLength * sizeof(T)));
        Workers.Run(ref this, _parts * _chunks);
        _adding = true;
        Workers.Run(ref this, (int)((PartLength + AddTile - 1) / AddTile));
    }

    /// <summary>A part's sums: the filter's, then the bias'.</summary>
    private readonly nint PartLength => _length + _shape.OutputChannels;

    public void Execute(int tile)
    {
        if (_adding)
        {
            Add((nint)tile * AddTile);
            return;
        }
        int part = tile / _chunks, chunk = tile % _chunks;
        int from = (int)((long)_shape.Examples * part / _parts), until = (int)((long)_shape.Examples * (part + 1) / _parts);
        int firstRun = _runs * chunk / _chunks, endRun = _runs * (chunk + 1) / _chunks;
        T* sums = _sums + (part * PartLength);
        if (from == until) Unsafe.InitBlockUnaligned(sums, 0, (uint)(PartLength * sizeof(T)));
        bool first = true;
        for (int image = from; image < until; image++)
        {
            for (int row = 0; row < _shape.OutputHeight; row += _block, first = false)
                Block(image, row, Math.Min(_block, _shape.OutputHeight - row), firstRun, endRun, sums, !first);
        }
    }

    /// <summary>Some rows of windows of one image.</summary>
    [SkipLocalsInit]
    private void Block(int image, int row, int rows, int firstRun, int endRun, T* sums, bool add)
    {
        T* source = Images + ((nint)image * _shape.Height * _shape.Width * _shape.Channels), window;
        T* outputs = Outputs + ((((nint)image * _shape.OutputHeight) + row) * _shape.OutputWidth * _shape.OutputChannels), packed = null;
        int top = _y.Start(row), left = _x.Start(0), spanY = _y.Span(rows), pixels = rows * _shape.OutputWidth;
        nint windowSize = _direct ? 0 : (spanY * _pitch) + (2 * V.Count), packedSize = _packs ? (nint)_shape.Settings.Groups * _panels * pixels * 2 * V.Count : 0;
        var scratch = (T*)Scratch.Take(Scratch.Packed, (nuint)((windowSize + packedSize) * sizeof(T)), 0, 0, out _);
        if (_direct)
        {
            window = source + (top * _pitch) + ((nint)left * _shape.Channels);
        }
        else
        {
            window = scratch;
            Window<T>.Copy(source, _shape.Height, _shape.Width, _shape.Channels, top, spanY, left, _x.Span(_shape.OutputWidth), window);
        }
        if (_packs)
        {
            packed = scratch + windowSize;
            Pack(outputs, pixels, packed);
        }
        if (firstRun == 0 && _bias is not null)
            Reducer<T, V, Summands<T, V>.Itself>.Down(pixels, _shape.OutputChannels, 0, _shape.OutputChannels, outputs, null, null, sums + _length, T.One, add);

        nint step = (nint)_x.SourceStep * _shape.Channels, advance = _y.SourceStep * _pitch;
        bool whole = advance == step * _shape.OutputWidth;
        int count = whole ? 1 : rows;
        Segment* segments = stackalloc Segment[count];
        for (int i = 0; i < count; i++) segments[i] = new Segment(i * advance, whole ? pixels : _shape.OutputWidth);
        // What the next block reads lies behind what this one does: it is brought near, a share at each tile.
        nint across = (nint)_shape.OutputWidth * _shape.OutputChannels, below = (nint)_y.SourceStep * _shape.Width * _shape.Channels;
        bool last = image + 1 == _shape.Examples && row + rows == _shape.OutputHeight;
        var coming = new Coming(outputs + (rows * across), source + ((row + rows) * below), last ? 0 : rows * across * sizeof(T), last ? 0 : rows * below * sizeof(T), (endRun - firstRun) * _panels);
        for (int run = firstRun; run < endRun; run++)
        {
            if (_isNarrow) Narrow(run, window, outputs, rows, sums, add);
            for (int panel = 0; panel < _panels && !_isNarrow; panel++) Panel(run, panel, window, outputs, packed, pixels, segments, segments + count, sums, add, coming, ((run - firstRun) * _panels) + panel);
        }
    }

    /// <summary>The rows of a run of taps, for a panel of the outputs' channels.</summary>
    [SkipLocalsInit]
    private void Panel(int run, int panel, T* window, T* outputs, T* packed, int pixels, Segment* segments, Segment* end, T* sums, bool add, Coming coming, int turn)
    {
        const int MostRows = 14;
        int group = run % _shape.Settings.Groups, tap = run / _shape.Settings.Groups * _tapsPerRun, width = 2 * V.Count;
        int first = panel * width, valid = Math.Min(width, _columns - first), vectors = valid > V.Count ? 2 : 1;
        int ky = tap / _shape.KernelWidth, kx = tap % _shape.KernelWidth, column = (group * _columns) + first;
        T* a = window + ((_y.Offset(ky) - _y.Low) * _pitch) + ((nint)(_x.Offset(kx) - _x.Low) * _shape.Channels) + (group * _depth);
        T* b = _packs ? packed + ((nint)((group * _panels) + panel) * pixels * width) : outputs + column;
        nint strideB = _packs ? width : _shape.OutputChannels, step = (nint)_x.SourceStep * _shape.Channels, stride = _shape.OutputChannels;
        T* to = sums + ((nint)tap * _depth * stride) + column;
        bool aside = valid < vectors * V.Count;
        T* spare = stackalloc T[MostRows * 2 * V.Count];
        int tiles = (_runRows + V.TileRows - 1) / V.TileRows;
        for (int tile = 0; tile < tiles; tile++)
        {
            int row = (int)((long)_runRows * tile / tiles), rows = (int)((long)_runRows * (tile + 1) / tiles) - row;
            T* place = to + (row * stride);
            coming.Bring((turn * tiles) + tile, coming.Turns * tiles);
            RegisterTile<T, V>.Of(rows, vectors)(
                segments, end, a + row, 1, step, b, strideB, aside ? spare : place, aside ? width : stride, add && !aside ? 1 : 0);
            if (aside) TileEnds<T, V>.Put(spare, width, place, stride, rows, valid, add);
        }
    }

    /// <summary>The rows of a run of taps for few outputs: the same sums transposed, outputs by rows, lanes along the rows.</summary>
    [SkipLocalsInit]
    private void Narrow(int run, T* window, T* outputs, int rows, T* sums, bool add)
    {
        int group = run % _shape.Settings.Groups, tap = run / _shape.Settings.Groups * _tapsPerRun, width = 2 * V.Count;
        int ky = tap / _shape.KernelWidth, kx = tap % _shape.KernelWidth;
        T* pixels = window + ((_y.Offset(ky) - _y.Low) * _pitch) + ((nint)(_x.Offset(kx) - _x.Low) * _shape.Channels) + (group * _depth);
        T* to = sums + ((nint)tap * _depth * _shape.OutputChannels) + (group * _columns), spare = stackalloc T[_columns * 2 * V.Count];
        Segment line = new(0, _shape.OutputWidth);
        for (int first = 0; first < _runRows; first += width)
        {
            int valid = Math.Min(width, _runRows - first);
            for (int row = 0; row < rows; row++)
            {
                RegisterTile<T, V>.Of(_columns, valid > V.Count ? 2 : 1)(
                    &line, &line + 1, outputs + ((nint)row * _shape.OutputWidth * _shape.OutputChannels) + (group * _columns), 1, _shape.OutputChannels,
                    pixels + (row * _y.SourceStep * _pitch) + first, (nint)_x.SourceStep * _shape.Channels, spare, width, row > 0 ? 1 : 0);
            }
            for (int i = 0; i < valid; i++)
            {
                T* place = to + ((nint)(first + i) * _shape.OutputChannels);
                for (int o = 0; o < _columns; o++) place[o] = spare[(o * width) + i] + (add ? place[o] : T.Zero);
            }
        }
    }

    /// <summary>Panels of the outputs' gradients with zeros where columns are missing.</summary>
    private readonly void Pack(T* outputs, int pixels, T* to)
    {
        int width = 2 * V.Count;
        for (int group = 0; group < _shape.Settings.Groups; group++)
        {
            for (int first = 0; first < _columns; first += width)
            {
                int valid = Math.Min(width, _columns - first);
                T* from = outputs + (group * _columns) + first;
                for (int pixel = 0; pixel < pixels; pixel++, from += _shape.OutputChannels, to += width)
                {
                    for (int i = 0; i < width; i += V.Count) (i < valid ? Ends<T, V>.Load(from + i, valid - i) : V.Zero).Store(to + i);
                }
            }
        }
    }

    /// <summary>Adds the parts, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(nint from)
    {
        nint until = Math.Min(from + AddTile, PartLength);
        for (nint i = from; i < until; i += V.Count)
        {
            // No vector reaches from the filter's elements into the bias'.
            bool inFilter = i < _length;
            nint left = Math.Min(until, inFilter ? _length : until) - i;
            V sum = Ends<T, V>.Load(_sums + i, (int)Math.Min(left, V.Count));
            for (int part = 1; part < _parts; part++) sum += Ends<T, V>.Load(_sums + (part * PartLength) + i, (int)Math.Min(left, V.Count));
            T* to = inFilter ? _filter + i : _bias is null ? null : _bias + (i - _length);
            if (to is not null) Ends<T, V>.Put(sum, to, (int)Math.Min(left, V.Count), _accumulate);
            if (inFilter && left < V.Count) i -= V.Count - left;
        }
    }

    /// <summary>Where the next block's operands lie.</summary>
    private readonly struct Coming(T* outputs, T* images, nint outputBytes, nint imageBytes, int turns)
    {
        internal int Turns => turns;

        internal void Bring(int share, int shares)
        {
            nint first = outputBytes / shares, second = imageBytes / shares;
            Prefetch.Lines((byte*)outputs + (share * first), first);
            Prefetch.Lines((byte*)images + (share * second), second);
        }
    }
}
