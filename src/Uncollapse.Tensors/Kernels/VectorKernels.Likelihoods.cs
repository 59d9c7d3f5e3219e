using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void BernoulliCore(int rows, int columns, T* logits, T* targets, T* rowWeights, T* logLikelihood, T* dLogits)
    {
        var job = new LikelihoodJob<T>
        {
            Rows = rows, Columns = columns, Parameters = logits, Targets = targets, RowWeights = rowWeights, LogLikelihood = logLikelihood,
            Gradient = dLogits, ChunkFunction = &Bernoulli<Plain>,
        };
        job.RunChunks();
    }

    private protected override void ContinuousBernoulliCore(
        int rows, int columns, T* logits, T* targets, T* rowWeights, T* logLikelihood, T* dLogits)
    {
        var job = new LikelihoodJob<T>
        {
            Rows = rows, Columns = columns, Parameters = logits, Targets = targets, RowWeights = rowWeights, LogLikelihood = logLikelihood,
            Gradient = dLogits, ChunkFunction = &Bernoulli<Continuous>,
        };
        job.RunChunks();
    }

    /// <summary>Both Bernoulli likelihoods: with e = e^-|l|, log(1 + e^l) = max(l, 0) + log(1 + e) and sigmoid(l) = 1 or e over 1 + e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Bernoulli<TNormaliser>(in LikelihoodJob<T> job, int chunk, int from, int until)
        where TNormaliser : struct, INormaliser
    {
        int column = chunk * LikelihoodJob<T>.ChunkColumns, columns = Math.Min(LikelihoodJob<T>.ChunkColumns, job.Columns - column);
        for (nint row = from; row < until; row++)
        {
            nint at = (row * job.Columns) + column;
            T* logits = job.Parameters + at, targets = job.Targets + at, gradient = job.Gradient is null ? null : job.Gradient + at;
            V weight = V.Broadcast(job.RowWeights is null ? T.One : job.RowWeights[row]), sum = V.Zero;
            int i = 0;
            for (; i + V.Count <= columns; i += V.Count)
            {
                V slope = BernoulliStep<TNormaliser>(V.Load(logits + i), V.Load(targets + i), ref sum);
                if (gradient is not null) (weight * slope).Store(gradient + i);
            }
            if (i < columns)
            {
                int left = columns - i;
                V rest = V.Zero;
                V slope = BernoulliStep<TNormaliser>(V.LoadPartial(logits + i, left), V.LoadPartial(targets + i, left), ref rest);
                if (gradient is not null) (weight * slope).StorePartial(gradient + i, left);
                sum += V.First(rest, left);
            }
            job.ChunkSums[(row * job.Chunks) + chunk] = double.CreateTruncating(V.Sum(sum));
        }
    }

    /// <summary>Adds the log-likelihood to a sum and returns its slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V BernoulliStep<TNormaliser>(V logit, V target, ref V sum)
        where TNormaliser : struct, INormaliser
    {
        V one = Broadcast(1), magnitude = V.Absolute(logit), e = Functions<T, V>.ExpOfNegative(-magnitude);
        V softplus = V.MaximumOrSecond(V.Zero, logit) + Functions<T, V>.LogOnePlusFraction(e);
        sum += V.MultiplyAdd(target, logit, -softplus);
        V sigmoid = V.Select(V.LessThan(logit, V.Zero), e, one) / (one + e);
        V slope = target - sigmoid;
        TNormaliser.Add(logit, magnitude, e, ref sum, ref slope);
        return slope;
    }

    /// <summary>What a likelihood adds to the Bernoulli's.</summary>
    private interface INormaliser
    {
        static abstract void Add(V logit, V magnitude, V e, ref V sum, ref V slope);
    }

    /// <summary>Nothing: the Bernoulli itself.</summary>
    private readonly struct Plain : INormaliser
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add(V logit, V magnitude, V e, ref V sum, ref V slope)
        {
        }
    }

    /// <summary>log(a / tanh(a / 2)) = log(a (1 + e) / (1 - e)) with a = |l|, and its slope 1/l - 1/sinh l, by their series near 0.</summary>
    private readonly struct Continuous : INormaliser
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add(V logit, V magnitude, V e, ref V sum, ref V slope)
        {
            V square = logit * logit, one = Broadcast(1);
            V far = Functions<T, V>.Log(magnitude * (one + e) / -Functions<T, V>.ExpMinusOne(-magnitude));
            V near = V.MultiplyAdd(square, Broadcast(1.0 / 12), Broadcast(0.69314718055994531));
            sum += V.Select(V.LessThan(magnitude, Broadcast(1e-3)), near, far);
            V series = V.MultiplyAdd(square, Broadcast(8191.0 / 37362124800), Broadcast(-1414477.0 / 653837184000));
            series = V.MultiplyAdd(series, square, Broadcast(73.0 / 3421440));
            series = V.MultiplyAdd(series, square, Broadcast(-127.0 / 604800));
            series = V.MultiplyAdd(series, square, Broadcast(31.0 / 15120));
            series = V.MultiplyAdd(series, square, Broadcast(-7.0 / 360));
            series = V.MultiplyAdd(series, square, Broadcast(1.0 / 6)) * logit;
            V signed = V.Select(V.LessThan(logit, V.Zero), Broadcast(-1), one);
            V direct = signed * ((one / magnitude) + ((e + e) / Functions<T, V>.ExpMinusOne(-(magnitude + magnitude))));
            slope += V.Select(V.LessThan(magnitude, Broadcast(sizeof(T) == 4 ? 1 : 0.5)), series, direct);
        }
    }
}
