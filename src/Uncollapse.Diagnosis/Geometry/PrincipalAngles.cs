using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Diagnosis.Theory.Margin;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Geometry;

/// <summary>Angles between the span of directions and the data's first principal ones (Bjorck and Golub 1973).</summary>
internal static class PrincipalAngles
{
    private const int Most = 16;

    /// <summary>Degrees, the smallest first.</summary>
    /// <param name="moved">Rows in which the mean moves, [any number, outputs].</param>
    /// <param name="examples">The data.</param>
    /// <param name="wanted">How many directions at most.</param>
    /// <param name="rng">The key.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<double> Degrees(float[] moved, ExampleBlocks examples, int wanted, Rng rng, CancellationToken cancellation)
    {
        int outputs = examples.Outputs, count = Math.Min(Math.Min(wanted, Most), Math.Min(outputs, examples.Examples - 1));
        if (count < 1 || moved.Length == 0) return [];
        double[] ofModel = Spectrum.Of(new StateRows(moved, outputs, outputs), count, rng, count, cancellation).Directions;
        double[] ofData = Spectrum.Of(new StateRows(Centred(examples), outputs, outputs), count, rng, count, cancellation).Directions;
        int modelCount = ofModel.Length / outputs, dataCount = ofData.Length / outputs;
        if (modelCount == 0 || dataCount == 0) return [];
        Matrix<double> left = Matrix<double>.Build.Dense(outputs, modelCount, (d, c) => ofModel[(d * modelCount) + c]), right = Matrix<double>.Build.Dense(outputs, dataCount, (d, c) => ofData[(d * dataCount) + c]);
        return [.. left.TransposeThisAndMultiply(right).Svd(computeVectors: false).S.Select(cosine => Math.Acos(Math.Clamp(cosine, 0, 1)) * 180 / Math.PI)];
    }

    private static float[] Centred(ExampleBlocks examples)
    {
        int outputs = examples.Outputs;
        float[] rows = new float[examples.Examples * outputs];
        double[] mean = new double[outputs];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            for (int n = 0; n < x.Length / examples.RowSize; n++) x.Slice(n * examples.RowSize, outputs).CopyTo(rows.AsSpan((ExampleBlocks.Start(block) + n) * outputs));
        }

        for (int i = 0; i < rows.Length; i++) mean[i % outputs] += rows[i] / (double)examples.Examples;
        for (int i = 0; i < rows.Length; i++) rows[i] -= (float)mean[i % outputs];
        return rows;
    }
}
