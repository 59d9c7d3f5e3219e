namespace Uncollapse.Training.Rules;

/// <summary>What a rule of the loop remembers between steps; a part of a checkpoint.</summary>
internal sealed record LoopState
{
    /// <summary>Steps that the encoder's parameters took.</summary>
    public long EncoderSteps { get; init; }

    /// <summary>Steps that all other parameters took.</summary>
    public long DecoderSteps { get; init; }

    /// <summary>The most validation information of the phase so far, nats; null before the first epoch's end.</summary>
    public double? BestInformation { get; init; }

    /// <summary>Epochs of the phase in which it did not rise.</summary>
    public int Failures { get; init; }

    /// <summary>What is out of range, or null.</summary>
    internal string? Fault() => EncoderSteps < 0 || DecoderSteps < 0 || Failures < 0 || BestInformation is { } best && !double.IsFinite(best) ? "a loop's state that cannot be" : null;
}
