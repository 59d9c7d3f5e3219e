namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void WindowCore(ConvolutionShape shape, WindowPass pass, bool mean, T* images, T* maxima, T* from, T* to)
    {
        if (pass is WindowPass.MaximumGradient or WindowPass.Spread) new Span<T>(to, shape.Images.Length).Clear();
        for (int n = 0; n < shape.Examples; n++)
        {
            for (int y = 0; y < shape.OutputHeight; y++)
            {
                for (int x = 0; x < shape.OutputWidth; x++)
                {
                    for (int c = 0; c < shape.Channels; c++) WindowOf(shape, pass, mean, n, y, x, c, images, maxima, from, to);
                }
            }
        }
    }

    private static void WindowOf(ConvolutionShape shape, WindowPass pass, bool mean, int n, int y, int x, int c, T* images, T* maxima, T* from, T* to)
    {
        long output = (((((long)n * shape.OutputHeight) + y) * shape.OutputWidth) + x) * shape.Channels + c;
        long winner = -1;
        double sum = 0, greatest = double.NegativeInfinity;
        int count = 0;
        for (int pass2 = 0; pass2 < 2; pass2++)
        {
            for (int tap = 0; tap < shape.KernelHeight * shape.KernelWidth; tap++)
            {
                long pixel = Pixel(shape, n, y, x, tap / shape.KernelWidth, tap % shape.KernelWidth);
                if (pixel < 0) continue;
                long at = (pixel * shape.Channels) + c;
                if (pass2 == 1)
                {
                    if (pass == WindowPass.Spread) to[at] = F(D(to[at]) + (D(from[output]) / (mean ? count : 1)));
                    continue;
                }
                count++;
                if (pass == WindowPass.Sum) sum += D(from[at]);
                if (pass == WindowPass.Maximum) greatest = Math.Max(greatest, D(images[at]));
                if (pass is WindowPass.MaximumGradient or WindowPass.AtMaximum && winner < 0 && !(images[at] < maxima[output])) winner = at;
            }
        }
        if (pass == WindowPass.Sum) to[output] = F(mean && count > 0 ? sum / count : sum);
        if (pass == WindowPass.Maximum) to[output] = F(greatest);
        if (pass == WindowPass.AtMaximum) to[output] = winner < 0 ? T.Zero : from[winner];
        if (pass == WindowPass.MaximumGradient && winner >= 0) to[winner] = F(D(to[winner]) + D(from[output]));
    }
}
