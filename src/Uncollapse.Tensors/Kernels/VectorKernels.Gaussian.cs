using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private const double LogTwoPi = 1.8378770664093453;

    private protected override void GaussianCore(
        int rows, int columns, T* mean, T* targets, VarianceShape shape, T* logVariance, T* rowWeights, T* logLikelihood, T* dMean, T* dLogVariance)
    {
        var job = new LikelihoodJob<T>
        {
            Rows = rows, Columns = columns, Parameters = mean, Targets = targets, Shape = shape, LogVariance = logVariance, RowWeights = rowWeights,
            LogLikelihood = logLikelihood, Gradient = dMean, VarianceGradient = shape == VarianceShape.Full ? dLogVariance : null, Function = &Gaussian,
        };
        // Before the main pass, which may overwrite the means.
        if (dLogVariance is not null && shape == VarianceShape.PerColumn) RunColumns(job, dLogVariance);
        if (dLogVariance is null || shape != VarianceShape.Scalar)
        {
            job.Run();
            return;
        }
        job.RowVarianceGradient = (double*)Scratch.TakePartial((nuint)rows * sizeof(double));
        job.Run();
        double total = 0;
        for (int row = 0; row < rows; row++) total += job.RowVarianceGradient[row];
        *dLogVariance = T.CreateTruncating(total);
    }

    private static void RunColumns(in LikelihoodJob<T> likelihood, T* dLogVariance)
    {
        var job = new ColumnVarianceJob { Likelihood = likelihood, To = dLogVariance };
        Workers.Run(ref job, (likelihood.Columns + ColumnVarianceJob.Tile - 1) / ColumnVarianceJob.Tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gaussian(in LikelihoodJob<T> job, int from, int until)
    {
        V half = Broadcast(0.5), one = Broadcast(1);
        V sharedVariance = job.Shape == VarianceShape.Scalar ? V.Broadcast(*job.LogVariance) : V.Zero, sharedPrecision = Functions<T, V>.Exp(-sharedVariance);
        for (nint row = from; row < until; row++)
        {
            nint at = row * job.Columns;
            T scalarWeight = job.RowWeights is null ? T.One : job.RowWeights[row];
            V weight = V.Broadcast(scalarWeight);
            double ratios = 0, logVariances = 0;
            for (int i = 0; i < job.Columns; i += V.Count)
            {
                int left = job.Columns - i;
                V variance = sharedVariance, precision = sharedPrecision;
                if (job.Shape != VarianceShape.Scalar)
                {
                    variance = Ends<T, V>.Load(job.LogVariance + (job.Shape == VarianceShape.Full ? at : 0) + i, left);
                    precision = Functions<T, V>.Exp(-variance);
                }
                V distance = Ends<T, V>.Load(job.Targets + at + i, left) - Ends<T, V>.Load(job.Parameters + at + i, left);
                V scaled = distance * precision, ratio = distance * scaled;
                // Lanes beyond the end hold zeros, and a shared variance must not count there.
                ratios += double.CreateTruncating(V.Sum(ratio));
                if (job.Shape != VarianceShape.Scalar) logVariances += double.CreateTruncating(V.Sum(variance));
                if (job.Gradient is not null) Ends<T, V>.Store(weight * scaled, job.Gradient + at + i, left);
                if (job.VarianceGradient is not null) Ends<T, V>.Store(weight * half * (ratio - one), job.VarianceGradient + at + i, left);
            }
            if (job.Shape == VarianceShape.Scalar) logVariances = job.Columns * double.CreateTruncating(*job.LogVariance);
            if (job.RowVarianceGradient is not null)
                job.RowVarianceGradient[row] = 0.5 * double.CreateTruncating(scalarWeight) * (ratios - job.Columns);
            if (job.LogLikelihood is not null)
                job.LogLikelihood[row] = T.CreateTruncating(-0.5 * ((job.Columns * LogTwoPi) + logVariances + ratios));
        }
    }

    /// <summary>The gradient to a column's log-variance, summed down the rows with Kahan's correction.</summary>
    private struct ColumnVarianceJob : ITileJob
    {
        internal const int Tile = 64;
        internal LikelihoodJob<T> Likelihood;
        internal T* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            LikelihoodJob<T> job = Likelihood;
            int until = Math.Min(job.Columns, (tile + 1) * Tile);
            for (int column = tile * Tile; column < until; column += V.Count)
            {
                int left = until - column;
                V precision = Functions<T, V>.Exp(-Ends<T, V>.Load(job.LogVariance + column, left)), total = V.Zero, lost = V.Zero;
                for (int row = 0; row < job.Rows; row++)
                {
                    nint at = ((nint)row * job.Columns) + column;
                    V weight = V.Broadcast(job.RowWeights is null ? T.One : job.RowWeights[row]);
                    V distance = Ends<T, V>.Load(job.Targets + at, left) - Ends<T, V>.Load(job.Parameters + at, left);
                    V term = (weight * V.MultiplyAdd(distance * precision, distance, Broadcast(-1))) - lost;
                    V next = total + term;
                    lost = (next - total) - term;
                    total = next;
                }
                Ends<T, V>.Store(total * Broadcast(0.5), To + column, left);
            }
        }
    }
}
