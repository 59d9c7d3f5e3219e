using Uncollapse.Data.Datasets;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Png;
using Uncollapse.Data.Preparation;

namespace Uncollapse.Cli.Runs;

/// <summary>Examples in rows and columns, as the model sees them; written as a sheet of pictures or as an array in the source's units.</summary>
internal sealed class PictureGrid
{
    private const int SmallestSide = 56;
    private readonly DataView _view;
    private readonly float[] _values;

    /// <summary>A grid to fill.</summary>
    /// <param name="view">The run's data, which say the shape and the scale.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    internal PictureGrid(DataView view, int rows, int columns)
    {
        _view = view;
        Rows = rows;
        Columns = columns;
        _values = new float[checked(rows * columns * view.OutputSize)];
    }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>Examples that are shown; the last places of a sheet may stay empty.</summary>
    internal int? Shown { get; init; }

    /// <summary>A number or name for each row of a sheet; null: none are drawn.</summary>
    internal IReadOnlyList<string>? RowLabels { get; init; }

    /// <summary>All places, row after row.</summary>
    internal Span<float> Values => _values;

    /// <summary>The array's shape: rows, columns, and the shape of an example; or one axis of examples where the grid is only a sheet.</summary>
    internal IReadOnlyList<int> Shape
    {
        get
        {
            ExampleShape shape = _view.Shape;
            int[] example = shape.IsImage ? [shape.Height, shape.Width, shape.Channels] : [shape.Size];
            return Shown is { } shown ? [shown, .. example] : [Rows, Columns, .. example];
        }
    }

    internal Span<float> Place(int row, int column) => _values.AsSpan(((row * Columns) + column) * _view.OutputSize, _view.OutputSize);

    /// <summary>Whether these data can be drawn.</summary>
    /// <exception cref="CliException">A .png is asked for, but the examples are no pictures.</exception>
    internal static void Require(string path, DataView view)
    {
        if (IsPng(path) && !view.Shape.IsImage)
            throw CliException.Usage($"--out {path}: expected data of pictures for a .png, found examples of {view.Shape} values", $"--out {Path.ChangeExtension(path, ".npy")}");
    }

    internal void Write(string path)
    {
        if (IsPng(path)) WriteSheet(path);
        else WriteArray(path);
    }

    private static bool IsPng(string path) => Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);

    private void WriteSheet(string path)
    {
        (float black, float white) = Range();
        var sheet = new PngSheet(_view.Shape, Columns, Rows, Math.Max(1, SmallestSide / _view.Shape.Height), rowLabels: RowLabels);
        int shown = Shown ?? (Rows * Columns);
        for (int place = 0; place < shown; place++) sheet.Draw(place % Columns, place / Columns, Place(place / Columns, place % Columns), black, white);
        sheet.Write(path);
    }

    private void WriteArray(string path)
    {
        IReadOnlyList<int> shape = Shape;
        int count = shape.Aggregate(1, (product, extent) => product * extent);
        float[] values = _values[..count];
        _view.Transform.Invert(values, _view.OutputSize);
        NpyWriter.Write(path, NpyArray.From(values, [.. shape]));
    }

    // Data in [0, 1] are drawn on that scale, others on the training split's own.
    private (float Black, float White) Range()
    {
        OutputStatistics statistics = _view.Statistics();
        bool unit = statistics.OverallMinimum >= 0 && statistics.OverallMaximum <= 1;
        return unit ? (0, 1) : ((float)statistics.OverallMinimum, (float)statistics.OverallMaximum);
    }
}
