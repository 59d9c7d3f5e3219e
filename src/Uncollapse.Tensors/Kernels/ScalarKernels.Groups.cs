namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void GroupNormForwardCore(
        int examples, int positions, int channels, int groups, T* x, T* scale, T* shift, double epsilon, T* y, T* mean, T* inverse)
    {
        int share = channels / groups;
        for (int i = 0; i < examples * groups; i++)
        {
            long start = ((long)(i / groups) * positions * channels) + (i % groups * share);
            double sum = 0, squares = 0, count = (double)positions * share;
            for (int j = 0; j < positions * share; j++) sum += D(x[start + Place(j)]);
            for (int j = 0; j < positions * share; j++) squares += Math.Pow(D(x[start + Place(j)]) - (sum / count), 2);
            double inverted = 1 / Math.Sqrt((squares / count) + epsilon);
            (mean[i], inverse[i]) = (F(sum / count), F(inverted));
            for (int j = 0; j < positions * share; j++)
            {
                int channel = (i % groups * share) + (j % share);
                y[start + Place(j)] = F(((D(x[start + Place(j)]) - (sum / count)) * inverted * D(scale[channel])) + D(shift[channel]));
            }
        }

        long Place(int j) => ((long)(j / share) * channels) + (j % share);
    }

    private protected override void GroupNormBackwardCore(
        int examples, int positions, int channels, int groups, T* x, T* dy, T* scale, T* mean, T* inverse, T* dx, T* dScale, T* dShift)
    {
        int share = channels / groups;
        for (int i = 0; i < examples * groups; i++)
        {
            int example = i / groups, first = i % groups * share;
            double sum = 0, dot = 0, count = (double)positions * share;
            for (int c = first; c < first + share; c++)
            {
                double byScale = 0, byShift = 0;
                for (int p = 0; p < positions; p++)
                {
                    long at = (((long)example * positions) + p) * channels + c;
                    byShift += D(dy[at]);
                    byScale += D(dy[at]) * (D(x[at]) - D(mean[i])) * D(inverse[i]);
                }
                dScale[((long)example * channels) + c] = F(byScale);
                dShift[((long)example * channels) + c] = F(byShift);
                sum += byShift * D(scale[c]);
                dot += byScale * D(scale[c]);
            }
            if (dx is null) continue;
            for (int j = 0; j < positions * share; j++)
            {
                int channel = first + (j % share);
                long at = (((long)example * positions) + (j / share)) * channels + channel;
                double u = (D(x[at]) - D(mean[i])) * D(inverse[i]);
                dx[at] = F(((D(dy[at]) * D(scale[channel])) - (sum / count) - (u * dot / count)) * D(inverse[i]));
            }
        }
    }
}
