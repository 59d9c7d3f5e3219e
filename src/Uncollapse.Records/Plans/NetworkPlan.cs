namespace Uncollapse.Records.Plans;

/// <summary>An encoder or a decoder. What does not apply to its kind keeps its default and is not written.</summary>
public sealed record NetworkPlan
{
    /// <summary>What it is made of.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Mlp;

    /// <summary>Width of each dense hidden layer, from the input side; empty: none. Convolutional: the dense layers beside the code. MADE: its hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [200, 200];

    /// <summary>Convolutional: the channels of each stage from the example's side, 32, 64 unless given; PixelCNN: one number, the features of its layers, 32 unless given.</summary>
    public IReadOnlyList<int> Channels
    {
        get => field ?? (Kind == NetworkKind.Pixelcnn ? [32] : [32, 64]);
        init;
    }

    /// <summary>Convolutional: the side of the stages' filters, at least 2; PixelCNN: of its first layer's, odd.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>Convolutional: residual blocks in each stage.</summary>
    public int Blocks { get; init; }

    /// <summary>PixelCNN, recurrent, transformer: the number of layers, at least 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>
    /// Autoregressive decoders: how much of the past is seen: rows above and columns beside a pixel (PixelCNN), earlier outputs (MADE); null: as much as the layers reach.
    /// </summary>
    public int? Context { get; init; }

    /// <summary>Over tokens: features of a token's embedding.</summary>
    public int Embedding { get; init; } = 256;

    /// <summary>Recurrent: features of the state; transformer: of its layers.</summary>
    public int State { get; init; } = 256;

    /// <summary>Transformer: attention heads; they divide the state.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Recurrent encoder: whether a second one reads backwards.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Decoder over tokens: how the code enters.</summary>
    public CodeEntry CodeEntry { get; init; } = CodeEntry.Both;

    /// <summary>Autoregressive decoders: the probability in [0, 1] that a past output is hidden in training (word dropout, Bowman et al. 2016).</summary>
    public double ContextDropout { get; init; }

    /// <summary>Decoder: whether the code enters every layer (skip-VAE, Dieng et al. 2019).</summary>
    public bool CodeSkip { get; init; }

    /// <summary>Injective decoder: the least singular value of its linear map, above 0.</summary>
    public double SingularFloor { get; init; } = 0.1;

    /// <summary>The nonlinearity after each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The normalisation before each activation.</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.None;

    /// <summary>Group normalisation: the number of groups; it divides the channels.</summary>
    public int Groups { get; init; } = 8;

    /// <summary>Batch normalisation: the new batch's weight in the running statistics, in (0, 1].</summary>
    public double BatchNormMomentum { get; init; } = 0.1;

    /// <summary>Batch normalisation: what is added to the variance, above 0.</summary>
    public double BatchNormEpsilon { get; init; } = 1e-5;

    /// <summary>The probability in [0, 1) that a hidden feature is dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether it describes an output from those before it.</summary>
    public bool IsAutoregressive => Kind is NetworkKind.Pixelcnn or NetworkKind.Made || ReadsTokens;

    /// <summary>Whether it reads (writes) tokens, not values.</summary>
    public bool ReadsTokens => Kind is NetworkKind.Lstm or NetworkKind.Gru or NetworkKind.Transformer;

    /// <summary>Equal when all members are, lists compared item by item.</summary>
    public bool Equals(NetworkPlan? other) =>
        other is not null && Hidden.SequenceEqual(other.Hidden) && Channels.SequenceEqual(other.Channels) && Scalars.Equals(other.Scalars);

    /// <summary>Consistent with <see cref="Equals(NetworkPlan)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Hidden.Count, Channels.Count, Scalars);

    private (NetworkKind, int, int, int, int?, int, int, int, bool, CodeEntry, double, bool, Activation, Normalisation, int, double, double, (double, double)) Scalars =>
        (Kind, Kernel, Blocks, Layers, Context, Embedding, State, Heads, Bidirectional, CodeEntry, ContextDropout, CodeSkip, Activation, Normalisation, Groups, BatchNormMomentum, BatchNormEpsilon, (Dropout, SingularFloor));
}
