namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private protected override void ReparameteriseCore(int rows, int units, T* mean, T* logVariance, int stride, T* noise, T* z)
    {
        for (long r = 0; r < rows; r++)
        {
            for (int u = 0; u < units; u++)
            {
                long dense = (r * units) + u, at = (r * stride) + u;
                z[dense] = F(D(mean[at]) + (Math.Exp(0.5 * D(logVariance[at])) * D(noise[dense])));
            }
        }
    }

    private protected override void ReparameteriseBackwardCore(
        int rows, int units, T* logVariance, int stride, T* noise, T* dz, T* dMean, T* dLogVariance, bool accumulate)
    {
        for (long r = 0; r < rows; r++)
        {
            for (int u = 0; u < units; u++)
            {
                long dense = (r * units) + u, at = (r * stride) + u;
                double toMean = D(dz[dense]);
                double toLogVariance = 0.5 * toMean * D(noise[dense]) * Math.Exp(0.5 * D(logVariance[at]));
                dMean[at] = F(accumulate ? D(dMean[at]) + toMean : toMean);
                dLogVariance[at] = F(accumulate ? D(dLogVariance[at]) + toLogVariance : toLogVariance);
            }
        }
    }

    private protected override void GaussianKlCore(int rows, int units, T* mean, T* logVariance, int stride, T* rowSums, T* unitSums)
    {
        for (long r = 0; r < rows && rowSums is not null; r++)
        {
            double sum = 0;
            for (int u = 0; u < units; u++) sum += Kl(mean[(r * stride) + u], logVariance[(r * stride) + u]);
            rowSums[r] = F(sum);
        }
        for (int u = 0; u < units && unitSums is not null; u++)
        {
            double sum = 0;
            for (long r = 0; r < rows; r++) sum += Kl(mean[(r * stride) + u], logVariance[(r * stride) + u]);
            unitSums[u] = F(sum);
        }
    }

    private protected override void GaussianKlBackwardCore(
        int rows, int units, T* mean, T* logVariance, int stride, T* rowWeights, T* unitWeights, T* dMean, T* dLogVariance, bool accumulate)
    {
        for (long r = 0; r < rows; r++)
        {
            for (int u = 0; u < units; u++)
            {
                long at = (r * stride) + u;
                double weight = Weight(rowWeights, r) * Weight(unitWeights, u);
                double toMean = weight * D(mean[at]);
                double toLogVariance = 0.5 * weight * SpecialFunctions.ExpMinusOne(D(logVariance[at]));
                dMean[at] = F(accumulate ? D(dMean[at]) + toMean : toMean);
                dLogVariance[at] = F(accumulate ? D(dLogVariance[at]) + toLogVariance : toLogVariance);
            }
        }
    }

    private protected override void BernoulliCore(int rows, int columns, T* logits, T* targets, T* rowWeights, T* logLikelihood, T* dLogits)
    {
        for (long r = 0; r < rows; r++)
        {
            double sum = 0;
            for (int c = 0; c < columns; c++)
            {
                long at = (r * columns) + c;
                double logit = D(logits[at]), target = D(targets[at]);
                sum += (target * logit) - SpecialFunctions.Softplus(logit);
                if (dLogits is not null) dLogits[at] = F(Weight(rowWeights, r) * (target - SpecialFunctions.Sigmoid(logit)));
            }
            if (logLikelihood is not null) logLikelihood[r] = F(sum);
        }
    }

    private protected override void ContinuousBernoulliCore(
        int rows, int columns, T* logits, T* targets, T* rowWeights, T* logLikelihood, T* dLogits)
    {
        for (long r = 0; r < rows; r++)
        {
            double sum = 0;
            for (int c = 0; c < columns; c++)
            {
                long at = (r * columns) + c;
                double logit = D(logits[at]), target = D(targets[at]);
                sum += (target * logit) - SpecialFunctions.Softplus(logit) + SpecialFunctions.ContinuousBernoulliNormaliser(logit);
                double slope = target - SpecialFunctions.Sigmoid(logit) + SpecialFunctions.ContinuousBernoulliSlope(logit);
                if (dLogits is not null) dLogits[at] = F(Weight(rowWeights, r) * slope);
            }
            if (logLikelihood is not null) logLikelihood[r] = F(sum);
        }
    }

    private protected override void GaussianCore(
        int rows, int columns, T* mean, T* targets, VarianceShape shape, T* logVariance, T* rowWeights, T* logLikelihood, T* dMean, T* dLogVariance)
    {
        int variances = shape == VarianceShape.Full || dLogVariance is null ? 0 : shape == VarianceShape.Scalar ? 1 : columns;
        Span<double> shared = variances <= 1024 ? stackalloc double[variances] : new double[variances];
        for (long r = 0; r < rows; r++)
        {
            double sum = 0, weight = Weight(rowWeights, r);
            for (int c = 0; c < columns; c++)
            {
                long at = (r * columns) + c;
                long which = shape switch { VarianceShape.Scalar => 0, VarianceShape.PerColumn => c, _ => at };
                double distance = D(targets[at]) - D(mean[at]), precision = Math.Exp(-D(logVariance[which]));
                double ratio = distance * distance * precision;
                sum -= 0.5 * (LogTwoPi + D(logVariance[which]) + ratio);
                if (dMean is not null) dMean[at] = F(weight * distance * precision);
                double toLogVariance = 0.5 * weight * (ratio - 1);
                if (variances > 0) shared[(int)which] += toLogVariance;
                else if (dLogVariance is not null) dLogVariance[at] = F(toLogVariance);
            }
            if (logLikelihood is not null) logLikelihood[r] = F(sum);
        }
        if (dLogVariance is null) return;
        for (int i = 0; i < shared.Length; i++) dLogVariance[i] = F(shared[i]);
    }

    private static double Weight(T* weights, long index) => weights is null ? 1 : D(weights[index]);

    private static double Kl(T mean, T logVariance)
    {
        double v = D(logVariance), m = D(mean);
        return 0.5 * ((m * m) + SpecialFunctions.ExpMinusOne(v) - v);
    }
}
