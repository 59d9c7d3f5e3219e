using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>
/// Batches of a split, each a pure function of the key, the epoch and the step: training resumes anywhere with the same bits.
/// Every epoch visits every example once, in an order of its own, whether or not batches gather examples of like lengths. Filling a batch allocates nothing.
/// </summary>
public sealed class Batcher
{
    private readonly Rng orderKey;
    private readonly Rng noiseKey;
    private readonly int[] order;
    private readonly bool shuffle;
    private readonly LengthBuckets? buckets;
    private int orderOf = -1;
    private int first;
    private int number;

    /// <summary>Prepares batches.</summary>
    /// <param name="view">The split.</param>
    /// <param name="batchSize">Examples in a batch; the last of an epoch may have fewer.</param>
    /// <param name="rng">The key of order and noise.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own; otherwise the split's.</param>
    /// <param name="dropLast">Whether an incomplete last batch is left out.</param>
    /// <param name="bucketing">
    /// Whether batches gather sentences of like lengths: the shuffled examples of 50 batches are sorted by length and cut, and the batches
    /// shuffled. The examples of an incomplete last batch are drawn before. Means nothing for numbers, whose examples are of one length.
    /// </param>
    /// <exception cref="ArgumentException">Buckets are asked for without shuffling.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1, or no full batch exists where the last is dropped.</exception>
    public Batcher(DataView view, int batchSize, Rng rng, bool shuffle = true, bool dropLast = false, bool bucketing = false)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (dropLast)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, view.Count);
        if (bucketing && !shuffle)
            throw new ArgumentException("Examples are gathered by length only where they are shuffled.", nameof(bucketing));
        View = view;
        BatchSize = batchSize;
        StepsPerEpoch = dropLast ? view.Count / batchSize : (int)(((long)view.Count + batchSize - 1) / batchSize);
        this.shuffle = shuffle;
        orderKey = rng.Fork("order");
        noiseKey = rng.Fork("binarise");
        order = new int[view.Count];
        if (bucketing && view.Vocabulary is not null)
            buckets = new LengthBuckets(view, batchSize, rng.Fork("buckets"));
        if (!shuffle)
        {
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
        }
    }

    /// <summary>The split.</summary>
    public DataView View { get; }

    /// <summary>Examples in a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Positions in the split of the examples of the batch filled last.</summary>
    public ReadOnlySpan<int> Indices => order.AsSpan(first, number);

    /// <summary>Fills a batch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">The step in the epoch, from 0 to <see cref="StepsPerEpoch"/> - 1.</param>
    /// <param name="destination">Receives the examples, row after row.</param>
    /// <returns>How many examples the batch has.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    /// <exception cref="DataFormatException">A streamed file cannot be read any more.</exception>
    public int Fill(int epoch, int step, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, StepsPerEpoch);
        if (shuffle && orderOf != epoch)
        {
            orderKey.Fork((ulong)epoch).FillPermutation(order);
            buckets?.Arrange(order, epoch);
            orderOf = epoch;
        }
        first = (int)((long)step * BatchSize);
        number = Math.Min(BatchSize, order.Length - first);
        View.Read(Indices, noiseKey.Fork((ulong)epoch).Fork((ulong)step), destination);
        return number;
    }
}
