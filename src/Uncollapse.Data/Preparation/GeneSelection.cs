using Uncollapse.Data.Counts;

namespace Uncollapse.Data.Preparation;

/// <summary>Scores of genes by how much more they vary than noise of counts does: pure functions of the cells given, which are to be the training cells.</summary>
public static class GeneSelection
{
    private const double LoessSpan = 0.3;

    /// <summary>Overdispersion that Pearson residuals assume of every gene (Lause et al. 2021).</summary>
    public const double CustomaryTheta = 100;

    /// <summary>
    /// The rule of Seurat version 3: with mean m and variance v of a gene's counts, and s^2 = 10^loess(log10 v on log10 m; span 0.3, degree 2),
    /// the variance of z = min((x - m) / s, sqrt(n)). Source: Stuart et al. 2019, as scanpy computes it.
    /// </summary>
    /// <param name="cells">Counts.</param>
    /// <returns>A score a gene; 0 for genes that do not vary.</returns>
    public static double[] SeuratV3(SparseDataset cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        int n = cells.Count, genes = cells.OutputSize;
        double[] sum = new double[genes], squares = new double[genes];
        ForEach(cells, (gene, value) =>
        {
            sum[gene] += value;
            squares[gene] += (double)value * value;
        });
        double[] mean = Array.ConvertAll(sum, total => total / n);
        double[] deviation = Deviations(n, mean, squares);
        double root = Math.Sqrt(n);
        double[] clip = [.. deviation.Zip(mean, (s, m) => (s * root) + m)];
        Array.Clear(sum);
        Array.Clear(squares);
        ForEach(cells, (gene, value) =>
        {
            double clipped = Math.Min(value, clip[gene]);
            sum[gene] += clipped;
            squares[gene] += clipped * clipped;
        });
        double[] score = new double[genes];
        for (int gene = 0; gene < genes; gene++)
            score[gene] = ((n * mean[gene] * mean[gene]) + squares[gene] - (2 * sum[gene] * mean[gene])) / ((n - 1) * deviation[gene] * deviation[gene]);
        return score;
    }

    /// <summary>
    /// The variance of Pearson residuals r = (x - mu) / sqrt(mu + mu^2 / theta), clipped to +-sqrt(n), where mu = (counts of the gene) (counts of
    /// the cell) / (all counts). Source: Lause, Berens &amp; Kobak 2021.
    /// </summary>
    /// <param name="cells">Counts.</param>
    /// <param name="theta">The overdispersion assumed, above 0.</param>
    /// <returns>A score a gene; 0 for genes that no cell has.</returns>
    public static double[] PearsonResiduals(SparseDataset cells, double theta = CustomaryTheta)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(theta);
        int n = cells.Count, genes = cells.OutputSize;
        double[] ofGene = new double[genes], ofCell = new double[n];
        ForEachCell(cells, (cell, columns, values) =>
        {
            for (int i = 0; i < columns.Length; i++)
            {
                ofGene[columns[i]] += values[i];
                ofCell[cell] += values[i];
            }
        });
        double total = ofGene.Sum(), clip = Math.Sqrt(n);
        double[] sum = new double[genes], squares = new double[genes];
        double Residual(double x, int gene, double depth)
        {
            double mu = ofGene[gene] * depth / total;
            return mu > 0 ? Math.Clamp((x - mu) / Math.Sqrt(mu + (mu * mu / theta)), -clip, clip) : 0;
        }
        // As if all were 0: cells of one depth are alike. Then what is not.
        foreach (IGrouping<double, double> alike in ofCell.GroupBy(depth => depth))
        {
            int number = alike.Count();
            for (int gene = 0; gene < genes; gene++)
            {
                double r = Residual(0, gene, alike.Key);
                sum[gene] += number * r;
                squares[gene] += number * r * r;
            }
        }
        ForEachCell(cells, (cell, columns, values) =>
        {
            for (int i = 0; i < columns.Length; i++)
            {
                double zero = Residual(0, columns[i], ofCell[cell]), r = Residual(values[i], columns[i], ofCell[cell]);
                sum[columns[i]] += r - zero;
                squares[columns[i]] += (r * r) - (zero * zero);
            }
        });
        return [.. sum.Zip(squares, (first, second) => Math.Max(0, (second / n) - (first / n * (first / n))))];
    }

    /// <summary>The places of the largest scores, in increasing order; of equal scores the first come first.</summary>
    /// <param name="scores">A score a gene.</param>
    /// <param name="count">How many.</param>
    public static int[] Top(IReadOnlyList<double> scores, int count)
    {
        ArgumentNullException.ThrowIfNull(scores);
        int[] best = [.. Enumerable.Range(0, scores.Count).OrderByDescending(gene => scores[gene]).ThenBy(gene => gene).Take(count)];
        Array.Sort(best);
        return best;
    }

    /// <summary>The number of cells that have each gene.</summary>
    public static int[] CellsOf(SparseDataset cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        int[] count = new int[cells.OutputSize];
        ForEach(cells, (gene, _) => count[gene]++);
        return count;
    }

    /// <summary>Gives the entries of each cell.</summary>
    internal static void ForEachCell(SparseDataset cells, Action<int, ReadOnlySpan<int>, ReadOnlySpan<float>> take)
    {
        int[] columns = new int[cells.OutputSize];
        float[] values = new float[cells.OutputSize];
        Span<int> index = [0], starts = [0, 0];
        for (int cell = 0; cell < cells.Count; cell++)
        {
            index[0] = cell;
            int number = cells.ReadEntries(index, starts, columns, values);
            take(cell, columns.AsSpan(0, number), values.AsSpan(0, number));
        }
    }

    private static void ForEach(SparseDataset cells, Action<int, float> take) => ForEachCell(cells, (_, columns, values) =>
    {
        for (int i = 0; i < columns.Length; i++)
            take(columns[i], values[i]);
    });

    /// <summary>The standard deviations that the curve expects of genes of these means; 1 where a gene does not vary.</summary>
    private static double[] Deviations(int n, double[] mean, double[] squares)
    {
        var places = new List<double>();
        var values = new List<double>();
        var genes = new List<int>();
        for (int gene = 0; gene < mean.Length; gene++)
        {
            double variance = (squares[gene] - (n * mean[gene] * mean[gene])) / (n - 1);
            // Below this it is rounding.
            if (!(variance > 1e-12 * (1 + (mean[gene] * mean[gene]))))
                continue;
            places.Add(Math.Log10(mean[gene]));
            values.Add(Math.Log10(variance));
            genes.Add(gene);
        }
        double[] deviation = new double[mean.Length];
        Array.Fill(deviation, 1);
        double[] fitted = LocalRegression.Quadratic([.. places], [.. values], LoessSpan);
        for (int i = 0; i < fitted.Length; i++)
            deviation[genes[i]] = Math.Sqrt(Math.Pow(10, fitted[i]));
        return deviation;
    }
}
