using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Decoders;

/// <summary>A decoder over tokens that is asked for one step after the other, for some rows at once, and remembers what it needs of the past.</summary>
internal abstract class TokenStepper<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The tape of a step; what must survive the step is copied from it.</summary>
    protected Tape<T> Tape { get; } = new(TapeMode.Inference);

    /// <summary>Forgets the past and takes new codes.</summary>
    /// <param name="code">[rows, units].</param>
    public abstract void Start(Tensor<T> code);

    /// <summary>Reads a token a row and says what it makes of the next.</summary>
    /// <param name="tokens">The token that each row reads.</param>
    /// <returns>Logits, [rows, vocabulary], until the next step.</returns>
    public abstract ReadOnlySpan<T> Next(ReadOnlySpan<int> tokens);

    /// <summary>Gives each row the past of another.</summary>
    /// <param name="parents">Whose past row n goes on with.</param>
    public abstract void Reorder(ReadOnlySpan<int> parents);

    /// <inheritdoc/>
    public virtual void Dispose() => Tape.Dispose();
}
