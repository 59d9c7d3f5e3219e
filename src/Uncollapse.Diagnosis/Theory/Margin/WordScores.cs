using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>The scores of a language model without a code in the directions of its last features, the same at every place.</summary>
internal static class WordScores
{
    /// <summary>Directions whose information is below this share of the largest say nothing of any word.</summary>
    private const double LeastInformation = 1e-6;

    public static StateScores Measure(VaeEvaluator<float> model, ExampleBlocks examples, float[] codes, CollapsedState state, CancellationToken cancellation)
    {
        var states = new WordStates<float>(model.Model);
        int features = states.Features, units = model.Model.LatentCount, chunk = model.Model.BlockRows(ExampleBlocks.Start(1));
        float[] scores = new float[examples.Examples * features], room = [];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            int rows = x.Length / examples.RowSize;
            for (int at = 0; at < rows; at += chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(chunk, rows - at), start = ExampleBlocks.Start(block) + at;
                ReadOnlySpan<float> some = x.Slice(at * examples.RowSize, count * examples.RowSize);
                model.AddWords(states, some, codes.AsSpan(start * units, count * units), scores.AsSpan(start * features, count * features), state.Of(some, examples.RowSize, ref room));
            }
        }

        Centre(scores, features);
        float[] whitening = Whitening(states.Information(), features, out int rank, out double[] kept), rowsOut = new float[examples.Examples * Math.Max(rank, 1)];
        if (rank > 0) KernelTable<float>.Current.Multiply(ProductKind.Plain, examples.Examples, rank, features, scores, whitening, rowsOut);
        return new StateScores(new StateRows(rowsOut, Math.Max(rank, 1), rank), StateScores.Relative(rank > 0 ? kept : [0]), StateScores.Square, $"the decoder's last {features} features, the same at every word", "scores centred");
    }

    /// <summary>U diag(e)^(-1/2) of F = U diag(e) U^T, [features, rank].</summary>
    private static float[] Whitening(double[] information, int features, out int rank, out double[] kept)
    {
        var decomposition = Matrix<double>.Build.Dense(features, features, information).Evd(Symmetricity.Symmetric);
        double[] values = [.. decomposition.EigenValues.Select(value => value.Real)];
        double largest = values.Max();
        int[] places = [.. Enumerable.Range(0, features).Where(i => largest > 0 && values[i] > LeastInformation * largest)];
        rank = places.Length;
        kept = Array.ConvertAll(places, i => values[i]);
        float[] result = new float[features * rank];
        for (int i = 0; i < result.Length; i++) result[i] = (float)(decomposition.EigenVectors[i / rank, places[i % rank]] / Math.Sqrt(values[places[i % rank]]));
        return result;
    }

    private static void Centre(float[] scores, int features)
    {
        double[] mean = new double[features];
        int rows = scores.Length / features;
        for (int i = 0; i < scores.Length; i++) mean[i % features] += scores[i] / (double)rows;
        for (int i = 0; i < scores.Length; i++) scores[i] -= (float)mean[i % features];
    }
}
