using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void ConvolveCore(
        ConvolutionShape shape, bool adjoint, T* source, T* filter, T* target, bool accumulate, T* bias, Activation activation, T* preactivation, T* state)
    {
        var job = new CorrelationJob<T, V>(shape, adjoint)
        {
            Source = source,
            Target = target,
            Accumulate = accumulate,
            Bias = bias,
            Other = state is null ? preactivation : state,
        };
        if (state is not null) job.Epilogue = TileEnds<T, V>.Slope(activation);
        else if (bias is not null || preactivation is not null || activation != Activation.Identity) job.Epilogue = TileEnds<T, V>.Finish(activation);
        job.Run(filter);
    }

    private protected override void ConvolutionBackwardFilterCore(
        ConvolutionShape shape, T* images, T* outputs, T* dFilter, T* dBias, bool accumulate)
    {
        var job = new FilterGradientJob<T, V>(shape) { Images = images, Outputs = outputs };
        job.Run(dFilter, dBias, accumulate);
    }
}
