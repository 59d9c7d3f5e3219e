namespace Uncollapse.Tensors.Kernels;

/// <content>Mixtures.</content>
internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void GaussianLogSumsCore(
        int points, int components, int units, T* codes, T* inverseDeviations, T* scaledMeans, T* logWeights, int* excluded, double* results)
    {
        for (int p = 0; p < points; p++)
        {
            double reference = double.NegativeInfinity, sum = 0;
            for (int m = 0; m < components; m++)
            {
                if (m == excluded[p]) continue;
                T square = T.Zero;
                for (int j = 0; j < units; j++)
                {
                    long at = ((long)m * units) + j;
                    T u = (codes[((long)p * units) + j] * inverseDeviations[at]) - scaledMeans[at];
                    square += u * u;
                }

                double term = double.CreateTruncating(logWeights[m]) - (0.5 * double.CreateTruncating(square));
                if (term > reference)
                {
                    sum = (sum * Math.Exp(reference - term)) + 1;
                    reference = term;
                }
                else
                {
                    sum += Math.Exp(term - reference);
                }
            }

            results[p] = sum > 0 ? reference + Math.Log(sum) : double.NegativeInfinity;
        }
    }
}
