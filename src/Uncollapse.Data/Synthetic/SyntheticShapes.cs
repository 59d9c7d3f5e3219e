using Uncollapse.Data.Datasets;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Synthetic;

/// <summary>
/// Pictures with known causes: a square, an ellipse or a heart, of a scale in [0.5, 1], a rotation in [0, 2 pi) and a position in
/// [0, 1] each way, all drawn uniformly and independently. Example i depends on the seed and i alone, not on how many are drawn.
/// Factors that are asked not to vary are those of an upright heart of scale 0.75 in the middle; what varies is drawn as if all did.
/// </summary>
public static class SyntheticShapes
{
    /// <summary>Names of the factors, which are the label columns.</summary>
    public static IReadOnlyList<string> Factors { get; } = ["shape", "scale", "rotation", "x", "y"];

    /// <summary>Names of the shapes, in the order of their classes.</summary>
    public static IReadOnlyList<string> Shapes { get; } = ["square", "ellipse", "heart"];

    private static ReadOnlySpan<float> FixedAt => [0.75f, 0, 0.5f, 0.5f];

    /// <summary>Draws a data set.</summary>
    /// <param name="examples">How many pictures.</param>
    /// <param name="size">Their side in pixels.</param>
    /// <param name="seed">The key of the factors.</param>
    /// <param name="source">The name for records.</param>
    /// <param name="limits">What fits in memory.</param>
    /// <param name="vary">The factors that vary; empty: all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no example to draw, a side below 8, or no such factor.</exception>
    public static DenseDataset Draw(int examples, int size, ulong seed, string source, StorageLimits limits, params ReadOnlySpan<string> vary)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 8);
        bool[] varies = Varying(vary);
        Rng rng = new Rng(seed).Fork("synthetic:shapes");
        int[] shapes = new int[examples];
        float[][] factors = [new float[examples], new float[examples], new float[examples], new float[examples]];
        using var builder = new RowBuilder(source, size * size, bytes: true, limits);
        byte[] picture = new byte[size * size];
        for (int i = 0; i < examples; i++)
        {
            Rng example = rng.Fork((ulong)i);
            shapes[i] = example.Fork(0).NextInt(Shapes.Count);
            for (int factor = 0; factor < factors.Length; factor++)
                factors[factor][i] = (float)example.Fork((ulong)factor + 1).NextUniform();
            factors[0][i] = 0.5f + (0.5f * factors[0][i]);
            factors[1][i] *= 2 * MathF.PI;
            if (!varies[0]) shapes[i] = Shapes.Count - 1;
            for (int factor = 0; factor < factors.Length; factor++)
            {
                if (!varies[factor + 1]) factors[factor][i] = FixedAt[factor];
            }

            ShapeRaster.Draw(picture, size, shapes[i], factors[0][i], factors[1][i], factors[2][i], factors[3][i]);
            builder.Append(picture);
        }
        var labels = new List<LabelColumn> { LabelColumn.FromClasses("shape", shapes, Shapes) };
        for (int factor = 0; factor < factors.Length; factor++)
            labels.Add(LabelColumn.FromNumbers(Factors[factor + 1], factors[factor]));
        var provenance = new DataProvenance(source, "drawn", 0, null, [$"seed {seed}"]);
        return builder.Build(source, provenance, labels, new ExampleShape(size, size, 1), ValueKind.Byte);
    }

    private static bool[] Varying(ReadOnlySpan<string> names)
    {
        bool[] varies = new bool[Factors.Count];
        varies.AsSpan().Fill(names.IsEmpty);
        foreach (string name in names)
        {
            int index = Factors.ToList().IndexOf(name);
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(names));
            varies[index] = true;
        }

        return varies;
    }
}
