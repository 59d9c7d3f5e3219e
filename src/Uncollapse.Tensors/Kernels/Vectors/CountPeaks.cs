using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The positive counts of a row of a negative binomial, gathered into vectors: ones, of which most are, small ones, and in double the few large ones.</summary>
internal static unsafe class CountPeaks<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>The largest count whose rising factorial is multiplied out, two factors to a logarithm: no product of two leaves the range of single precision.</summary>
    private const int LargestSmall = 9;

    /// <summary>Counts gathered at once: whole vectors of any width.</summary>
    private const int Block = 64;

    /// <summary>Adds to the row's slopes; returns what the log-likelihood has more than with zeros for them.</summary>
    internal static double Add(in CountArguments<T> arguments, ref CountRow<T> row)
    {
        T* counts = arguments.Counts + row.At;
        T most = T.CreateTruncating(LargestSmall);
        int ones = 0, others = 0;
        for (int j = 0; j < row.Found; j++)
        {
            T x = counts[row.Places[j]];
            ones += x == T.One ? 1 : 0;
            others += x > T.One && x <= most ? 1 : 0;
        }
        int one = 0, other = ones, large = ones + others;
        for (int j = 0; j < row.Found; j++)
        {
            int d = row.Places[j];
            T x = counts[d];
            row.Sorted[x == T.One ? one++ : x <= most ? other++ : large++] = d;
        }
        double value = 0;
        for (int j = 0; j < ones; j += Block) value += Gathered(in arguments, ref row, row.Sorted + j, Math.Min(Block, ones - j), areOnes: true);
        for (int j = ones; j < ones + others; j += Block) value += Gathered(in arguments, ref row, row.Sorted + j, Math.Min(Block, ones + others - j), areOnes: false);
        for (int j = ones + others; j < row.Found; j++)
        {
            var peak = CountPeak.Of(in arguments, in row, row.Sorted[j]);
            value += peak.Gain;
            row.SlopeSum += peak.Slope;
            peak.AddTo(in row, row.Sorted[j]);
        }
        return value;
    }

    [SkipLocalsInit]
    private static double Gathered(in CountArguments<T> arguments, ref CountRow<T> row, int* places, int count, bool areOnes)
    {
        T* memory = stackalloc T[7 * Block];
        T* x = memory, exponentials = memory + Block, theta = memory + (2 * Block), inverse = memory + (3 * Block), logTheta = memory + (4 * Block), logits = memory + (5 * Block);
        T* factorials = memory + (6 * Block);
        for (int j = 0; j < count; j++)
        {
            int d = places[j];
            x[j] = arguments.Counts[row.At + d];
            exponentials[j] = row.Exponentials[d];
            theta[j] = row.Theta[d];
            inverse[j] = row.Inverse[d];
            logTheta[j] = row.LogTheta[d];
            logits[j] = arguments.Logits[row.At + d];
            if (!areOnes) factorials[j] = T.CreateTruncating(RisingFactorial.LogFactorial(double.CreateTruncating(x[j])));
        }
        int whole = (count + V.Count - 1) / V.Count * V.Count;
        for (int j = count; j < whole; j++)
        {
            for (int i = 0; i < 7; i++) memory[(i * Block) + j] = memory[(i * Block) + count - 1];
        }
        double value = Vectors(memory, count, areOnes, row.Size / row.Sum, row.LogSize - row.LogSum, out double slopes);
        row.SlopeSum += slopes;
        T* slope = exponentials, thetaSlope = theta;
        for (int j = 0; j < count; j++) row.Slopes[places[j]] += slope[j];
        for (int j = 0; j < count && row.ThetaSlopes is not null; j++) row.ThetaSlopes[places[j]] += row.Weight * thetaSlope[j];
        return value;
    }

    /// <summary>Gathered counts; their slopes take the places of exponentials and dispersions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Vectors(T* memory, int count, bool areOnes, double scale, double offset, out double slopes)
    {
        V one = V.Broadcast(T.One), toRatio = V.Broadcast(T.CreateTruncating(scale)), toLog = V.Broadcast(T.CreateTruncating(offset));
        V gains = V.Zero, slopeSum = V.Zero;
        for (int j = 0; j < count; j += V.Count, memory += V.Count)
        {
            V x = V.Load(memory), theta = V.Load(memory + (2 * Block)), logTheta = V.Load(memory + (4 * Block));
            V ratio = V.Load(memory + Block) * toRatio * V.Load(memory + (3 * Block)), logRatio = V.Load(memory + (5 * Block)) + toLog - logTheta;
            V isBig = V.LessThan(one, ratio), log = Functions<T, V>.LogOnePlusFraction(V.Select(isBig, one / ratio, ratio)), rest = one / (one + ratio);
            V logShare = V.Select(isBig, V.Zero, logRatio) - log, slope = x * rest, gain = V.MultiplyAdd(x, logShare, logTheta), rising = one;
            if (!areOnes) gain += Rising(x, theta, ref rising) - V.Load(memory + (6 * Block));
            int left = count - j;
            gains += left < V.Count ? V.First(gain, left) : gain;
            slopeSum += left < V.Count ? V.First(slope, left) : slope;
            slope.Store(memory + Block);
            (rising - slope).Store(memory + (2 * Block));
        }
        slopes = double.CreateTruncating(V.Sum(slopeSum));
        return double.CreateTruncating(V.Sum(gains));
    }

    /// <summary>log (theta + 1) ... (theta + x - 1), and its slope's summands theta / (theta + k) added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rising(V x, V theta, ref V slope)
    {
        V one = V.Broadcast(T.One), sum = V.Zero, factor = theta;
        for (int k = 1; k < LargestSmall; k += 2)
        {
            V first = V.LessThan(V.Broadcast(T.CreateTruncating(k)), x), second = V.LessThan(V.Broadcast(T.CreateTruncating(k + 1)), x);
            if (V.SignBits(first) == 0) break;
            V a = factor + one, b = a + one;
            factor = b;
            sum += Functions<T, V>.Log(V.Select(first, a, one) * V.Select(second, b, one));
            slope += (first & (theta / a)) + (second & (theta / b));
        }
        return sum;
    }
}
