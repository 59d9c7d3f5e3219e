namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void ConvolveCore(
        ConvolutionShape shape, bool adjoint, T* source, T* filter, T* target, bool accumulate, T* bias, Activation activation, T* preactivation, T* state)
    {
        (int height, int width, int channels) = adjoint ? (shape.Height, shape.Width, shape.Channels) : (shape.OutputHeight, shape.OutputWidth, shape.OutputChannels);
        long at = 0;
        for (int n = 0; n < shape.Examples; n++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    for (int channel = 0; channel < channels; channel++, at++)
                    {
                        double value = adjoint ? ToImage(shape, source, filter, n, y, x, channel) : ToOutput(shape, source, filter, n, y, x, channel);
                        if (bias is not null) value += D(bias[channel]);
                        if (preactivation is not null) preactivation[at] = F(value);
                        value = state is null ? Value(activation, value) : value * Slope(activation, D(state[at]));
                        target[at] = F((accumulate ? D(target[at]) : 0) + value);
                    }
                }
            }
        }
    }

    private protected override void ConvolutionBackwardFilterCore(
        ConvolutionShape shape, T* images, T* outputs, T* dFilter, T* dBias, bool accumulate)
    {
        int depth = shape.Channels / shape.Settings.Groups;
        long at = 0;
        for (int ky = 0; ky < shape.KernelHeight; ky++)
        {
            for (int kx = 0; kx < shape.KernelWidth; kx++)
            {
                for (int c = 0; c < depth; c++)
                {
                    for (int o = 0; o < shape.OutputChannels; o++, at++)
                        dFilter[at] = F((accumulate ? D(dFilter[at]) : 0) + FilterSum(shape, images, outputs, ky, kx, c, o));
                }
            }
        }
        if (dBias is not null) ColumnSumsCore(shape.Outputs.Rows, shape.OutputChannels, outputs, dBias, accumulate);
    }

    private static double ToOutput(ConvolutionShape shape, T* images, T* filter, int n, int y, int x, int o)
    {
        int depth = shape.Channels / shape.Settings.Groups, first = o / (shape.OutputChannels / shape.Settings.Groups) * depth;
        double sum = 0;
        for (int ky = 0; ky < shape.KernelHeight; ky++)
        {
            for (int kx = 0; kx < shape.KernelWidth; kx++)
            {
                long pixel = Pixel(shape, n, y, x, ky, kx);
                if (pixel < 0) continue;
                for (int c = 0; c < depth; c++)
                    sum += D(images[(pixel * shape.Channels) + first + c]) * D(filter[((((long)((ky * shape.KernelWidth) + kx) * depth) + c) * shape.OutputChannels) + o]);
            }
        }
        return sum;
    }

    private static double ToImage(ConvolutionShape shape, T* outputs, T* filter, int n, int y, int x, int channel)
    {
        ConvolutionSettings settings = shape.Settings;
        int depth = shape.Channels / settings.Groups, group = channel / depth, share = shape.OutputChannels / settings.Groups;
        double sum = 0;
        for (int ky = 0; ky < shape.KernelHeight; ky++)
        {
            int row = y + settings.PaddingTop - (ky * settings.DilationY);
            if (row < 0 || row % settings.StrideY != 0 || row / settings.StrideY >= shape.OutputHeight) continue;
            for (int kx = 0; kx < shape.KernelWidth; kx++)
            {
                int column = x + settings.PaddingLeft - (kx * settings.DilationX);
                if (column < 0 || column % settings.StrideX != 0 || column / settings.StrideX >= shape.OutputWidth) continue;
                long window = (((long)n * shape.OutputHeight) + (row / settings.StrideY)) * shape.OutputWidth + (column / settings.StrideX);
                long tap = (((long)((ky * shape.KernelWidth) + kx) * depth) + (channel % depth)) * shape.OutputChannels;
                for (int o = group * share; o < (group + 1) * share; o++) sum += D(outputs[(window * shape.OutputChannels) + o]) * D(filter[tap + o]);
            }
        }
        return sum;
    }

    private static double FilterSum(ConvolutionShape shape, T* images, T* outputs, int ky, int kx, int c, int o)
    {
        int first = o / (shape.OutputChannels / shape.Settings.Groups) * (shape.Channels / shape.Settings.Groups);
        double sum = 0;
        long window = 0;
        for (int n = 0; n < shape.Examples; n++)
        {
            for (int y = 0; y < shape.OutputHeight; y++)
            {
                for (int x = 0; x < shape.OutputWidth; x++, window++)
                {
                    long pixel = Pixel(shape, n, y, x, ky, kx);
                    if (pixel >= 0) sum += D(images[(pixel * shape.Channels) + first + c]) * D(outputs[(window * shape.OutputChannels) + o]);
                }
            }
        }
        return sum;
    }

    /// <summary>The pixel that a tap of a window sees, or -1 outside the image.</summary>
    private static long Pixel(ConvolutionShape shape, int n, int y, int x, int ky, int kx)
    {
        ConvolutionSettings settings = shape.Settings;
        int row = (y * settings.StrideY) - settings.PaddingTop + (ky * settings.DilationY);
        int column = (x * settings.StrideX) - settings.PaddingLeft + (kx * settings.DilationX);
        if (row < 0 || row >= shape.Height || column < 0 || column >= shape.Width) return -1;
        return (((long)n * shape.Height) + row) * shape.Width + column;
    }
}
