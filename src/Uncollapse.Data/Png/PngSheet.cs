using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Png;

/// <summary>Composes many small pictures into one sheet: samples, reconstructions beside originals, traversals.</summary>
public sealed class PngSheet
{
    /// <summary>Signs of a row's label that are drawn.</summary>
    public const int LongestLabel = 16;

    private const int Gap = 2;
    private const int Dot = 2;
    private const byte Ink = 255;
    private readonly ExampleShape shape;
    private readonly int scale;
    private readonly int channels;
    private readonly int margin;
    private readonly byte[] samples;

    /// <summary>An empty sheet.</summary>
    /// <param name="shape">The shape of one picture; a vector is drawn as one row of pixels.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="rows">Rows of pictures.</param>
    /// <param name="scale">Each pixel is drawn as a square of so many pixels.</param>
    /// <param name="background">The grey between pictures.</param>
    /// <param name="rowLabels">A number or a name for each row, drawn to its left, cut after <see cref="LongestLabel"/> signs; null: no margin.</param>
    /// <exception cref="ArgumentException">There are not as many labels as rows.</exception>
    public PngSheet(ExampleShape shape, int columns, int rows, int scale = 2, byte background = 96, IReadOnlyList<string>? rowLabels = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        this.shape = shape;
        this.scale = scale;
        channels = shape.Channels == 3 ? 3 : 1;
        Columns = columns;
        Rows = rows;
        string[] labels = [.. (rowLabels ?? []).Select(label => label.Length <= LongestLabel ? label : label[..LongestLabel])];
        if (rowLabels is not null && labels.Length != rows)
            throw new ArgumentException($"{rows} rows need as many labels, not {labels.Length}.", nameof(rowLabels));
        margin = rowLabels is null ? 0 : (labels.Max(label => label.Length) * Advance) + Gap;
        Width = checked(margin + (columns * ((shape.Width * scale) + Gap)) + Gap);
        Height = checked((rows * ((shape.Height * scale) + Gap)) + Gap);
        samples = new byte[checked(Width * Height * channels)];
        samples.AsSpan().Fill(background);
        for (int row = 0; row < labels.Length; row++)
            DrawLabel(labels[row], row);
    }

    /// <summary>Pictures in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of pictures.</summary>
    public int Rows { get; }

    /// <summary>Width of the sheet in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the sheet in pixels.</summary>
    public int Height { get; }

    /// <summary>Draws a picture; values from <paramref name="black"/> to <paramref name="white"/> are shown as black to white, others cut off.</summary>
    /// <param name="column">Its place, from the left.</param>
    /// <param name="row">Its place, from the top.</param>
    /// <param name="values">Height x width x channels values; of more than three channels the first is shown.</param>
    /// <param name="black">The value shown black.</param>
    /// <param name="white">The value shown white.</param>
    /// <exception cref="ArgumentException">There are not as many values as the shape has.</exception>
    public void Draw(int column, int row, ReadOnlySpan<float> values, float black = 0, float white = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        if (values.Length != shape.Size)
            throw new ArgumentException($"A picture of {shape} has {shape.Size} values, not {values.Length}.", nameof(values));
        int left = margin + Gap + (column * ((shape.Width * scale) + Gap));
        int top = Gap + (row * ((shape.Height * scale) + Gap));
        float range = white > black ? white - black : 1;
        for (int y = 0; y < shape.Height * scale; y++)
        {
            for (int x = 0; x < shape.Width * scale; x++)
            {
                int source = (((y / scale) * shape.Width) + (x / scale)) * shape.Channels;
                int target = (((top + y) * Width) + left + x) * channels;
                for (int c = 0; c < channels; c++)
                    samples[target + c] = ToByte((values[source + c] - black) / range);
            }
        }
    }

    /// <summary>The sheet as the bytes of a PNG file.</summary>
    public byte[] Encode() => PngWriter.Encode(Width, Height, channels, samples);

    /// <summary>Writes the sheet to a file.</summary>
    public void Write(string path) => PngWriter.Write(path, Width, Height, channels, samples);

    // A sign and the dot between it and the next.
    private static int Advance => (PngGlyphs.Width + 1) * Dot;

    /// <summary>To the right against the pictures, in the middle of the row; what does not fit the sheet is cut off.</summary>
    private void DrawLabel(string signs, int row)
    {
        int left = margin - (signs.Length * Advance);
        int top = Gap + (row * ((shape.Height * scale) + Gap)) + (((shape.Height * scale) - (PngGlyphs.Height * Dot)) / 2);
        for (int y = 0; y < PngGlyphs.Height * Dot; y++)
        {
            for (int x = 0; x < signs.Length * Advance; x++)
            {
                int column = x % Advance / Dot, line = top + y;
                if (column < PngGlyphs.Width && line >= 0 && line < Height && PngGlyphs.IsLit(signs[x / Advance], column, y / Dot))
                    samples.AsSpan(((line * Width) + left + x) * channels, channels).Fill(Ink);
            }
        }
    }

    private static byte ToByte(float value) => float.IsNaN(value) ? (byte)0 : (byte)((Math.Clamp(value, 0, 1) * 255) + 0.5f);
}
