namespace Uncollapse.Records.Plans;

/// <summary>Connections from the encoder to the decoder that bypass the code.</summary>
public sealed record SkipPlan
{
    /// <summary>Whether there are any, and whether the code gates them.</summary>
    public SkipKind Kind { get; init; } = SkipKind.None;

    /// <summary>The number of features a skip carries between dense layers, at least 1; convolutional skips carry their stage's channels.</summary>
    public int Features { get; init; } = 64;

    /// <summary>The probability in [0, 1] that an example's skips are dropped in training.</summary>
    public double Dropout { get; init; }
}
