namespace Uncollapse.Records.Plans;

/// <summary>What an encoder or a decoder is made of.</summary>
public enum NetworkKind
{
    /// <summary>A multilayer perceptron over the example's values in a row.</summary>
    Mlp,

    /// <summary>2-D convolutions: stages that halve (decoder: double) height and width, then (before) dense layers. Images only.</summary>
    Conv,

    /// <summary>Decoder only: a gated PixelCNN without blind spot (van den Oord et al. 2016), conditioned on the code. Images only.</summary>
    Pixelcnn,

    /// <summary>Decoder only: a masked autoencoder for distribution estimation (Germain et al. 2015), conditioned on the code.</summary>
    Made,

    /// <summary>Decoder only: strictly monotone maps and a linear one between them, so that no two codes have the same outputs (Wang et al. 2021).</summary>
    Injective,

    /// <summary>A long short-term memory over the tokens. Text only.</summary>
    Lstm,

    /// <summary>A gated recurrent unit over the tokens. Text only.</summary>
    Gru,

    /// <summary>Decoder only: a causal transformer over the tokens. Text only.</summary>
    Transformer,
}
