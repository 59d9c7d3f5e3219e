using System.Numerics;

namespace Uncollapse.Tensors.Ops;

/// <summary>A lower triangular matrix with a positive diagonal in a row of L (L + 1) / 2 numbers: the logarithms of the diagonal, then the rest row by row.</summary>
internal static class Triangles
{
    /// <summary>How many numbers stand for a triangle.</summary>
    public static int Count(int units) => units * (units + 1) / 2;

    public static void Check(string operation, Shape triangles, Shape vectors)
    {
        if (triangles.Rows != vectors.Rows || triangles.Columns != Count(vectors.Columns))
            throw new ShapeException(operation, triangles, vectors, $"equal rows, and triangles of {Count(vectors.Columns)} numbers");
    }

    /// <summary>Where row i below the diagonal begins.</summary>
    public static int Row(int units, int i) => units + (i * (i - 1) / 2);

    /// <summary>y = C x; for <paramref name="slope"/> the derivative along it, where exp'd diagonals move as C_ii d_i.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> triangle, ReadOnlySpan<T> x, Span<T> y, ReadOnlySpan<T> slope = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int units = x.Length;
        var below = slope.IsEmpty ? triangle : slope;
        for (int i = units - 1; i >= 0; i--)
        {
            var sum = T.Exp(triangle[i]) * x[i];
            if (!slope.IsEmpty)
                sum *= slope[i];
            int row = Row(units, i);
            for (int j = 0; j < i; j++)
                sum += below[row + j] * x[j];
            y[i] = sum;
        }
    }

    /// <summary>y = C^-1 x; y may be x.</summary>
    public static void Solve<T>(ReadOnlySpan<T> triangle, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int units = x.Length;
        for (int i = 0; i < units; i++)
        {
            var sum = x[i];
            int row = Row(units, i);
            for (int j = 0; j < i; j++)
                sum -= triangle[row + j] * y[j];
            y[i] = sum * T.Exp(-triangle[i]);
        }
    }

    /// <summary>y = C^-T x.</summary>
    public static void SolveTransposed<T>(ReadOnlySpan<T> triangle, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int units = x.Length;
        x.CopyTo(y);
        for (int i = units - 1; i >= 0; i--)
        {
            y[i] *= T.Exp(-triangle[i]);
            int row = Row(units, i);
            for (int j = 0; j < i; j++)
                y[j] -= triangle[row + j] * y[i];
        }
    }
}
