using Uncollapse.Diagnosis.Probes;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>The affinities p_nm of t-SNE: Gaussians about each point over its nearest neighbours, as wide as the perplexity asks, made symmetric; they sum to 1.</summary>
internal sealed class Affinities
{
    private const int Halvings = 60;

    private Affinities(int[] starts, int[] others, float[] values) => (Starts, Others, Values) = (starts, others, values);

    /// <summary>Points.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Where each point's neighbours begin.</summary>
    public int[] Starts { get; }

    /// <summary>The neighbours.</summary>
    public int[] Others { get; }

    /// <summary>p_nm.</summary>
    public float[] Values { get; }

    /// <summary>Computes them.</summary>
    /// <param name="codes">[examples, units].</param>
    /// <param name="units">Units.</param>
    /// <param name="perplexity">e to the entropy of each point's own, at least 1; three times as many neighbours are looked at.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Affinities Of(double[] codes, int units, double perplexity, CancellationToken cancellation)
    {
        int count = codes.Length / units, near = Math.Clamp((int)(3 * perplexity), 1, count - 1);
        int[] others = new int[count * near];
        double[] own = new double[others.Length];
        Distances.ForEach(codes, units, (n, _, sorted, order) =>
        {
            order[..near].CopyTo(others.AsSpan(n * near, near));
            Weigh(sorted[..near], Math.Log(Math.Max(1, perplexity)), own.AsSpan(n * near, near));
        }, _ => { }, cancellation);
        return Symmetric(count, near, others, own);
    }

    /// <summary>exp(-beta d^2), normalised, of the wanted entropy.</summary>
    private static void Weigh(ReadOnlySpan<double> distances, double entropy, Span<double> weights)
    {
        double beta = 1, low = 0, high = double.PositiveInfinity, least = distances[0] * distances[0];
        for (int step = 0; step < Halvings; step++)
        {
            double sum = 0, moment = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double square = (distances[i] * distances[i]) - least;
                weights[i] = Math.Exp(-beta * square);
                sum += weights[i];
                moment += weights[i] * square;
            }

            double found = Math.Log(sum) + (beta * moment / sum);
            for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
            if (Math.Abs(found - entropy) < 1e-5) return;
            (low, high) = found > entropy ? (beta, high) : (low, beta);
            beta = double.IsInfinity(high) ? 2 * beta : (low + high) / 2;
        }
    }

    private static Affinities Symmetric(int count, int near, int[] others, double[] own)
    {
        var pairs = new Dictionary<long, double>(2 * others.Length);
        for (int n = 0; n < count; n++)
        {
            for (int i = n * near; i < (n + 1) * near; i++)
            {
                Add(pairs, ((long)n * count) + others[i], own[i] / (2.0 * count));
                Add(pairs, ((long)others[i] * count) + n, own[i] / (2.0 * count));
            }
        }

        long[] keys = [.. pairs.Keys];
        Array.Sort(keys);
        int[] starts = new int[count + 1];
        foreach (long key in keys) starts[(key / count) + 1]++;
        for (int n = 0; n < count; n++) starts[n + 1] += starts[n];
        return new Affinities(starts, Array.ConvertAll(keys, key => (int)(key % count)), Array.ConvertAll(keys, key => (float)pairs[key]));
    }

    private static void Add(Dictionary<long, double> pairs, long key, double value) => pairs[key] = pairs.GetValueOrDefault(key) + value;
}
