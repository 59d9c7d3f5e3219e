using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>A case at seeded inputs: values, gradients of a fixed weighted sum of the outputs, tangents.</summary>
internal sealed class OpRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OpCase _case;
    private readonly Tape<T> _tape = new();

    public OpRun(OpCase opCase)
    {
        _case = opCase;
        for (int i = 0; i < opCase.Inputs.Count; i++)
        {
            var input = opCase.Inputs[i];
            double[] values = new double[input.Shape.Length];
            new Rng(17).Fork((ulong)i).FillUniform(values);
            Inputs.Add(new Tensor<T>(
                input.Shape, [.. values.Select(u => T.CreateChecked((float)(input.Low + ((input.High - input.Low) * u))))], !input.Constant));
        }
    }

    public List<Tensor<T>> Inputs { get; } = [];

    public Tape<T> Tape => _tape;

    public Tensor<T> Run()
    {
        _tape.Reset();
        return _case.Build(_tape, Inputs);
    }

    /// <summary>Fixed weights of the outputs, of order one and either sign.</summary>
    public static T[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => T.CreateChecked((float)Math.Cos(1 + (1.7 * i))))];

    public double Loss()
    {
        var output = Run();
        var weights = Weights(output.Length);
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
            sum += double.CreateChecked(weights[i]) * double.CreateChecked(output.Data[i]);
        return sum;
    }

    /// <summary>Gradients of the weighted sum, from <paramref name="copies"/> calls of the operation on the same inputs.</summary>
    public double[][] Gradients(int copies = 1)
    {
        _tape.Reset();
        var output = _case.Build(_tape, Inputs);
        var total = output;
        for (int i = 1; i < copies; i++)
            total = _tape.Add(total, _case.Build(_tape, Inputs));
        var weights = new Tensor<T>(total.Shape, Weights(total.Length));
        var loss = _tape.Affine(_tape.Mean(_tape.Multiply(total, weights)), total.Length);
        _tape.Backward(loss);
        return [.. Inputs.Select(input => _tape.HasGradient(input) ? Widen(input.Gradient) : [])];
    }

    public static double[] Widen(ReadOnlySpan<T> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = double.CreateChecked(values[i]);
        return result;
    }

    public void Dispose()
    {
        _tape.Dispose();
        Inputs.ForEach(input => input.Dispose());
    }
}
