using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void ReparameteriseCore(int rows, int units, T* mean, T* logVariance, int stride, T* noise, T* z)
    {
        var job = new LatentJob<T> { Rows = rows, Units = units, Stride = stride, Mean = mean, LogVariance = logVariance, Noise = noise, Z = z, Function = &Sample };
        job.Run();
    }

    private protected override void ReparameteriseBackwardCore(
        int rows, int units, T* logVariance, int stride, T* noise, T* dz, T* dMean, T* dLogVariance, bool accumulate)
    {
        var job = new LatentJob<T>
        {
            Rows = rows, Units = units, Stride = stride, LogVariance = logVariance, Noise = noise, Z = dz, ToMean = dMean, ToLogVariance = dLogVariance,
            Accumulate = accumulate, Function = &SampleBackward,
        };
        job.Run();
    }

    private protected override void GaussianKlCore(int rows, int units, T* mean, T* logVariance, int stride, T* rowSums, T* unitSums)
    {
        if (rowSums is not null)
        {
            var job = new LatentJob<T> { Rows = rows, Units = units, Stride = stride, Mean = mean, LogVariance = logVariance, Z = rowSums, Function = &Divergence };
            job.Run();
        }
        if (unitSums is not null)
            Reducer<T, V, Summands<T, V>.Divergence>.Down(rows, stride, 0, units, mean, logVariance, null, unitSums, T.One, accumulate: false);
    }

    private protected override void GaussianKlBackwardCore(
        int rows, int units, T* mean, T* logVariance, int stride, T* rowWeights, T* unitWeights, T* dMean, T* dLogVariance, bool accumulate)
    {
        var job = new LatentJob<T>
        {
            Rows = rows, Units = units, Stride = stride, Mean = mean, LogVariance = logVariance, RowWeights = rowWeights, UnitWeights = unitWeights,
            ToMean = dMean, ToLogVariance = dLogVariance, Accumulate = accumulate, Function = &DivergenceBackward,
        };
        job.Run();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sample(in LatentJob<T> job, int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            for (int i = 0; i < job.Units; i += V.Count)
            {
                int left = job.Units - i;
                nint at = (row * job.Stride) + i, dense = (row * job.Units) + i;
                V deviation = Functions<T, V>.Exp(Broadcast(0.5) * Ends<T, V>.Load(job.LogVariance + at, left));
                V z = V.MultiplyAdd(deviation, Ends<T, V>.Load(job.Noise + dense, left), Ends<T, V>.Load(job.Mean + at, left));
                Ends<T, V>.Store(z, job.Z + dense, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SampleBackward(in LatentJob<T> job, int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            for (int i = 0; i < job.Units; i += V.Count)
            {
                int left = job.Units - i;
                nint at = (row * job.Stride) + i, dense = (row * job.Units) + i;
                V dz = Ends<T, V>.Load(job.Z + dense, left);
                V deviation = Functions<T, V>.Exp(Broadcast(0.5) * Ends<T, V>.Load(job.LogVariance + at, left));
                V toLogVariance = dz * (deviation * (Broadcast(0.5) * Ends<T, V>.Load(job.Noise + dense, left)));
                Ends<T, V>.Put(dz, job.ToMean + at, left, job.Accumulate);
                Ends<T, V>.Put(toLogVariance, job.ToLogVariance + at, left, job.Accumulate);
            }
        }
    }

    private static void Divergence(in LatentJob<T> job, int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            nint at = row * job.Stride;
            job.Z[row] = T.CreateTruncating(Reducer<T, V, Summands<T, V>.Divergence>.Along(job.Units, job.Mean + at, job.LogVariance + at, V.Zero));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DivergenceBackward(in LatentJob<T> job, int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            V rowWeight = V.Broadcast(job.RowWeights is null ? T.One : job.RowWeights[row]);
            for (int i = 0; i < job.Units; i += V.Count)
            {
                int left = job.Units - i;
                nint at = (row * job.Stride) + i;
                V weight = job.UnitWeights is null ? rowWeight : rowWeight * Ends<T, V>.Load(job.UnitWeights + i, left);
                V toMean = weight * Ends<T, V>.Load(job.Mean + at, left);
                V toLogVariance = weight * (Broadcast(0.5) * Functions<T, V>.ExpMinusOne(Ends<T, V>.Load(job.LogVariance + at, left)));
                Ends<T, V>.Put(toMean, job.ToMean + at, left, job.Accumulate);
                Ends<T, V>.Put(toLogVariance, job.ToLogVariance + at, left, job.Accumulate);
            }
        }
    }
}
