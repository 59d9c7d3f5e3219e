using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Geometry;

/// <summary>log p(x|z) of one example over planes of codes through its own.</summary>
internal static class Slices
{
    private const double Extent = 3;

    /// <summary>Through the two steepest directions, and through the two flattest where there are two others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The examples, of which one is looked at.</param>
    /// <param name="example">Its position.</param>
    /// <param name="code">Its code.</param>
    /// <param name="directions">The eigenvectors of its metric in columns, the steepest first.</param>
    public static IReadOnlyList<DensitySlice> Of(VaeEvaluator<float> model, ExampleBlocks examples, int example, float[] code, Matrix<double> directions)
    {
        int count = directions.ColumnCount;
        if (count < 2 || model.Model.Posterior.Family.IsSpherical) return [];
        var result = new List<DensitySlice> { Slice("steepest", 0, 1) };
        if (count >= 4) result.Add(Slice("flattest", count - 1, count - 2));
        return result;

        DensitySlice Slice(string name, int first, int second) => new(name, example, Extent, Plane(model, examples, example, code, directions.Column(first), directions.Column(second)));
    }

    private static double[][] Plane(VaeEvaluator<float> model, ExampleBlocks examples, int example, float[] code, Vector<double> first, Vector<double> second)
    {
        int steps = model.Model.Looks(ContextUse.Past) ? 13 : 25, size = examples.RowSize;
        ReadOnlySpan<float> x = examples.Some([example]).Read(0);
        float[] rows = new float[steps * steps * size], codes = new float[steps * steps * code.Length];
        double[] values = new double[steps * steps];
        for (int i = 0; i < values.Length; i++)
        {
            x.CopyTo(rows.AsSpan(i * size));
            double a = Extent * ((2.0 * (i % steps) / (steps - 1)) - 1), b = Extent * ((2.0 * (i / steps) / (steps - 1)) - 1);
            for (int unit = 0; unit < code.Length; unit++)
                codes[(i * code.Length) + unit] = code[unit] + (unit < first.Count ? (float)((a * first[unit]) + (b * second[unit])) : 0);
        }

        model.LogLikelihood(rows, codes, values);
        return [.. values.Chunk(steps)];
    }
}
