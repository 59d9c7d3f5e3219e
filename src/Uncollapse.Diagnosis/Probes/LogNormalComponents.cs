using Uncollapse.Data.Counts;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>Principal components of log-normalised counts, log(1 + 10,000 x / sum x) with each gene's mean taken off: what single cells are customarily looked at by.</summary>
internal static class LogNormalComponents
{
    /// <summary>The sum that counts of a cell are brought to.</summary>
    public const double Total = 10_000;

    /// <summary>The first components of examples, [examples, components].</summary>
    /// <param name="parts">Counts and positions.</param>
    /// <param name="components">How many at most.</param>
    /// <param name="rng">The key of the start.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The coordinates and how many components there are.</returns>
    public static (double[] Points, int Components) Of(IReadOnlyList<(SparseDataset Data, int[] Indices)> parts, int components, Rng rng, CancellationToken cancellation)
    {
        var rows = new LogNormalRows(parts);
        var spectrum = Spectrum.Of(rows, components, rng, cancellation: cancellation);
        int found = spectrum.Values.Count;
        float[] directions = Array.ConvertAll(spectrum.Directions, value => (float)value), points = new float[rows.Examples * found];
        rows.Project(directions, found, points);
        return (Array.ConvertAll(points, value => (double)value), found);
    }
}
