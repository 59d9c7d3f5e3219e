using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>An autoregressive decoder, and of which earlier outputs it should know.</summary>
internal sealed record PastCase(string Name, int Height, int Width, int Channels, NetworkPlan Decoder, LikelihoodKind Likelihood = LikelihoodKind.Bernoulli)
{
    public static IReadOnlyList<PastCase> All { get; } =
    [
        Made("made", 12, [9, 30]),
        Made("made without hidden layers", 7, []),
        Made("made, fewer units than outputs", 12, [5]),
        Made("made, context 3", 12, [24, 24], context: 3),
        Made("made, context 1", 9, [20, 8], context: 1),
        Made("made, context 0", 6, [8], context: 0),
        Made("made, predicted variance", 6, [11]) with { Likelihood = LikelihoodKind.Gaussian },
        Pixelcnn("pixelcnn", 6, 7, 1, kernel: 3, layers: 1),
        Pixelcnn("pixelcnn, first kernel 5", 7, 8, 1, kernel: 5, layers: 2),
        Pixelcnn("pixelcnn, context 2 of 4", 6, 7, 1, kernel: 3, layers: 3, context: 2),
        Pixelcnn("pixelcnn, context 1 of 4", 5, 5, 1, kernel: 5, layers: 2, context: 1),
        Pixelcnn("pixelcnn, context 9 of 3", 6, 6, 1, kernel: 3, layers: 2, context: 9),
        Pixelcnn("pixelcnn, context 0", 3, 4, 1, kernel: 3, layers: 2, context: 0),
        Pixelcnn("pixelcnn, colours", 4, 4, 3, kernel: 3, layers: 1),
        Pixelcnn("pixelcnn, predicted variance", 4, 5, 2, kernel: 3, layers: 1) with { Likelihood = LikelihoodKind.Gaussian },
    ];

    public int Outputs => Height * Width * Channels;

    public DataStatistics Statistics => new([.. Enumerable.Repeat(0.4, Outputs)]) { Height = Height, Width = Width, Channels = Channels };

    public ModelPlan Plan => new()
    {
        Latent = 3,
        Encoder = new NetworkPlan { Hidden = [4], Activation = Activation.Tanh },
        Decoder = Decoder,
        Likelihood = new LikelihoodPlan { Kind = Likelihood, Variance = VarianceKind.Predicted, Sigma2 = 0.5 },
    };

    public static PastCase Of(string name) => All.Single(c => string.Equals(c.Name, name, StringComparison.Ordinal));

    public static PastCase Made(string name, int outputs, int[] hidden, int? context = null) => new(
        name, 1, outputs, 1, new NetworkPlan { Kind = NetworkKind.Made, Hidden = hidden, Activation = Activation.Tanh, Context = context });

    public static PastCase Pixelcnn(string name, int height, int width, int channels, int kernel, int layers, int? context = null) => new(
        name, height, width, channels, new NetworkPlan { Kind = NetworkKind.Pixelcnn, Channels = [6], Kernel = kernel, Layers = layers, Context = context });

    public Vae<double> Build(ulong seed = 5) => Vae<double>.Build(Plan, Statistics, new Rng(seed));

    /// <summary>Whether an output's parameters depend on an input: stated here from the plan alone.</summary>
    public bool Sees(int output, int input)
    {
        if (Decoder.Kind == NetworkKind.Made)
            return input < output && input >= output - (Decoder.Context ?? Outputs);

        int reach = Math.Min((Decoder.Kernel / 2) + Decoder.Layers, Decoder.Context ?? int.MaxValue);
        (int row, int column) = Place(output);
        (int seenRow, int seenColumn) = Place(input);
        if (seenRow == row && seenColumn == column)
            return reach > 0 && input < output;

        bool near = row - seenRow <= reach && Math.Abs(column - seenColumn) <= reach;
        return near && (seenRow < row || (seenRow == row && seenColumn < column));
    }

    private (int Row, int Column) Place(int output) => (output / Channels / Width, output / Channels % Width);
}
