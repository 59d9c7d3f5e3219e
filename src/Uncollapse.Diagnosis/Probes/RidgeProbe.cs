using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>What a linear rule reads from codes: ridge regression in closed form, cross-validated. Classes are regressed as indicators, each class weighing the same, and the largest
/// output is the answer. Codes keep their scale, so that a unit whose mean hardly moves cannot speak.</summary>
internal static class RidgeProbe
{
    /// <summary>Folds.</summary>
    public const int Folds = 5;

    /// <summary>The penalty on squared weights: that of a prior of variance 1 beside unit noise, next to nothing for a unit that varies as the prior does.</summary>
    public const double Penalty = 1;

    /// <summary>Fits and tests.</summary>
    /// <param name="codes">[examples, units].</param>
    /// <param name="units">Units.</param>
    /// <param name="column">What is to be read.</param>
    /// <param name="rng">The key of the folds.</param>
    public static LinearProbe Measure(double[] codes, int units, ProbeColumn column, Rng rng)
    {
        int outputs = column.Classes?.Count ?? 1;
        int[] fold = FoldsOf(column, rng);
        double[] weights = Weights(column);
        var parts = new (Matrix<double> Moment, Matrix<double> Cross)[Folds];
        for (int f = 0; f < Folds; f++) parts[f] = Sums(codes, units, column, outputs, weights, fold, f);
        Matrix<double> moment = parts[0].Moment.Clone(), cross = parts[0].Cross.Clone();
        for (int f = 1; f < Folds; f++)
        {
            moment += parts[f].Moment;
            cross += parts[f].Cross;
        }

        double[] predictions = new double[column.Known.Length * outputs], typical = new double[column.Known.Length];
        for (int f = 0; f < Folds; f++)
        {
            Matrix<double> left = moment - parts[f].Moment, right = cross - parts[f].Cross;
            double mean = left[units, units] > 0 ? right[units, 0] / left[units, units] : 0;
            for (int u = 0; u < units; u++) left[u, u] += Penalty;
            left[units, units] += 1e-9;
            Predict(codes, units, column, left.Cholesky().Solve(right), fold, f, predictions);
            for (int i = 0; i < fold.Length; i++)
            {
                if (fold[i] == f) typical[i] = mean;
            }
        }

        return column.Classes is null
            ? new LinearProbe { R2 = Explained(column, predictions, typical), Folds = Folds, Penalty = Penalty }
            : new LinearProbe { BalancedAccuracy = Balanced(column, predictions), Chance = 1.0 / column.Sizes().Count(size => size > 0), Folds = Folds, Penalty = Penalty };
    }

    // Each class is dealt out in turn, so that a rare one is in every fold.
    private static int[] FoldsOf(ProbeColumn column, Rng rng)
    {
        int[] order = new int[column.Known.Length], fold = new int[order.Length], dealt = new int[Math.Max(1, column.Classes?.Count ?? 1)];
        rng.FillPermutation(order);
        foreach (int i in order) fold[i] = dealt[column.Classes is null ? 0 : column.Class(column.Known[i])]++ % Folds;
        return fold;
    }

    private static double[] Weights(ProbeColumn column)
    {
        int[] sizes = column.Sizes();
        int present = sizes.Count(size => size > 0);
        return [.. column.Known.Select(n => column.Classes is null ? 1 : (double)column.Known.Length / (present * sizes[column.Class(n)]))];
    }

    private static (Matrix<double> Moment, Matrix<double> Cross) Sums(double[] codes, int units, ProbeColumn column, int outputs, double[] weights, int[] fold, int f)
    {
        int[] rows = [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] == f)];
        var x = Matrix<double>.Build.Dense(rows.Length, units + 1, (i, u) => u == units ? 1 : codes[(column.Known[rows[i]] * units) + u]);
        var weighted = Matrix<double>.Build.Dense(rows.Length, units + 1, (i, u) => weights[rows[i]] * x[i, u]);
        var y = Matrix<double>.Build.Dense(rows.Length, outputs, (i, k) => Target(column, column.Known[rows[i]], k));
        return (weighted.TransposeThisAndMultiply(x), weighted.TransposeThisAndMultiply(y));
    }

    private static double Target(ProbeColumn column, int example, int output) => column.Classes is null ? column.Values[example] : column.Class(example) == output ? 1 : 0;

    private static void Predict(double[] codes, int units, ProbeColumn column, Matrix<double> solution, int[] fold, int f, double[] predictions)
    {
        int outputs = solution.ColumnCount;
        for (int i = 0; i < fold.Length; i++)
        {
            if (fold[i] != f) continue;
            ReadOnlySpan<double> code = codes.AsSpan(column.Known[i] * units, units);
            for (int k = 0; k < outputs; k++)
            {
                double sum = solution[units, k];
                for (int u = 0; u < units; u++) sum += code[u] * solution[u, k];
                predictions[(i * outputs) + k] = sum;
            }
        }
    }

    private static double Explained(ProbeColumn column, double[] predictions, double[] typical)
    {
        double error = 0, spread = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            double value = column.Values[column.Known[i]];
            error += (value - predictions[i]) * (value - predictions[i]);
            spread += (value - typical[i]) * (value - typical[i]);
        }

        return spread > 0 ? 1 - (error / spread) : 0;
    }

    private static double Balanced(ProbeColumn column, double[] predictions)
    {
        int outputs = column.Classes!.Count;
        int[] sizes = column.Sizes(), right = new int[outputs];
        for (int i = 0; i < column.Known.Length; i++)
        {
            ReadOnlySpan<double> answers = predictions.AsSpan(i * outputs, outputs);
            int best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(answers), label = column.Class(column.Known[i]);
            if (best == label) right[label]++;
        }

        return Enumerable.Range(0, outputs).Where(k => sizes[k] > 0).Average(k => (double)right[k] / sizes[k]);
    }
}
