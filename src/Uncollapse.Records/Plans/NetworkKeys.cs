namespace Uncollapse.Records.Plans;

/// <summary>The keys of an encoder or a decoder.</summary>
internal static class NetworkKeys
{
    /// <summary>What an encoder can be made of; the other kinds are decoders only.</summary>
    internal static readonly IReadOnlyList<NetworkKind> EncoderKinds = [NetworkKind.Mlp, NetworkKind.Conv, NetworkKind.Lstm, NetworkKind.Gru];

    internal static IEnumerable<PlanKey> Of(string path, bool isDecoder, Func<Plan, NetworkPlan> get, Func<Plan, NetworkPlan, Plan> set) =>
    [
        Make.OneOf(
            $"{path}.kind", isDecoder ? "what the decoder is made of" : "what the encoder is made of", isDecoder ? Enum.GetValues<NetworkKind>() : EncoderKinds, p => get(p).Kind, (p, v) => set(p, get(p) with { Kind = v })),
        .. Layers(path, get, set),
        .. Tokens(path, get, set),
        .. isDecoder ? Past(path, get, set) : [],
        .. Hidden(path, get, set),
    ];

    private static IEnumerable<PlanKey> Layers(string path, Func<Plan, NetworkPlan> get, Func<Plan, NetworkPlan, Plan> set)
    {
        bool IsConv(Plan plan) => get(plan).Kind == NetworkKind.Conv;
        bool IsPixelcnn(Plan plan) => get(plan).Kind == NetworkKind.Pixelcnn;
        return
        [
            Make.IntList($"{path}.hidden", "widths of the dense hidden layers", p => get(p).Hidden, (p, v) => set(p, get(p) with { Hidden = v }), p => get(p).Kind is NetworkKind.Mlp or NetworkKind.Conv or NetworkKind.Made or NetworkKind.Injective),
            Make.IntList($"{path}.channels", "channels of each convolutional stage, from the example's side; pixelcnn: one number, 32 unless given", p => get(p).Channels, (p, v) => set(p, get(p) with { Channels = v }), p => IsConv(p) || IsPixelcnn(p)),
            Make.Int($"{path}.kernel", "side of the filters; pixelcnn: of the first layer's", p => get(p).Kernel, (p, v) => set(p, get(p) with { Kernel = v }), p => IsConv(p) || IsPixelcnn(p)),
            Make.Int($"{path}.blocks", "residual blocks in each convolutional stage", p => get(p).Blocks, (p, v) => set(p, get(p) with { Blocks = v }), IsConv),
            Make.Int($"{path}.layers", "layers of a pixelcnn, a recurrent network or a transformer", p => get(p).Layers, (p, v) => set(p, get(p) with { Layers = v }), p => IsPixelcnn(p) || get(p).ReadsTokens),
        ];
    }

    private static IEnumerable<PlanKey> Tokens(string path, Func<Plan, NetworkPlan> get, Func<Plan, NetworkPlan, Plan> set)
    {
        bool ReadsTokens(Plan plan) => get(plan).ReadsTokens;
        return
        [
            Make.Int($"{path}.embedding", "features of a token's embedding", p => get(p).Embedding, (p, v) => set(p, get(p) with { Embedding = v }), p => get(p).Kind is NetworkKind.Lstm or NetworkKind.Gru),
            Make.Int($"{path}.state", "features of the state", p => get(p).State, (p, v) => set(p, get(p) with { State = v }), ReadsTokens),
        ];
    }

    /// <summary>What only a decoder has, and the encoder's twin has not.</summary>
    private static IEnumerable<PlanKey> Past(string path, Func<Plan, NetworkPlan> get, Func<Plan, NetworkPlan, Plan> set)
    {
        bool IsTransformer(Plan plan) => get(plan).Kind == NetworkKind.Transformer;
        return
        [
            Make.Int($"{path}.heads", "attention heads", p => get(p).Heads, (p, v) => set(p, get(p) with { Heads = v }), IsTransformer),
            Make.Enum($"{path}.code_entry", "how the code enters a decoder over tokens", p => get(p).CodeEntry, (p, v) => set(p, get(p) with { CodeEntry = v }), p => get(p).ReadsTokens),
            Make.NullableInt($"{path}.context", "how far back an autoregressive decoder sees; null: as far as its layers reach", p => get(p).Context, (p, v) => set(p, get(p) with { Context = v }), p => get(p).Kind is NetworkKind.Pixelcnn or NetworkKind.Made),
            Make.Double($"{path}.context_dropout", "probability that a past output is hidden in training", p => get(p).ContextDropout, (p, v) => set(p, get(p) with { ContextDropout = v }), p => get(p).IsAutoregressive),
            Make.Double($"{path}.singular_floor", "least singular value of an injective decoder's linear map", p => get(p).SingularFloor, (p, v) => set(p, get(p) with { SingularFloor = v }), p => get(p).Kind == NetworkKind.Injective),
            Make.Bool($"{path}.code_skip", "whether the code enters every layer", p => get(p).CodeSkip, (p, v) => set(p, get(p) with { CodeSkip = v }), p => get(p).Kind is NetworkKind.Mlp or NetworkKind.Conv || get(p).ReadsTokens),
        ];
    }

    private static IEnumerable<PlanKey> Hidden(string path, Func<Plan, NetworkPlan> get, Func<Plan, NetworkPlan, Plan> set)
    {
        bool IsBatchNormalised(Plan plan) => HasLayers(plan) && get(plan).Normalisation == Normalisation.Batch;
        bool HasLayers(Plan plan) => (get(plan).Kind == NetworkKind.Mlp && get(plan).Hidden.Count > 0) || get(plan).Kind == NetworkKind.Conv;
        return
        [
            .. path.EndsWith("encoder", StringComparison.Ordinal)
                ? [Make.Bool($"{path}.bidirectional", "whether a second recurrent network reads backwards", p => get(p).Bidirectional, (p, v) => set(p, get(p) with { Bidirectional = v }), p => get(p).Kind is NetworkKind.Lstm or NetworkKind.Gru)]
                : Array.Empty<PlanKey>(),
            Make.Enum($"{path}.activation", "after each hidden layer", p => get(p).Activation, (p, v) => set(p, get(p) with { Activation = v }), p => HasLayers(p) || (get(p).Kind is NetworkKind.Made or NetworkKind.Injective && get(p).Hidden.Count > 0)),
            Make.Enum($"{path}.normalisation", "before each activation", p => get(p).Normalisation, (p, v) => set(p, get(p) with { Normalisation = v }), HasLayers),
            Make.Int($"{path}.groups", "groups of group normalisation", p => get(p).Groups, (p, v) => set(p, get(p) with { Groups = v }), p => HasLayers(p) && get(p).Normalisation == Normalisation.Group),
            Make.Double($"{path}.batch_norm_momentum", "weight of a new batch in batch normalisation's running statistics", p => get(p).BatchNormMomentum, (p, v) => set(p, get(p) with { BatchNormMomentum = v }), IsBatchNormalised),
            Make.Double($"{path}.batch_norm_epsilon", "what batch normalisation adds to the variance", p => get(p).BatchNormEpsilon, (p, v) => set(p, get(p) with { BatchNormEpsilon = v }), IsBatchNormalised),
            Make.Double($"{path}.dropout", "probability that a hidden feature is dropped", p => get(p).Dropout, (p, v) => set(p, get(p) with { Dropout = v }), p => HasLayers(p) || get(p).ReadsTokens),
        ];
    }
}
