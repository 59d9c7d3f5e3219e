using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>The Jacobian in forward mode against differences, for every kind of decoder and what it looks at beside the code.</summary>
public sealed class JacobianTests
{
    private const int Rows = 3;

    [Theory]
    [InlineData(NetworkKind.Mlp, SkipKind.None, false)]
    [InlineData(NetworkKind.Mlp, SkipKind.Plain, false)]
    [InlineData(NetworkKind.Mlp, SkipKind.Gated, true)]
    [InlineData(NetworkKind.Conv, SkipKind.None, false)]
    [InlineData(NetworkKind.Conv, SkipKind.Plain, false)]
    [InlineData(NetworkKind.Conv, SkipKind.Gated, false)]
    [InlineData(NetworkKind.Made, SkipKind.None, true)]
    [InlineData(NetworkKind.Pixelcnn, SkipKind.None, false)]
    public void OfPictures(NetworkKind kind, SkipKind skips, bool isConditional)
    {
        var encoder = new NetworkPlan { Kind = kind == NetworkKind.Conv ? NetworkKind.Conv : NetworkKind.Mlp, Hidden = [5], Channels = [3, 4], Activation = Activation.Tanh };
        var decoder = encoder with { Kind = kind, Channels = kind == NetworkKind.Pixelcnn ? [4] : [3, 4], Layers = 1, Kernel = 3 };
        Check(
            new ModelPlan { Latent = 3, Encoder = encoder, Decoder = decoder, Skips = new SkipPlan { Kind = skips, Features = 4 } },
            new DataStatistics([.. Enumerable.Repeat(0.4, 16)]) { Height = 4, Width = 4, ConditionCount = isConditional ? 2 : 0 },
            i => 0.5 + (0.4 * Math.Sin(i)));
    }

    [Theory]
    [InlineData(NetworkKind.Lstm, CodeEntry.Both)]
    [InlineData(NetworkKind.Lstm, CodeEntry.Start)]
    [InlineData(NetworkKind.Gru, CodeEntry.Both)]
    [InlineData(NetworkKind.Transformer, CodeEntry.Both)]
    [InlineData(NetworkKind.Transformer, CodeEntry.Steps)]
    public void OfSentences(NetworkKind kind, CodeEntry entry)
    {
        var network = new NetworkPlan { Kind = NetworkKind.Lstm, Embedding = 4, State = 6, Layers = 1, Heads = 2 };
        Check(
            new ModelPlan { Latent = 3, Encoder = network, Decoder = network with { Kind = kind, CodeEntry = entry }, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical } },
            new DataStatistics(new double[5]) { VocabularySize = 8 },
            i => 4 + (i % 4));
    }

    [Theory]
    [InlineData(LikelihoodKind.NegativeBinomial, LibraryKind.Observed)]
    [InlineData(LikelihoodKind.Poisson, LibraryKind.Latent)]
    public void OfCounts(LikelihoodKind kind, LibraryKind library)
    {
        var network = new NetworkPlan { Hidden = [5], Activation = Activation.Tanh };
        Check(
            new ModelPlan { Latent = 3, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = kind, Library = library } },
            new DataStatistics([2.0, 5, 1, 4]) { IsCounts = true, Library = new LibraryStatistics(12, Math.Log(12), 0.3) },
            i => i % 5);
    }

    private static void Check(ModelPlan plan, DataStatistics statistics, Func<int, double> value)
    {
        const double step = 1e-5;
        using var model = Vae<double>.Build(plan, statistics, new Rng(3));
        using var evaluator = new VaeEvaluator<double>(model);
        int units = model.LatentCount;
        double[] examples = [.. Enumerable.Range(0, Rows * model.RowSize).Select(value)], codes = [.. Enumerable.Range(0, Rows * units).Select(i => Math.Cos(i + 1))];
        int size = evaluator.Say(codes, new ContextRows<double>(examples)).Size;
        double[] slopes = new double[Rows * units * size];
        evaluator.Jacobian(codes, slopes, new ContextRows<double>(examples));
        Assert.Contains(slopes, slope => Math.Abs(slope) > 1e-3);
        for (int unit = 0; unit < units; unit++)
        {
            double[] Said(double by)
            {
                double[] moved = [.. codes];
                for (int row = 0; row < Rows; row++)
                    moved[(row * units) + unit] += by;
                return evaluator.Say(moved, new ContextRows<double>(examples)).Location;
            }

            double[] above = Said(step), below = Said(-step);
            for (int i = 0; i < above.Length; i++)
                Assert.Equal((above[i] - below[i]) / (2 * step), slopes[(((i / size * units) + unit) * size) + (i % size)], 1e-7);
        }
    }
}
