using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Records.Treatments;

/// <summary>What a short look at a trial saw, on validation examples and with the weights of the moment.</summary>
public sealed record TrialReading
{
    /// <summary>Epochs that it had been trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>The verdict of the short look.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Whether the weight of the KL was still below nine tenths of what it is to be: a code may not live under the whole.</summary>
    public bool IsMoving { get; init; }

    /// <summary>I(X;Z), nats.</summary>
    public required double MutualInformation { get; init; }

    /// <summary>R, nats.</summary>
    public required double Rate { get; init; }

    /// <summary>D, nats.</summary>
    public required double Distortion { get; init; }

    /// <summary>-(R + D), nats, whatever the objective was.</summary>
    public required double Elbo { get; init; }

    /// <summary>What the bound is about, such as <c>x given type</c>: two bounds compare only where this is the same.</summary>
    public required string Describes { get; init; }

    /// <summary>What another example's code costs the decoder, nats.</summary>
    public required double Use { get; init; }

    /// <summary>Active units; null where units mean nothing alone.</summary>
    public int? ActiveUnits { get; init; }
}
