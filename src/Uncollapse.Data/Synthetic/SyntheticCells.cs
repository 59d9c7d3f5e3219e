using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Synthetic;

/// <summary>
/// Counts of genes in cells with known causes: a cell type, an activity in [0, 1], a batch and a depth. Gene d of cell n is negative binomial of mean L rho_d and dispersion theta,
/// rho the softmax of the gene's own level (normal, deviation 1.5), the type's programme (a fifth of the genes, deviation 1), the activity's (a tenth, deviation 1.5 over its range) and the
/// batch's (all genes, deviation 0.2); log L is normal about the log of the depth with deviation 0.4. Types and batches are equally likely. Cell n depends on the seed and n
/// alone, not on how many are drawn.
/// </summary>
public static class SyntheticCells
{
    private const double DepthDeviation = 0.4;

    /// <summary>Below this exponent a probability of 0 is 0 in double precision.</summary>
    private const double LeastExponent = -700;

    /// <summary>Names of the factors, which are the label columns.</summary>
    public static IReadOnlyList<string> Factors { get; } = ["type", "activity", "batch"];

    /// <summary>Draws what an address asks for.</summary>
    internal static SparseDataset Draw(SourceAddress address, StorageLimits limits)
    {
        address.Allow("examples", "genes", "types", "batches", "depth", "theta", "zeros", "seed");
        int genes = address.Integer("genes", 400, 2, 100_000);
        double theta = One(address, "theta", 4, 1e-3, 1e3), zeros = One(address, "zeros", 0, 0, 0.999);
        return Draw(
            address.Integer("examples", 3000, 3, 10_000_000), genes, address.Integer("types", 6, 1, 100), address.Integer("batches", 1, 1, 100),
            address.Integer("depth", 1000, 1, 1_000_000), theta, zeros, address.Seed("seed", 0), address.Text, limits);
    }

    /// <summary>Draws a data set.</summary>
    /// <param name="cells">How many cells.</param>
    /// <param name="genes">How many genes.</param>
    /// <param name="types">How many cell types.</param>
    /// <param name="batches">How many batches.</param>
    /// <param name="depth">The median of L, counts a cell.</param>
    /// <param name="theta">The dispersion of every gene: the variance is mean + mean^2 / theta.</param>
    /// <param name="zeros">The probability that a count is lost, each by itself: zeros beside the negative binomial's.</param>
    /// <param name="seed">The key of genes and cells.</param>
    /// <param name="source">The name for records.</param>
    /// <param name="limits">What fits in memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, the dispersion not above 0, or the probability not in [0, 1).</exception>
    public static SparseDataset Draw(int cells, int genes, int types, int batches, int depth, double theta, double zeros, ulong seed, string source, StorageLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(genes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(types, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(theta);
        if (!(zeros is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(zeros), zeros, "A probability in [0, 1).");
        Rng rng = new Rng(seed).Fork("synthetic:cells");
        var levels = new CellLevels(genes, types, batches, rng.Fork("genes"));
        using var builder = new CompressedRowsBuilder(source, genes, limits, cells);
        int[] type = new int[cells], batch = new int[cells], columns = new int[genes];
        float[] activity = new float[cells], values = new float[genes];
        double[] share = new double[genes], uniform = new double[genes], normal = new double[1];
        Rng draws = rng.Fork("cells");
        for (int n = 0; n < cells; n++)
        {
            Rng cell = draws.Fork((ulong)n);
            type[n] = cell.Fork(0).NextInt(types);
            batch[n] = cell.Fork(1).NextInt(batches);
            activity[n] = (float)cell.Fork(2).NextUniform();
            cell.Fork(3).FillNormal(normal);
            levels.Shares(type[n], batch[n], activity[n], share);
            cell.Fork(4).FillUniform(uniform);
            int kept = 0;
            double library = depth * Math.Exp(DepthDeviation * normal[0]);
            for (int d = 0; d < genes; d++)
            {
                int count = Count(library * share[d], theta, zeros, uniform[d]);
                if (count == 0) continue;
                columns[kept] = d;
                values[kept++] = count;
            }

            builder.Append(columns.AsSpan(0, kept), values.AsSpan(0, kept));
        }

        LabelColumn[] labels =
        [
            LabelColumn.FromClasses("type", type, Names("type", types)), LabelColumn.FromNumbers("activity", activity), LabelColumn.FromClasses("batch", batch, Names("batch", batches)),
        ];
        var provenance = new DataProvenance(source, "drawn", 0, null, [string.Create(CultureInfo.InvariantCulture, $"seed {seed}")]);
        return new SparseDataset(source, provenance, labels, new CountTable(builder.Build(""), Names("gene", genes), null, Names("cell", cells)));
    }

    /// <summary>A count by inversion; what is left of the uniform number after the loss decides it.</summary>
    private static int Count(double mean, double theta, double zeros, double uniform)
    {
        if (uniform < zeros) return 0;
        double left = (uniform - zeros) / (1 - zeros), ratio = mean / (theta + mean), exponent = -theta * Math.Log(1 + (mean / theta));
        // So large a mean under so large a theta that 0 has no probability: what double precision can tell is where the middle lies.
        if (exponent < LeastExponent) return (int)Math.Min(int.MaxValue, Math.Round(mean));
        double probability = Math.Exp(exponent);
        int count = 0;
        for (left -= probability; left >= 0 && probability > 0; left -= probability)
        {
            probability *= ratio * (theta + count) / (count + 1);
            count++;
        }

        return count;
    }

    private static double One(SourceAddress address, string name, double standard, double low, double high)
    {
        double[] values = address.Numbers(name, [standard]);
        return values.Length == 1 && values[0] >= low && values[0] <= high
            ? values[0]
            : throw new DataFormatException(address.Text, $"parameter {name}", string.Create(CultureInfo.InvariantCulture, $"a number from {low} to {high}"), $"'{address.Get(name)}'");
    }

    private static string[] Names(string kind, int count)
    {
        int digits = (count - 1).ToString(CultureInfo.InvariantCulture).Length;
        return [.. Enumerable.Range(0, count).Select(i => kind + i.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'))];
    }
}
