using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>
/// Rearranges a shuffled epoch so that batches hold sentences of like lengths: windows of 50 batches are sorted by length, cut into
/// batches, and all batches of the epoch shuffled. The last entries of the order, which fill no batch, stay: they are a random choice.
/// </summary>
internal sealed class LengthBuckets
{
    // Large enough that a batch's sentences differ little, small enough that batches differ from epoch to epoch.
    private const int WindowBatches = 50;
    private readonly DataView view;
    private readonly int batchSize;
    private readonly Rng key;
    private readonly long[] keys;
    private readonly int[] sorted;
    private readonly int[] batches;

    public LengthBuckets(DataView view, int batchSize, Rng key)
    {
        this.view = view;
        this.batchSize = batchSize;
        this.key = key;
        batches = new int[view.Count / batchSize];
        sorted = new int[batches.Length * batchSize];
        keys = new long[Math.Min(sorted.Length, (long)WindowBatches * batchSize)];
    }

    /// <summary>Rearranges an epoch's order in place. Allocates nothing.</summary>
    public void Arrange(Span<int> order, int epoch)
    {
        for (int start = 0; start < sorted.Length; start += keys.Length)
        {
            Span<long> window = keys.AsSpan(0, Math.Min(keys.Length, sorted.Length - start));
            // The place below the length makes every key its own: the sort is stable, whatever its algorithm.
            for (int i = 0; i < window.Length; i++)
                window[i] = ((long)view.Length(order[start + i]) << 32) | (uint)i;
            window.Sort();
            for (int i = 0; i < window.Length; i++)
                sorted[start + i] = order[start + (int)(window[i] & uint.MaxValue)];
        }
        key.Fork((ulong)epoch).FillPermutation(batches);
        for (int batch = 0; batch < batches.Length; batch++)
            sorted.AsSpan(batches[batch] * batchSize, batchSize).CopyTo(order[(batch * batchSize)..]);
    }
}
