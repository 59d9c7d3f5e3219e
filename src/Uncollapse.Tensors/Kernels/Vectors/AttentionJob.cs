using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// Causal attention: a task is one head of one example. Its keys and values are packed, padded to whole vectors; then a register tile of queries at a time goes
/// from scores through probabilities to the result, looking only at the keys it may see.
/// </summary>
internal unsafe struct AttentionJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal AttentionArguments<T> Arguments;

    /// <summary>Does a head of an example with queries that are no padding.</summary>
    internal delegate*<in AttentionJob<T, V>, int, int, void> Function;

    private readonly AttentionShape Shape => Arguments.Shape;

    private readonly int Size => Shape.HeadFeatures;

    /// <summary>A head's features and the keys, in whole vectors.</summary>
    private readonly int SizePadded => Padded(Size);

    private readonly int KeysPadded => Padded(Shape.Keys);

    private readonly int Offset => Shape.Keys - Shape.Queries;

    internal void Run()
    {
        if (Shape.Queries > 0 && Size > 0) Workers.Run(ref this, Shape.Examples * Shape.Heads);
    }

    public readonly void Execute(int tile) => Function(in this, tile, Arguments.QueriesOf(tile / Shape.Heads));

    internal static void Forward(in AttentionJob<T, V> job, int head, int queries)
    {
        int keys = queries == 0 ? 0 : job.Offset + queries, size = job.SizePadded, wide = job.KeysPadded, tileRows = V.TileRows;
        T* transposed = Room((job.Size * wide) + (keys * size) + (tileRows * wide) + (tileRows * size));
        T* values = transposed + (job.Size * wide), scores = values + (keys * size), results = scores + (tileRows * wide);
        job.PackTransposed(job.Arguments.Key, job.Shape.Keys, head, keys, transposed);
        job.Pack(job.Arguments.Value, job.Shape.Keys, head, keys, values);
        for (int row = 0; row < queries; row += tileRows)
        {
            int rows = Math.Min(tileRows, queries - row), seen = job.Offset + row + rows;
            BlockedTile<T, V>.Multiply(rows, Padded(seen), job.Size, job.At(job.Arguments.Query, job.Shape.Queries, head, row), job.Shape.Features, 1, transposed, wide, scores, wide);
            for (int r = 0; r < rows; r++) job.Softmax(scores + (r * wide), job.Offset + row + r + 1, Padded(seen));
            for (int r = 0; r < rows && job.Arguments.Probabilities is not null; r++)
                Rows<T>.Copy(scores + (r * wide), job.Probabilities(head, row + r), job.Offset + row + r + 1);
            BlockedTile<T, V>.Multiply(rows, size, seen, scores, wide, 1, values, size, results, size);
            job.Unpack(results, rows, job.At(job.Arguments.Result, job.Shape.Queries, head, row));
        }
        job.Clear(job.Arguments.Result, job.Shape.Queries, head, queries);
    }

    internal static void Backward(in AttentionJob<T, V> job, int head, int queries)
    {
        int keys = queries == 0 ? 0 : job.Offset + queries, size = job.SizePadded, wide = job.KeysPadded, tileRows = V.TileRows;
        T* transposed = Room((job.Size * wide) + (3 * keys * size) + (2 * queries * wide) + (2 * queries * size));
        T* packedKeys = transposed + (job.Size * wide), query = packedKeys + (keys * size), upstream = query + (queries * size);
        T* slopes = upstream + (queries * size), probabilities = slopes + (queries * wide), results = probabilities + (queries * wide);
        job.PackTransposed(job.Arguments.Value, job.Shape.Keys, head, keys, transposed);
        job.Pack(job.Arguments.Key, job.Shape.Keys, head, keys, packedKeys);
        job.Pack(job.Arguments.Query, job.Shape.Queries, head, queries, query);
        job.Pack(job.Arguments.Result, job.Shape.Queries, head, queries, upstream);
        for (int row = 0; row < queries; row += tileRows)
        {
            int rows = Math.Min(tileRows, queries - row), seen = job.Offset + row + rows;
            T* slope = slopes + ((nint)row * wide);
            BlockedTile<T, V>.Multiply(rows, Padded(seen), job.Size, upstream + ((nint)row * size), size, 1, transposed, wide, slope, wide);
            for (int r = 0; r < rows; r++)
            {
                T* probability = probabilities + ((nint)(row + r) * wide);
                int own = job.Offset + row + r + 1;
                Rows<T>.Copy(job.Probabilities(head, row + r), probability, own);
                new Span<T>(probability + own, wide - own).Clear();
                Slope(slope + (r * wide), probability, own, wide, job.Scale);
            }
            if (job.Arguments.QueryChange is null) continue;
            BlockedTile<T, V>.Multiply(rows, size, seen, slope, wide, 1, packedKeys, size, results, size);
            job.Unpack(results, rows, job.At(job.Arguments.QueryChange, job.Shape.Queries, head, row));
        }
        job.Clear(job.Arguments.QueryChange, job.Shape.Queries, head, queries);
        job.Gather(head, keys, queries, slopes, query, results, job.Arguments.KeyChange);
        job.Gather(head, keys, queries, probabilities, upstream, results, job.Arguments.ValueChange);
    }

    internal static void Along(in AttentionJob<T, V> job, int head, int queries)
    {
        int keys = queries == 0 ? 0 : job.Offset + queries, size = job.SizePadded, wide = job.KeysPadded, tileRows = V.TileRows;
        T* transposed = Room((2 * job.Size * wide) + (2 * keys * size) + (3 * tileRows * wide) + (2 * tileRows * size));
        T* transposedChange = transposed + (job.Size * wide), values = transposedChange + (job.Size * wide), valueChange = values + (keys * size);
        T* scores = valueChange + (keys * size), second = scores + (tileRows * wide), probabilities = second + (tileRows * wide);
        T* results = probabilities + (tileRows * wide), added = results + (tileRows * size);
        AttentionArguments<T> all = job.Arguments;
        job.PackTransposed(all.Key, job.Shape.Keys, head, keys, transposed);
        job.Pack(all.Value, job.Shape.Keys, head, keys, values);
        if (all.KeyChange is not null) job.PackTransposed(all.KeyChange, job.Shape.Keys, head, keys, transposedChange);
        if (all.ValueChange is not null) job.Pack(all.ValueChange, job.Shape.Keys, head, keys, valueChange);
        for (int row = 0; row < queries; row += tileRows)
        {
            int rows = Math.Min(tileRows, queries - row), seen = job.Offset + row + rows;
            new Span<T>(scores, rows * wide).Clear();
            if (all.QueryChange is not null)
                BlockedTile<T, V>.Multiply(rows, Padded(seen), job.Size, job.At(all.QueryChange, job.Shape.Queries, head, row), job.Shape.Features, 1, transposed, wide, scores, wide);
            if (all.KeyChange is not null)
            {
                BlockedTile<T, V>.Multiply(rows, Padded(seen), job.Size, job.At(all.Query, job.Shape.Queries, head, row), job.Shape.Features, 1, transposedChange, wide, second, wide);
                for (int r = 0; r < rows; r++) AddTo(scores + (r * wide), second + (r * wide), Padded(seen));
            }
            for (int r = 0; r < rows; r++)
            {
                T* probability = probabilities + (r * wide);
                int own = job.Offset + row + r + 1;
                Rows<T>.Copy(job.Probabilities(head, row + r), probability, own);
                new Span<T>(probability + own, wide - own).Clear();
                Slope(scores + (r * wide), probability, own, wide, job.Scale);
            }
            BlockedTile<T, V>.Multiply(rows, size, seen, scores, wide, 1, values, size, results, size);
            if (all.ValueChange is not null)
            {
                BlockedTile<T, V>.Multiply(rows, size, seen, probabilities, wide, 1, valueChange, size, added, size);
                AddTo(results, added, rows * size);
            }
            job.Unpack(results, rows, job.At(all.Result, job.Shape.Queries, head, row));
        }
        job.Clear(all.Result, job.Shape.Queries, head, queries);
    }

    private readonly T Scale => T.One / T.Sqrt(T.CreateChecked(Size));

    private static int Padded(int count) => (count + V.Count - 1) / V.Count * V.Count;

    private static T* Room(int elements) => (T*)Scratch.Take(Scratch.Packed, (nuint)elements * (nuint)sizeof(T), -1, 0, out _);

    private readonly T* At(T* from, int steps, int head, int step) => from + ((((nint)(head / Shape.Heads) * steps) + step) * Shape.Features) + (head % Shape.Heads * Size);

    private readonly T* Probabilities(int head, int query) => Arguments.Probabilities + ((((nint)head * Shape.Queries) + query) * Shape.Keys);

    /// <summary>to[d, step], padded with zeros.</summary>
    private readonly void PackTransposed(T* from, int steps, int head, int count, T* to) =>
        Transpose<T>.Pack(At(from, steps, head, 0), Shape.Features, count, Size, to, KeysPadded);

    /// <summary>to[step, d], padded with zeros.</summary>
    private readonly void Pack(T* from, int steps, int head, int count, T* to)
    {
        for (int step = 0; step < count; step++, to += SizePadded)
        {
            Rows<T>.Copy(At(from, steps, head, step), to, Size);
            new Span<T>(to + Size, SizePadded - Size).Clear();
        }
    }

    private readonly void Unpack(T* from, int rows, T* to)
    {
        for (int row = 0; row < rows; row++) Rows<T>.Copy(from + (row * SizePadded), to + ((nint)row * Shape.Features), Size);
    }

    /// <summary>Zeros from a step on.</summary>
    private readonly void Clear(T* to, int steps, int head, int from)
    {
        for (int step = from; step < steps && to is not null; step++) new Span<T>(At(to, steps, head, step), Size).Clear();
    }

    /// <summary>to[j] = sum_i weights[i, j] from[i], with the queries that may see a key only.</summary>
    private readonly void Gather(int head, int keys, int queries, T* weights, T* from, T* results, T* to)
    {
        if (to is null) return;
        for (int key = 0; key < keys; key += V.TileRows)
        {
            int rows = Math.Min(V.TileRows, keys - key), first = Math.Max(0, key - Offset);
            BlockedTile<T, V>.Multiply(
                rows, SizePadded, queries - first, weights + ((nint)first * KeysPadded) + key, 1, KeysPadded, from + ((nint)first * SizePadded), SizePadded, results, SizePadded);
            Unpack(results, rows, At(to, Shape.Keys, head, key));
        }
        Clear(to, Shape.Keys, head, keys);
    }

    /// <summary>The softmax of scaled scores; zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Softmax(T* scores, int count, int padded)
    {
        T largest = scores[0], sum = T.Zero;
        for (int j = 1; j < count; j++) largest = T.Max(largest, scores[j]);
        V shift = V.Broadcast(largest), scale = V.Broadcast(Scale);
        for (int j = 0; j < count; j += V.Count) Functions<T, V>.ExpOfNegative(scale * (V.Load(scores + j) - shift)).Store(scores + j);
        new Span<T>(scores + count, padded - count).Clear();
        V total = V.Zero;
        for (int j = 0; j < padded; j += V.Count) total += V.Load(scores + j);
        sum = T.One / V.Sum(total);
        for (int j = 0; j < padded; j += V.Count) (V.Broadcast(sum) * V.Load(scores + j)).Store(scores + j);
    }

    /// <summary>change = scale p (change - sum p change): the softmax's derivative, its own transpose; zeros behind the keys it may see.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slope(T* change, T* probability, int count, int padded, T scale)
    {
        new Span<T>(change + count, padded - count).Clear();
        V sum = V.Zero, factor = V.Broadcast(scale);
        for (int j = 0; j < count; j += V.Count) sum = V.MultiplyAdd(V.Load(change + j), V.Load(probability + j), sum);
        V mean = V.Broadcast(V.Sum(sum));
        for (int j = 0; j < count; j += V.Count) (factor * V.Load(probability + j) * (V.Load(change + j) - mean)).Store(change + j);
    }

    private static void AddTo(T* to, T* from, int count)
    {
        for (int j = 0; j < count; j += V.Count) (V.Load(to + j) + V.Load(from + j)).Store(to + j);
    }
}
