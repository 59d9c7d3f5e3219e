using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Memory;

namespace Uncollapse.Tensors.Ops;

/// <summary>A gradient made in the forward pass for an upstream gradient that the caller foretold, and handed over without a copy if
/// that came true.</summary>
internal sealed class Anticipation<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _weights = new(new Shape(0));
    private NativeBuffer<T>? _gradient;
    private T _expected;
    private bool _made;

    /// <summary>Whether an upstream gradient was foretold.</summary>
    public bool IsExpected => !T.IsZero(_expected);

    /// <summary>The foretold upstream gradient of each row; empty when none was.</summary>
    public ReadOnlySpan<T> Weights => IsExpected ? _weights.Data : default;

    /// <summary>Takes what the upstream gradient of every row is expected to be; 0 for unknown.</summary>
    public void Expect(T expected, int rows)
    {
        _expected = expected;
        _made = false;
        if (!IsExpected)
            return;

        _weights.Resize(new Shape(rows));
        _weights.Data.Fill(expected);
    }

    /// <summary>Where the forward pass writes the gradient.</summary>
    public Span<T> Room(Shape shape)
    {
        _made = true;
        return Tensor<T>.Reserve(ref _gradient, shape.Length).Span[..shape.Length];
    }

    /// <summary>Hands the gradient to the input if the upstream gradient is as foretold and the input has no other share yet.</summary>
    public bool TryDeliver(Tape<T> tape, ReadOnlySpan<T> upstream, Tensor<T> input)
    {
        if (!_made || tape.HasGradient(input) || upstream.ContainsAnyExcept(_expected))
            return false;

        tape.BeginGradient(input);
        input.SwapGradient(ref _gradient);
        _made = false;
        return true;
    }

    public void Dispose()
    {
        _weights.Dispose();
        _gradient?.Dispose();
    }
}
