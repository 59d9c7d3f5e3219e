namespace Uncollapse.Tensors;

/// <summary>Thrown when the shapes given to an operation do not fit together.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Creates the error from the operation's name and what was expected and found.</summary>
    /// <param name="operation">The operation, as the caller names it.</param>
    /// <param name="detail">What was expected and what was found.</param>
    public ShapeException(string operation, string detail)
        : base($"{operation}: {detail}")
    {
        Operation = operation;
    }

    /// <summary>Creates the error from the operation's name and two shapes that do not fit.</summary>
    /// <param name="operation">The operation, as the caller names it.</param>
    /// <param name="left">The left operand's shape.</param>
    /// <param name="right">The right operand's shape.</param>
    public ShapeException(string operation, ReadOnlySpan<int> left, ReadOnlySpan<int> right)
        : this(operation, $"shapes [{Join(left)}] and [{Join(right)}] do not fit")
    {
    }

    /// <summary>Creates the error from two tensors' shapes and what would have fitted.</summary>
    /// <param name="operation">The operation, as the caller names it.</param>
    /// <param name="left">The left operand's shape.</param>
    /// <param name="right">The right operand's shape.</param>
    /// <param name="expected">What would fit, in words.</param>
    public ShapeException(string operation, Shape left, Shape right, string expected)
        : this(operation, $"shapes {left} and {right} do not fit: expected {expected}")
    {
    }

    /// <summary>The operation that was refused.</summary>
    public string Operation { get; }

    private static string Join(ReadOnlySpan<int> shape) => string.Join(", ", shape.ToArray());
}
