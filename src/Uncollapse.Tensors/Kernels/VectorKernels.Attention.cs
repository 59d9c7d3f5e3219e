using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void AttentionForwardCore(in AttentionArguments<T> arguments)
    {
        var job = new AttentionJob<T, V> { Arguments = arguments, Function = &AttentionJob<T, V>.Forward };
        job.Run();
    }

    private protected override void AttentionBackwardCore(in AttentionArguments<T> arguments)
    {
        var job = new AttentionJob<T, V> { Arguments = arguments, Function = &AttentionJob<T, V>.Backward };
        job.Run();
    }

    private protected override void AttentionTangentCore(in AttentionArguments<T> arguments)
    {
        var job = new AttentionJob<T, V> { Arguments = arguments, Function = &AttentionJob<T, V>.Along };
        job.Run();
    }
}
