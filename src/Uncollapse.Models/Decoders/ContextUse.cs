namespace Uncollapse.Models.Decoders;

/// <summary>What a model's decoder looks at beside the code: each is a way in which an example can be described without the code.</summary>
[Flags]
public enum ContextUse
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The example's own earlier outputs: the decoder is autoregressive.</summary>
    Past = 1,

    /// <summary>Features of the encoder that bypass the code.</summary>
    Skips = 2,

    /// <summary>What is told of the example: the model is conditional.</summary>
    Condition = 4,

    /// <summary>The sum of the example's counts: the likelihood is one of counts and its library observed.</summary>
    Library = 8,
}
