namespace Uncollapse.Records.Plans;

/// <summary>Whether features of the encoder reach the decoder round the code.</summary>
public enum SkipKind
{
    /// <summary>They do not: a variational autoencoder proper.</summary>
    None,

    /// <summary>They do (U-Net, Ronneberger et al. 2015): the decoder can describe the example without the code.</summary>
    Plain,

    /// <summary>They do, each feature times a gate in (-1, 1) that is computed from the code.</summary>
    Gated,
}
