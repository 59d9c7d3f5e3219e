using System.Globalization;

namespace Uncollapse.Data.Datasets;

/// <summary>The shape of one example: rows, columns and channels, the channel index fastest. A vector is one row of one channel.</summary>
/// <param name="Height">Rows of pixels; 1 for vectors.</param>
/// <param name="Width">Columns of pixels; the length of a vector.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
public readonly record struct ExampleShape(int Height, int Width, int Channels)
{
    // Sides of square pictures that flattened tables hold; from 8 (digits) to 256.
    private const int SmallestSide = 8;
    private const int LargestSide = 256;

    /// <summary>Numbers in one example: height times width times channels.</summary>
    public int Size => checked(Height * Width * Channels);

    /// <summary>Whether it has more than one row, so that it can be shown as a picture.</summary>
    public bool IsImage => Height > 1;

    /// <summary>A vector.</summary>
    public static ExampleShape Vector(int length) => new(1, length, 1);

    /// <summary>A vector, or a square grey picture when its length is the square of a side from 8 to 256 (784 is 28 x 28).</summary>
    public static ExampleShape Flat(int length)
    {
        int side = (int)Math.Round(Math.Sqrt(length));
        return side is >= SmallestSide and <= LargestSide && side * side == length ? new ExampleShape(side, side, 1) : Vector(length);
    }

    /// <summary>Reads <c>28x28</c>, <c>32x32x3</c> or <c>5</c>.</summary>
    /// <returns>Whether the text is a shape of positive sides.</returns>
    public static bool TryParse(string text, out ExampleShape shape)
    {
        ArgumentNullException.ThrowIfNull(text);
        shape = default;
        string[] parts = text.Split('x');
        Span<int> sides = [1, 1, 1];
        if (parts.Length is < 1 or > 3)
            return false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]) || sides[i] is < 1 or > 1 << 20)
                return false;
        }
        if ((long)sides[0] * sides[1] * sides[2] > 1 << 28)
            return false;
        shape = parts.Length == 1 ? Vector(sides[0]) : new ExampleShape(sides[0], sides[1], sides[2]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsImage
        ? string.Create(CultureInfo.InvariantCulture, $"{Height} x {Width} x {Channels}")
        : string.Create(CultureInfo.InvariantCulture, $"{Size}");
}
