using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

public sealed class ModelTextTests
{
    private static readonly NetworkPlan Conv = new() { Kind = NetworkKind.Conv, Channels = [32, 64], Hidden = [256] };
    private static readonly NetworkPlan Text = new() { Kind = NetworkKind.Lstm, State = 128, Layers = 2, Bidirectional = true };

    [Fact]
    public void EveryKindOfModelHasItsLine()
    {
        var model = new ModelPlan { Latent = 32 };
        var pixelcnn = new NetworkPlan { Kind = NetworkKind.Pixelcnn, Layers = 5, Channels = [24] };
        Assert.Equal("784-200-200-32-200-200-784, bernoulli", ModelText.Line(model, 784));
        Assert.Equal("784-200-200-32-200-200-784, gated skips, bernoulli", ModelText.Line(model with { Skips = new SkipPlan { Kind = SkipKind.Gated } }, 784));
        Assert.Equal("784-200-200-32, pixelcnn 5 x 24, bernoulli", ModelText.Line(model with { Decoder = pixelcnn }, 784));
        Assert.Equal("784-200-200-32, pixelcnn 5 x 24 context 4, bernoulli", ModelText.Line(model with { Decoder = pixelcnn with { Context = 4 } }, 784));
        Assert.Equal("784-200-200-32, made 500, bernoulli", ModelText.Line(model with { Decoder = new NetworkPlan { Kind = NetworkKind.Made, Hidden = [500] } }, 784));
        Assert.Equal("9-200-200-32, made linear, bernoulli", ModelText.Line(model with { Decoder = new NetworkPlan { Kind = NetworkKind.Made, Hidden = [] } }, 9));
        Assert.Equal("conv 32-64 dense 256, 32 units, pixelcnn 5 x 24, bernoulli", ModelText.Line(model with { Encoder = Conv, Decoder = pixelcnn }, 784));
        Assert.Equal("conv 32-64 dense 256, 32-200-200-784, bernoulli", ModelText.Line(model with { Encoder = Conv }, 784));
        Assert.Equal("784-200-200-32, conv 32-64, bernoulli", ModelText.Line(model with { Decoder = Conv with { Hidden = [] } }, 784));
        var text = model with { Encoder = Text, Decoder = Text with { Bidirectional = false, Layers = 1 }, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical } };
        Assert.Equal("lstm 2 x 128 both ways, 32 units, lstm 128, categorical", ModelText.Line(text, 80));
        var transformer = text with { Decoder = new NetworkPlan { Kind = NetworkKind.Transformer, Layers = 3, State = 64 } };
        Assert.Equal("lstm 2 x 128 both ways, 32 units, transformer 3 x 64, categorical", ModelText.Line(transformer, 80));
    }
}
