namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void AdamCore(in AdamCoefficients<T> settings, int rows, int columns, T* parameter, T* gradient, T* first, T* second)
    {
        for (long i = 0; i < (long)rows * columns; i++)
        {
            T slope = (settings.GradientScale * gradient[i]) + (settings.Coupled * parameter[i]);
            first[i] = (settings.Beta1 * first[i]) + (settings.OneLessBeta1 * slope);
            second[i] = (settings.Beta2 * second[i]) + (settings.OneLessBeta2 * slope * slope);
            if (T.Abs(first[i]) < AdamCoefficients<T>.Least) first[i] = T.Zero;
            if (second[i] < AdamCoefficients<T>.Least) second[i] = T.Zero;
            T root = (T.Sqrt(second[i]) * settings.InverseRootCorrection) + settings.Epsilon;
            parameter[i] = (settings.Keep * parameter[i]) - (settings.Rate * first[i] / root);
        }
    }

    private protected override bool LinearAdamCore(
        in AdamCoefficients<T> settings, int rows, int inputs, int outputs, T* x, T* dy, T* weights, T* first, T* second)
    {
        bool finite = true;
        for (int row = 0; row < inputs; row++)
        {
            for (int column = 0; column < outputs; column++)
            {
                long at = ((long)row * outputs) + column;
                T gradient = F(Inner(ProductKind.LeftTransposed, row, column, rows, x, inputs, dy, outputs));
                finite &= T.IsFinite(gradient);
                if (T.IsFinite(gradient)) AdamCore(settings, 1, 1, weights + at, &gradient, first + at, second + at);
            }
        }
        return finite;
    }

    private protected override void SgdCore(in SgdSettings settings, int length, T* parameter, T* gradient, T* velocity)
    {
        T scale = F(settings.GradientScale), decay = F(settings.WeightDecay), momentum = F(settings.Momentum), rate = F(settings.LearningRate);
        for (int i = 0; i < length; i++)
        {
            T slope = (scale * gradient[i]) + (decay * parameter[i]);
            T step = slope;
            if (velocity is not null)
            {
                velocity[i] = (momentum * velocity[i]) + slope;
                step = settings.Nesterov ? slope + (momentum * velocity[i]) : velocity[i];
            }
            parameter[i] -= rate * step;
        }
    }
}
