using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>Spaces of so few images that all of them can be asked: p(x|z) sums to 1, and draws follow it.</summary>
public sealed class TinyImageTests
{
    private static readonly PastCase[] Binary =
    [
        PastCase.Made("made", 4, [6, 5]),
        PastCase.Made("made, context 1", 4, [9], context: 1),
        PastCase.Pixelcnn("pixelcnn", 2, 2, 1, kernel: 3, layers: 1),
        PastCase.Pixelcnn("pixelcnn, context 1", 2, 2, 1, kernel: 5, layers: 2, context: 1),
        PastCase.Pixelcnn("pixelcnn, 2 channels", 1, 2, 2, kernel: 3, layers: 1),
        PastCase.Pixelcnn("pixelcnn, 4 channels", 1, 1, 4, kernel: 3, layers: 1),
    ];

    public static TheoryData<string> Names => [.. Binary.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSixteenImagesHaveProbabilityOneTogether(string name)
    {
        using var model = Model(name, temperature: 1);
        Assert.Equal(1, Probabilities(model).Sum(), 1e-12);
        using var warm = Model(name, temperature: 2.5);
        Assert.Equal(1, Probabilities(warm).Sum(), 1e-12);
        Assert.NotEqual(Probabilities(model), Probabilities(warm));
    }

    /// <summary>Chi-square of 16 cells, 15 degrees of freedom: above 60 with a probability of 2e-7.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void DrawsFollowTheDistribution(string name)
    {
        const int draws = 12_000;
        using var model = Model(name, temperature: 1);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] probabilities = Probabilities(model);
        double[] codes = [.. Enumerable.Range(0, draws * 3).Select(i => Code[i % 3])], images = new double[draws * 4];
        evaluator.Sample(codes, new Rng(11), images);
        double[] counts = new double[16];
        for (int n = 0; n < draws; n++)
            counts[Enumerable.Range(0, 4).Sum(d => (int)images[(n * 4) + d] << d)]++;
        Assert.Equal(draws, counts.Sum());
        Assert.All(probabilities, p => Assert.InRange(p * draws, 5, draws));
        Assert.InRange(counts.Zip(probabilities, (c, p) => (c - (p * draws)) * (c - (p * draws)) / (p * draws)).Sum(), 0, 60);
    }

    [Theory]
    [InlineData(NetworkKind.Made, LikelihoodKind.Categorical)]
    [InlineData(NetworkKind.Pixelcnn, LikelihoodKind.Categorical)]
    [InlineData(NetworkKind.Made, LikelihoodKind.DiscretisedLogistic)]
    [InlineData(NetworkKind.Pixelcnn, LikelihoodKind.DiscretisedLogistic)]
    public void AllPairsOfLevelsHaveProbabilityOneTogether(NetworkKind decoder, LikelihoodKind likelihood)
    {
        const int levels = 256;
        var past = decoder == NetworkKind.Made ? PastCase.Made("", 2, [3]) : PastCase.Pixelcnn("", 1, 2, 1, kernel: 3, layers: 1);
        using var model = (past with { Likelihood = likelihood }).Build();
        using var evaluator = new VaeEvaluator<double>(model);
        double total = 0;
        double[] codes = [.. Enumerable.Range(0, levels * 3).Select(i => Code[i % 3])], logs = new double[levels], images = new double[2 * levels];
        for (int first = 0; first < levels; first++)
        {
            for (int second = 0; second < levels; second++)
                (images[2 * second], images[(2 * second) + 1]) = (first / 255.0, second / 255.0);
            evaluator.LogLikelihood(images, codes, logs);
            total += logs.Sum(Math.Exp);
        }

        Assert.Equal(1, total, 1e-9);
    }

    private static readonly double[] Code = [0.4, -1.1, 0.7];

    private static Vae<double> Model(string name, double temperature)
    {
        var past = Binary.Single(c => string.Equals(c.Name, name, StringComparison.Ordinal));
        var model = Vae<double>.Build(
            past.Plan with { Likelihood = new LikelihoodPlan { Temperature = temperature } }, past.Statistics, new Rng(21));

        // Fresh weights say nearly the same of every image: larger they tell them apart.
        foreach (var parameter in model.Parameters.Trained.Where(p => p.Name.StartsWith("decoder.", StringComparison.Ordinal)))
        {
            foreach (ref double value in parameter.Tensor.Data)
                value *= 1.5;
        }

        return model;
    }

    private static double[] Probabilities(Vae<double> model)
    {
        using var evaluator = new VaeEvaluator<double>(model);
        double[] images = [.. Enumerable.Range(0, 16).SelectMany(i => Enumerable.Range(0, 4).Select(d => (double)((i >> d) & 1)))];
        double[] codes = [.. Enumerable.Range(0, 48).Select(i => Code[i % 3])], logs = new double[16];
        evaluator.LogLikelihood(images, codes, logs);
        return [.. logs.Select(Math.Exp)];
    }
}
