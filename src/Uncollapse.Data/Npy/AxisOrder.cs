namespace Uncollapse.Data.Npy;

/// <summary>Reorders elements between Fortran order (first index fastest, numpy and MATLAB) and C order (last index fastest).</summary>
internal static class AxisOrder
{
    /// <summary>Elements in C order of an array that is stored in Fortran order.</summary>
    public static byte[] FromFortran(ReadOnlySpan<byte> source, int size, ReadOnlySpan<int> shape)
    {
        byte[] target = new byte[source.Length];
        if (source.IsEmpty)
            return target;
        // The fastest index of the target is the slowest of the source: one run of it at a time.
        int last = shape[^1];
        long stride = source.Length / size / last;
        Span<int> index = shape.Length <= 16 ? stackalloc int[shape.Length] : new int[shape.Length];
        index.Clear();
        int at = 0;
        long start = 0;
        while (at < target.Length)
        {
            for (int i = 0; i < last; i++, at += size)
                source.Slice((int)((start + (i * stride)) * size), size).CopyTo(target.AsSpan(at));
            start = Advance(index, shape);
        }
        return target;
    }

    /// <summary>Steps all indices but the last in C order; returns the source position of the new ones.</summary>
    private static long Advance(Span<int> index, ReadOnlySpan<int> shape)
    {
        for (int axis = shape.Length - 2; axis >= 0; axis--)
        {
            if (++index[axis] < shape[axis])
                break;
            index[axis] = 0;
        }
        long position = 0;
        long stride = 1;
        for (int axis = 0; axis < shape.Length - 1; axis++)
        {
            position += index[axis] * stride;
            stride *= shape[axis];
        }
        return position;
    }
}
