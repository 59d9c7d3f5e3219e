namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void GatedActivationCore(
        GatePass pass, int examples, int pixels, int features, T* x, T* summand, T* code, T* direction, T* result)
    {
        for (long row = 0; row < (long)examples * pixels; row++)
        {
            for (int f = 0; f < features; f++)
            {
                long first = (row * 2 * features) + f, second = first + features, single = (row * features) + f;
                long example = (row / pixels * 2 * features) + f;
                double tanh = Math.Tanh(Sum(first, example)), sigmoid = SpecialFunctions.Sigmoid(Sum(second, example + features));
                double toFirst = sigmoid * (1 - (tanh * tanh)), toSecond = tanh * sigmoid * (1 - sigmoid);
                switch (pass)
                {
                    case GatePass.Forward:
                        result[single] = F(tanh * sigmoid);
                        break;
                    case GatePass.Backward:
                        double upstream = D(direction[single]);
                        result[first] = F(upstream * toFirst);
                        result[second] = F(upstream * toSecond);
                        break;
                    default:
                        result[single] = F((toFirst * D(direction[first])) + (toSecond * D(direction[second])));
                        break;
                }
            }
        }

        double Sum(long at, long codeAt) => D(x[at]) + (summand is null ? 0 : D(summand[at])) + (code is null ? 0 : D(code[codeAt]));
    }
}
