using System.Numerics.Tensors;
using Uncollapse.Diagnosis.Measures;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>Euclidean distances of every example to all others, an example at a time, so that memory stays small; on all threads.</summary>
internal static class Distances
{
    private const int RowsAtOnce = 16;

    /// <summary>Gives each example its distances, and the others in the order of their distance.</summary>
    /// <param name="codes">[examples, units].</param>
    /// <param name="units">Units.</param>
    /// <param name="take">Told the example, the distance of every example to it, the sorted distances and the examples they are of, itself left out. It is called from several threads, each example once.</param>
    /// <param name="report">Told the share done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void ForEach(double[] codes, int units, Taking take, Action<double> report, CancellationToken cancellation)
    {
        int count = codes.Length / units, tiles = (count + RowsAtOnce - 1) / RowsAtOnce, done = 0;
        Tiles.Run(tiles, tile =>
        {
            cancellation.ThrowIfCancellationRequested();
            double[] all = new double[count], sorted = new double[count];
            int[] order = new int[count];
            for (int n = tile * RowsAtOnce; n < Math.Min(count, (tile + 1) * RowsAtOnce); n++)
            {
                ReadOnlySpan<double> own = codes.AsSpan(n * units, units);
                for (int m = 0; m < count; m++) all[m] = TensorPrimitives.Distance(own, codes.AsSpan(m * units, units));
                all.CopyTo(sorted, 0);
                // Itself to the front, whatever else lies in the same place.
                sorted[n] = -1;
                for (int m = 0; m < count; m++) order[m] = m;
                Array.Sort(sorted, order);
                take(n, all, sorted.AsSpan(1), order.AsSpan(1));
            }

            report((double)Interlocked.Increment(ref done) / tiles);
        });
    }

    /// <summary>What is done with an example's distances.</summary>
    internal delegate void Taking(int example, ReadOnlySpan<double> distances, ReadOnlySpan<double> sorted, ReadOnlySpan<int> order);
}
