using System.Globalization;

namespace Uncollapse.Tensors;

/// <summary>The extents of a tensor, row-major, of rank one to four; the last extent varies fastest.</summary>
/// <remarks>Most operations see a tensor as a matrix: <see cref="Columns"/> is the last extent, <see cref="Rows"/> the product of
/// the others. An image batch is [examples, height, width, channels], a text batch [examples, time, features].</remarks>
public readonly record struct Shape
{
    private readonly int _first;
    private readonly int _second;
    private readonly int _third;
    private readonly int _fourth;

    /// <summary>A vector of <paramref name="length"/> elements.</summary>
    public Shape(int length)
        : this(1, length, 1, 1, 1)
    {
    }

    /// <summary>A matrix.</summary>
    public Shape(int rows, int columns)
        : this(2, rows, columns, 1, 1)
    {
    }

    /// <summary>Rank three, such as [examples, time, features].</summary>
    public Shape(int first, int second, int third)
        : this(3, first, second, third, 1)
    {
    }

    /// <summary>Rank four, such as [examples, height, width, channels].</summary>
    public Shape(int first, int second, int third, int fourth)
        : this(4, first, second, third, fourth)
    {
    }

    private Shape(int rank, int first, int second, int third, int fourth)
    {
        if (first < 0 || second < 0 || third < 0 || fourth < 0)
            throw new ShapeException("shape", $"expected extents of zero or more, found {Text(rank, first, second, third, fourth)}");

        if ((Int128)first * second * third * fourth > int.MaxValue)
            throw new ShapeException("shape", $"expected at most 2^31 - 1 elements, found {Text(rank, first, second, third, fourth)}");

        Rank = rank;
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
    }

    /// <summary>One element: a loss.</summary>
    public static Shape Scalar => new(1);

    /// <summary>The number of extents, 1 to 4.</summary>
    public int Rank { get; }

    /// <summary>The number of elements.</summary>
    public int Length => _first * _second * _third * _fourth;

    /// <summary>The last extent.</summary>
    public int Columns => Rank == 0 ? 0 : this[Rank - 1];

    /// <summary>The product of all extents but the last; 1 for a vector.</summary>
    public int Rows => Rank switch
    {
        0 => 0,
        1 => 1,
        2 => _first,
        3 => _first * _second,
        _ => _first * _second * _third,
    };

    /// <summary>The extent of one dimension, 0 the slowest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not below <see cref="Rank"/>.</exception>
    public int this[int dimension] => dimension switch
    {
        0 when Rank > 0 => _first,
        1 when Rank > 1 => _second,
        2 when Rank > 2 => _third,
        3 when Rank > 3 => _fourth,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "below the rank " + Rank.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The same shape with another last extent.</summary>
    public Shape WithColumns(int columns) => Rank switch
    {
        <= 1 => new Shape(columns),
        2 => new Shape(_first, columns),
        3 => new Shape(_first, _second, columns),
        _ => new Shape(_first, _second, _third, columns),
    };

    /// <summary>The extents in brackets, as in [128, 784].</summary>
    public override string ToString() => Text(Rank, _first, _second, _third, _fourth);

    private static string Text(int rank, int first, int second, int third, int fourth) => rank switch
    {
        0 => "[]",
        1 => string.Create(CultureInfo.InvariantCulture, $"[{first}]"),
        2 => string.Create(CultureInfo.InvariantCulture, $"[{first}, {second}]"),
        3 => string.Create(CultureInfo.InvariantCulture, $"[{first}, {second}, {third}]"),
        _ => string.Create(CultureInfo.InvariantCulture, $"[{first}, {second}, {third}, {fourth}]"),
    };
}
