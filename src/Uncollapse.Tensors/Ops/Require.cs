namespace Uncollapse.Tensors.Ops;

/// <summary>The checks that operations make before they run.</summary>
internal static class Require
{
    public static void Equal(string operation, Shape left, Shape right)
    {
        if (left != right)
            throw new ShapeException(operation, left, right, "equal shapes");
    }

    public static void Columns(string operation, Shape matrix, Shape vector)
    {
        if (vector.Length != matrix.Columns)
            throw new ShapeException(operation, matrix, vector, $"one value a column, {matrix.Columns} in all");
    }

    public static void Scalar(string operation, Shape shape)
    {
        if (shape.Length != 1)
            throw new ShapeException(operation, $"expected one element, found {shape}");
    }

    /// <summary>How many rows of <paramref name="many"/> belong to each row of <paramref name="few"/>.</summary>
    public static int Repeats(string operation, Shape many, Shape few)
    {
        if (many.Columns != few.Columns || few.Rows == 0 || many.Rows % few.Rows != 0)
            throw new ShapeException(operation, many, few, "equal columns, and rows of the first a multiple of the second's");

        return many.Rows / few.Rows;
    }
}
