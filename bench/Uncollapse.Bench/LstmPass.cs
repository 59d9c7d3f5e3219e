using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Bench;

/// <summary>An LSTM 256 -> 512 over a batch of 32 sequences of 30 steps, forward and backward, gradients to the input and all weights.</summary>
internal sealed class LstmPass : IDisposable
{
    private const int Batch = 32, Time = 30, Inputs = 256, Units = 512;

    private readonly Tape<float> _tape = new();
    private readonly Tensor<float> _input = Normal(1, new Shape(Batch, Time, Inputs), 1);
    private readonly Tensor<float> _inputWeight = Normal(2, new Shape(Inputs, 4 * Units), 0.025f);
    private readonly Tensor<float> _recurrentWeight = Normal(3, new Shape(Units, 4 * Units), 0.025f);
    private readonly Tensor<float> _bias = Normal(4, new Shape(4 * Units), 0.025f);

    /// <summary>Floating-point operations of the matrix products.</summary>
    internal static double Flops { get; } = 2.0 * 3 * Batch * Time * (Inputs + Units) * 4 * Units;

    public void Dispose()
    {
        _tape.Dispose();
        _input.Dispose();
        _inputWeight.Dispose();
        _recurrentWeight.Dispose();
        _bias.Dispose();
    }

    /// <summary>One forward and backward pass.</summary>
    internal void Run()
    {
        _tape.Reset();
        _tape.Backward(_tape.Mean(_tape.Lstm(_input, _inputWeight, _recurrentWeight, _bias)));
    }

    /// <summary>The forward pass alone.</summary>
    internal void RunForward()
    {
        _tape.Reset();
        _tape.Lstm(_input, _inputWeight, _recurrentWeight, _bias);
    }

    private static Tensor<float> Normal(ulong seed, Shape shape, float scale)
    {
        var tensor = new Tensor<float>(shape, requiresGradient: true);
        new Rng(seed).FillNormal(tensor.Data);
        foreach (ref float value in tensor.Data) value *= scale;
        return tensor;
    }
}
