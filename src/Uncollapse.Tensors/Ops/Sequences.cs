using System.Globalization;
using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The checks and readings of [examples, time, ...] inputs that operations on sequences share.</summary>
internal static class Sequences
{
    /// <summary>Refuses what is not [examples, time, features].</summary>
    public static void RequireSequence(string operation, Shape shape)
    {
        if (shape.Rank != 3)
            throw new ShapeException(operation, $"expected a sequence [examples, time, features], found {shape}");
    }

    /// <summary>Reads whole numbers from a tensor: token ids or lengths.</summary>
    /// <returns>An array of at least as many numbers; the old one where it suffices.</returns>
    public static int[] ReadIntegers<T>(string operation, string what, Tensor<T> from, int least, int below, int[] room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireIntegers(operation, what, from, least, below);
        if (room.Length < from.Length)
            room = new int[Math.Max(from.Length, 2 * room.Length)];
        var values = from.Data;
        for (int i = 0; i < values.Length; i++)
            room[i] = int.CreateTruncating(values[i]);
        return room;
    }

    /// <summary>Refuses what is no whole number in a range.</summary>
    public static void RequireIntegers<T>(string operation, string what, Tensor<T> from, int least, int below)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = from.Data;
        T low = T.CreateChecked(least), high = T.CreateChecked(below);
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= low && values[i] < high && values[i] == T.Truncate(values[i])))
                Refuse(operation, what, double.CreateChecked(values[i]), i, least, below);
        }
    }

    private static void Refuse(string operation, string what, double value, int index, int least, int below) => throw new ShapeException(
        operation,
        string.Create(CultureInfo.InvariantCulture, $"expected {what} to be whole numbers from {least} to {below - 1}, found {value} at element {index}"));
}
