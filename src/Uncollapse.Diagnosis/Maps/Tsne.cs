using System.Runtime.Intrinsics;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>
/// t-SNE (van der Maaten and Hinton 2008): attraction along the nearest neighbours, repulsion exact between all pairs; started from principal components and with a step of N / 12 (Kobak
/// and Berens 2019; Belkina et al. 2019).
/// </summary>
/// <remarks>Own code: no library of it for .NET is to be had that compiles ahead of time. Exact repulsion in wide registers costs 5,000 points a few seconds, where a tree would not pay yet.</remarks>
internal sealed class Tsne
{
    private const int RowsAtOnce = 64;
    private const int EarlySteps = 150;
    private const int Steps = 500;
    private const float Exaggeration = 12;
    private const float StartDeviation = 1e-4f;
    private readonly int _count;
    private readonly int _padded;
    private readonly Affinities _affinities;
    private readonly float[] _x;
    private readonly float[] _y;

    private Tsne(Affinities affinities, double[] start, Rng rng)
    {
        _affinities = affinities;
        _count = affinities.Count;
        // Rows end at a whole register; points that pad lie so far away that they push nothing.
        _padded = (_count + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        (_x, _y) = (Place(start, 0, rng.Fork("x")), Place(start, 1, rng.Fork("y")));
    }

    /// <summary>A map of points.</summary>
    /// <param name="codes">[examples, units].</param>
    /// <param name="units">Units.</param>
    /// <param name="start">Where points start, [examples, 2], as by principal components.</param>
    /// <param name="perplexity">The number of neighbours that count, less where there are few examples.</param>
    /// <param name="rng">The key of what breaks ties at the start.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>[examples, 2].</returns>
    public static float[] Map(double[] codes, int units, double[] start, double perplexity, Rng rng, CancellationToken cancellation)
    {
        var map = new Tsne(Affinities.Of(codes, units, Math.Min(perplexity, ((codes.Length / units) - 1) / 3.0), cancellation), start, rng);
        map.Descend(cancellation);
        float[] points = new float[2 * map._count];
        for (int n = 0; n < map._count; n++) (points[2 * n], points[(2 * n) + 1]) = (map._x[n], map._y[n]);
        return points;
    }

    private float[] Place(double[] start, int axis, Rng rng)
    {
        double first = Math.Sqrt(Enumerable.Range(0, _count).Average(n => start[2 * n] * start[2 * n]));
        float[] noise = new float[_count], values = new float[_padded];
        rng.FillNormal(noise);
        // A hundredth of noise, for points that start in one place.
        for (int n = 0; n < _count; n++) values[n] = StartDeviation * ((first > 0 ? (float)(start[(2 * n) + axis] / first) : 0) + (0.01f * noise[n]));
        values.AsSpan(_count).Fill(1e15f);
        return values;
    }

    private void Descend(CancellationToken cancellation)
    {
        float rate = Math.Max(50, _count / 12f);
        float[] gradientX = new float[_count], gradientY = new float[_count], speedX = new float[_count], speedY = new float[_count], gainX = new float[_count], gainY = new float[_count];
        gainX.AsSpan().Fill(1);
        gainY.AsSpan().Fill(1);
        for (int step = 0; step < Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool early = step < EarlySteps;
            Gradient(early ? Exaggeration : 1, gradientX, gradientY);
            float momentum = early ? 0.5f : 0.8f;
            Move(_x, gradientX, speedX, gainX, rate, momentum);
            Move(_y, gradientY, speedY, gainY, rate, momentum);
        }
    }

    private void Move(float[] place, float[] gradient, float[] speed, float[] gain, float rate, float momentum)
    {
        double mean = 0;
        for (int n = 0; n < _count; n++)
        {
            gain[n] = gradient[n] > 0 == speed[n] > 0 ? Math.Max(0.01f, gain[n] * 0.8f) : gain[n] + 0.2f;
            speed[n] = (momentum * speed[n]) - (rate * gain[n] * gradient[n]);
            place[n] += speed[n];
            mean += place[n];
        }

        for (int n = 0; n < _count; n++) place[n] -= (float)(mean / _count);
    }

    private void Gradient(float exaggeration, float[] gradientX, float[] gradientY)
    {
        double[] mass = new double[_count];
        float[] pushX = new float[_count], pushY = new float[_count];
        Tiles.Run((_count + RowsAtOnce - 1) / RowsAtOnce, tile =>
        {
            for (int n = tile * RowsAtOnce; n < Math.Min(_count, (tile + 1) * RowsAtOnce); n++)
                (mass[n], pushX[n], pushY[n]) = Push(n);
        });
        float scale = (float)(1 / Math.Max(1e-12, mass.Sum()));
        for (int n = 0; n < _count; n++)
        {
            (float pullX, float pullY) = Pull(n);
            gradientX[n] = 4 * ((exaggeration * pullX) - (scale * pushX[n]));
            gradientY[n] = 4 * ((exaggeration * pullY) - (scale * pushY[n]));
        }
    }

    /// <summary>sum q and sum q^2 (y_n - y_m), q = 1 / (1 + |y_n - y_m|^2), over all others. Without fused operations, so that machines agree.</summary>
    private (double Mass, float X, float Y) Push(int n)
    {
        Vector256<float> x = Vector256.Create(_x[n]), y = Vector256.Create(_y[n]), sumX = default, sumY = default, mass = default;
        for (int m = 0; m < _padded; m += Vector256<float>.Count)
        {
            Vector256<float> across = x - Vector256.LoadUnsafe(ref _x[m]), along = y - Vector256.LoadUnsafe(ref _y[m]);
            Vector256<float> q = Vector256<float>.One / (Vector256<float>.One + (across * across) + (along * along)), squared = q * q;
            mass += q;
            sumX += squared * across;
            sumY += squared * along;
        }

        // Itself: q = 1 and no push.
        return (Vector256.Sum(mass) - 1.0, Vector256.Sum(sumX), Vector256.Sum(sumY));
    }

    private (float X, float Y) Pull(int n)
    {
        float sumX = 0, sumY = 0;
        for (int i = _affinities.Starts[n]; i < _affinities.Starts[n + 1]; i++)
        {
            int m = _affinities.Others[i];
            float across = _x[n] - _x[m], along = _y[n] - _y[m], weight = _affinities.Values[i] / (1 + (across * across) + (along * along));
            sumX += weight * across;
            sumY += weight * along;
        }

        return (sumX, sumY);
    }
}
