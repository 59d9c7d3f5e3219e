namespace Uncollapse.Training.Optimizers;

/// <summary>Which of a model's parameters a step moves.</summary>
public enum TrainedPart
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those of q(z|x), named <c>encoder.*</c>.</summary>
    Encoder,

    /// <summary>All others: decoder, prior, likelihood.</summary>
    Decoder,
}
