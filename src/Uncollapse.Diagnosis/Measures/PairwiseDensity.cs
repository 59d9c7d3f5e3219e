using Uncollapse.Models.Posteriors;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>The sum of many posteriors of any family, sum_m q_m(z), in the log domain: what <see cref="AggregateDensity"/> is for diagonal Gaussians, in double
/// precision and by the family's own density of every pair.</summary>
internal sealed class PairwiseDensity(PosteriorTable members)
{
    private const int RowsAtOnce = 8;
    private const int MembersAtOnce = 512;

    // A term this much below the largest so far adds less than 1e-17 of it.
    private const double Negligible = 40;

    /// <summary>results[q] = log sum over m != excluded[q] of q_m(code q).</summary>
    /// <param name="queries">Prepared codes.</param>
    /// <param name="excluded">The member left out for each code, or -1.</param>
    /// <param name="results">One a code.</param>
    public void LogSums(ReadOnlyMemory<double> queries, ReadOnlyMemory<int> excluded, double[] results)
    {
        int count = excluded.Length;
        Tiles.Run((count + RowsAtOnce - 1) / RowsAtOnce, tile =>
        {
            double[] densities = new double[Math.Min(MembersAtOnce, members.Examples)];
            for (int q = tile * RowsAtOnce; q < Math.Min(count, (tile + 1) * RowsAtOnce); q++)
                results[q] = LogSum(queries.Span.Slice(q * members.QueryCount, members.QueryCount), excluded.Span[q], densities);
        });
    }

    private double LogSum(ReadOnlySpan<double> query, int excluded, double[] densities)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int first = 0; first < members.Examples; first += densities.Length)
        {
            Span<double> some = densities.AsSpan(0, Math.Min(densities.Length, members.Examples - first));
            members.LogDensities(query, first, some);
            if (excluded >= first && excluded < first + some.Length) some[excluded - first] = double.NegativeInfinity;
            foreach (double value in some)
            {
                if (value <= largest)
                {
                    if (value > largest - Negligible) sum += Math.Exp(value - largest);
                }
                else
                {
                    sum = (sum * Math.Exp(largest - value)) + 1;
                    largest = value;
                }
            }
        }

        return sum > 0 ? largest + Math.Log(sum) : double.NegativeInfinity;
    }
}
