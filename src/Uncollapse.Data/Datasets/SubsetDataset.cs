namespace Uncollapse.Data.Datasets;

/// <summary>Some examples of another data set, in an order of their own. It does not own the other.</summary>
internal sealed class SubsetDataset : DenseDataset
{
    // Indices are translated this many at a time, on the stack.
    private const int Block = 256;
    private readonly DenseDataset source;
    private readonly int[] indices;

    public SubsetDataset(string name, DenseDataset source, int[] indices)
        : base(name, source.Provenance, [.. source.Labels.Select(column => column.Select(indices))], source.Shape, source.Kind)
    {
        this.source = source;
        this.indices = indices;
    }

    public override int Count => indices.Length;

    public override bool IsStreamed => source.IsStreamed;

    public override string Origin => source.Origin;

    public override int SourceIndex(int index) => source.SourceIndex(indices[index]);

    private protected override void ReadCheckedRows(ReadOnlySpan<int> wanted, Span<float> destination)
    {
        Span<int> translated = stackalloc int[Block];
        int size = OutputSize;
        for (int start = 0; start < wanted.Length; start += Block)
        {
            int number = Math.Min(Block, wanted.Length - start);
            for (int i = 0; i < number; i++)
                translated[i] = indices[wanted[start + i]];
            ReadFrom(source, translated[..number], destination.Slice(start * size, number * size));
        }
    }
}
