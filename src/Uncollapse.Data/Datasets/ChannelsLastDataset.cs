using System.Buffers;

namespace Uncollapse.Data.Datasets;

/// <summary>Presents pictures that are stored channel by channel with the channel index fastest. Owns the other data set.</summary>
internal sealed class ChannelsLastDataset(DenseDataset source)
    : DenseDataset(source.Name, source.Provenance, source.Labels, source.Shape, source.Kind)
{
    private readonly DenseDataset source = source;

    public override int Count => source.Count;

    public override bool IsStreamed => source.IsStreamed;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private protected override void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        ReadFrom(source, indices, destination);
        int size = OutputSize;
        int channels = Shape.Channels;
        int pixels = size / channels;
        float[] rented = ArrayPool<float>.Shared.Rent(size);
        for (int start = 0; start < destination.Length; start += size)
        {
            Span<float> row = destination.Slice(start, size);
            row.CopyTo(rented);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                for (int channel = 0; channel < channels; channel++)
                    row[(pixel * channels) + channel] = rented[(channel * pixels) + pixel];
            }
        }
        ArrayPool<float>.Shared.Return(rented);
    }
}
