using System.Globalization;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Sources;

/// <summary>How an array of examples is understood: its count, the shape of one, and whether channels come before rows.</summary>
/// <param name="Count">Examples: the length of the first axis.</param>
/// <param name="Shape">The shape of one, channels last.</param>
/// <param name="ChannelsFirst">Whether the array holds channels before rows and columns.</param>
internal readonly record struct ArrayShape(int Count, ExampleShape Shape, bool ChannelsFirst)
{
    // A row is read into one array of floats.
    private const long LargestRow = 1 << 28;

    /// <summary>Understands the axes of an array whose first axis counts examples.</summary>
    /// <exception cref="DataFormatException">There are no examples, too many, or the shape that the user gave does not fit.</exception>
    public static ArrayShape Of(string path, ReadOnlySpan<long> axes, SourceOptions options)
    {
        string shown = string.Join(" x ", axes.ToArray().Select(length => length.ToString(CultureInfo.InvariantCulture)));
        if (axes.Length < 2)
            throw new DataFormatException(path, "", "an array of two axes at least, examples first", axes.Length == 0 ? "a single number" : $"one axis of {shown}", "One number an example may be a label file: name the examples");
        Int128 size = 1;
        foreach (long length in axes[1..])
            size = Int128.Min(size * length, LargestRow + 1);
        if (axes[0] < 1 || size < 1)
            throw new DataFormatException(path, "", "at least one example of at least one value", $"an array of {shown}");
        if (axes[0] > int.MaxValue || size > LargestRow)
            throw new DataFormatException(path, "", $"at most {int.MaxValue} examples of at most {LargestRow} values", $"an array of {shown}", "Examples are the first axis");
        (ExampleShape shape, bool channelsFirst) = FromAxes(axes[1..], (int)size);
        if (options.Shape is { } given)
        {
            if (given.Size != (int)size)
                throw new DataFormatException(path, "", $"examples of {given} = {given.Size} values, as given", $"{size} values", "Mend the shape");
            (shape, channelsFirst) = (given, false);
        }
        return new ArrayShape((int)axes[0], shape, channelsFirst);
    }

    private static (ExampleShape Shape, bool ChannelsFirst) FromAxes(ReadOnlySpan<long> axes, int size)
    {
        static bool IsChannels(long length) => length is 1 or 3 or 4;
        switch (axes.Length)
        {
            case 1:
                return (ExampleShape.Flat(size), false);
            case 2 when axes[0] > 1:
                return (new ExampleShape((int)axes[0], (int)axes[1], 1), false);
            case 3 when IsChannels(axes[2]):
                return (new ExampleShape((int)axes[0], (int)axes[1], (int)axes[2]), false);
            case 3 when IsChannels(axes[0]):
                return (new ExampleShape((int)axes[1], (int)axes[2], (int)axes[0]), axes[0] > 1);
            default:
                return (ExampleShape.Vector(size), false);
        }
    }
}
