using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>Scores that are made a block of rows at a time; with few parameters their second moment is kept.</summary>
internal abstract class DenseScores : ScoreRows
{
    /// <summary>Up to so many parameters the second moment is computed once: 32 MiB.</summary>
    private const int MostKept = 2048;

    private double[]? _moment;

    /// <summary>Blocks of rows.</summary>
    private protected abstract int Blocks { get; }

    /// <summary>The whitened scores of a block, [rows, dimension]; valid until the next is read.</summary>
    private protected abstract ReadOnlySpan<float> Read(int block);

    /// <inheritdoc/>
    public sealed override void Project(ReadOnlySpan<float> directions, int count, Span<float> projections)
    {
        int done = 0;
        for (int block = 0; block < Blocks; block++)
        {
            ReadOnlySpan<float> rows = Read(block);
            int number = rows.Length / Dimension;
            KernelTable<float>.Current.Multiply(ProductKind.Plain, number, count, Dimension, rows, directions, projections.Slice(done * count, number * count));
            done += number;
        }
    }

    /// <inheritdoc/>
    public sealed override void Multiply(ReadOnlySpan<double> directions, int count, Span<double> product)
    {
        if (Dimension <= MostKept)
        {
            KernelTable<double>.Current.Multiply(ProductKind.Plain, Dimension, count, Dimension, _moment ??= Moment(), directions, product);
            return;
        }

        product.Clear();
        float[] single = Single(directions), part = new float[product.Length];
        float[] projections = [];
        for (int block = 0; block < Blocks; block++)
        {
            ReadOnlySpan<float> rows = Read(block);
            int number = rows.Length / Dimension;
            if (projections.Length < number * count) projections = new float[number * count];
            Span<float> some = projections.AsSpan(0, number * count);
            KernelTable<float>.Current.Multiply(ProductKind.Plain, number, count, Dimension, rows, single, some);
            KernelTable<float>.Current.Multiply(ProductKind.LeftTransposed, Dimension, count, number, rows, some, part);
            Add(part, product);
        }

        Scale(product);
    }

    // Sums of a block in single precision, of blocks in double.
    private double[] Moment()
    {
        double[] moment = new double[Dimension * Dimension];
        float[] part = new float[moment.Length];
        for (int block = 0; block < Blocks; block++)
        {
            ReadOnlySpan<float> rows = Read(block);
            KernelTable<float>.Current.Multiply(ProductKind.LeftTransposed, Dimension, Dimension, rows.Length / Dimension, rows, rows, part);
            Add(part, moment);
        }

        Scale(moment);
        return moment;
    }

    private void Scale(Span<double> sums)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] /= Examples;
    }

    private static void Add(float[] part, Span<double> sums)
    {
        for (int i = 0; i < part.Length; i++) sums[i] += part[i];
    }
}
