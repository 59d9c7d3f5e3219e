using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Likelihoods;

/// <summary>F from its closed forms against E[s s^T], the scores by the likelihood's own gradient: over all values where they can be listed, else over draws.</summary>
public sealed class InformationTests
{
    private const int Draws = 60_000;

    public static TheoryData<LikelihoodKind> Listed => [LikelihoodKind.Bernoulli, LikelihoodKind.Categorical, LikelihoodKind.DiscretisedLogistic];

    /// <summary>One output: all its values, with their probabilities.</summary>
    [Theory]
    [MemberData(nameof(Listed))]
    public void TheInformationOfAnOutputIsTheMeanSquareOfItsScores(LikelihoodKind kind)
    {
        var plan = new ModelPlan
        {
            Latent = 2,
            Encoder = new NetworkPlan { Hidden = [3] },
            Decoder = new NetworkPlan { Hidden = [3] },
            Likelihood = new LikelihoodPlan { Kind = kind, Temperature = kind == LikelihoodKind.DiscretisedLogistic ? 1 : 1.5, Logistics = 3 },
        };
        using var model = Vae<double>.Build(plan, new DataStatistics([0.4]), new Rng(2));
        using var evaluator = new VaeEvaluator<double>(model);
        int values = kind == LikelihoodKind.Bernoulli ? 2 : 256;
        double[] codes = [.. Enumerable.Repeat(new[] { 0.4, -1.3 }, values).SelectMany(code => code)], logs = new double[values];
        double[] targets = [.. Enumerable.Range(0, values).Select(value => value / (values - 1.0))];
        var said = evaluator.Say(codes);
        double[] scores = new double[said.Location.Length];
        evaluator.Scores(said, targets, scores);
        evaluator.LogLikelihood(targets, codes, logs);
        int size = said.Size;
        double[] direction = [.. Enumerable.Range(0, size).Select(i => Math.Sin(i + 1))], expected = new double[size];
        for (int v = 0; v < values; v++)
        {
            double along = Enumerable.Range(0, size).Sum(i => scores[(v * size) + i] * direction[i]);
            for (int i = 0; i < size; i++)
                expected[i] += Math.Exp(logs[v]) * along * scores[(v * size) + i];
        }

        Assert.Equal(1, logs.Sum(Math.Exp), 1e-9);
        double[] products = new double[size * 2];
        var one = new SaidRows<double>(1, said.Location[..size], null, null, null);
        evaluator.MultiplyInformation(one, [.. direction, .. direction.Select(x => 2 * x)], products);
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(expected[i], products[i], 1e-8);
            Assert.Equal(2 * expected[i], products[size + i], 2e-8);
        }
    }

    /// <summary>Where P(x = 0) lies below the smallest number, against P from differences of log Gamma, each a sum of logarithms: alpha^2 sum_k P(x > k) / (alpha + k)^2.</summary>
    [Theory]
    [InlineData(3000, 1e5, 0.3, 874)]
    [InlineData(20_000, 1e5, 0.05, 833)]
    [InlineData(10_000, 1000, 0.3, 273)]
    [InlineData(5000, 3000, 0.9999, 0)]
    [InlineData(400, 50, 0.2, 0)]
    [InlineData(2000, 1.5, 0.4, 0)]
    public void ManyCountsTellWhatTheDirichletMultinomialSays(int total, double theta, double share, double known)
    {
        double alpha = theta * share, tail = 1, expected = 0;
        double[] ofAlpha = LogGammas(alpha, total), ofRest = LogGammas(theta - alpha, total), ofTheta = LogGammas(theta, total), ofOne = LogGammas(1, total);
        for (int k = 0; k < total; k++)
        {
            tail -= Math.Exp(ofAlpha[k] + ofRest[total - k] - ofTheta[total] + ofOne[total] - ofOne[k] - ofOne[total - k]);
            expected += alpha * alpha * tail / ((alpha + k) * (alpha + k));
        }

        Assert.Equal(1, CountInformation.DirichletMultinomial(total, theta, share) / expected, 1e-6);
        if (known > 0) Assert.Equal(known, expected, 0.51);
    }

    /// <summary>log Gamma(a + k) - log Gamma(a) for k = 0 ... count.</summary>
    private static double[] LogGammas(double a, int count)
    {
        double[] logs = new double[count + 1];
        for (int k = 0; k < count; k++)
            logs[k + 1] = logs[k] + Math.Log(a + k);
        return logs;
    }

    /// <summary>In single precision too p (1 - p) keeps its digits where p is 1 but for rounding.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(-9.5)]
    [InlineData(12.0)]
    [InlineData(30.0)]
    [InlineData(-30.0)]
    public void ABernoulliTellsLittleButSomethingAtLargeLogits(double logit)
    {
        var plan = new ModelPlan { Latent = 2, Encoder = new NetworkPlan { Hidden = [3] }, Decoder = new NetworkPlan { Hidden = [3] } };
        using var model = Vae<float>.Build(plan with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Bernoulli } }, new DataStatistics([0.4]), new Rng(2));
        using var evaluator = new VaeEvaluator<float>(model);
        float[] product = new float[1];
        evaluator.MultiplyInformation(new SaidRows<float>(1, [(float)logit], null, null, null), [1f], product);
        double half = Math.Cosh((float)logit / 2.0);
        Assert.Equal(1, product[0] * 4 * half * half, 1e-5);
    }

    /// <summary>Likelihoods whose values cannot be listed: quotients along directions, over draws. The standard error of a mean of squares is at most a few percent here.</summary>
    [Theory]
    [InlineData(LikelihoodKind.ContinuousBernoulli, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.PerOutput)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Predicted)]
    public void TheInformationIsTheSpreadOfDrawnScores(LikelihoodKind kind, VarianceKind variance)
    {
        var likelihood = new LikelihoodPlan { Kind = kind, Variance = variance, Sigma2 = 0.7 };
        Check(new ModelPlan { Latent = 2, Encoder = new NetworkPlan { Hidden = [3] }, Decoder = new NetworkPlan { Hidden = [3] }, Likelihood = likelihood }, new DataStatistics([0.4, 0.5, 0.6]));
    }

    [Theory]
    [InlineData(LikelihoodKind.Poisson)]
    [InlineData(LikelihoodKind.NegativeBinomial)]
    [InlineData(LikelihoodKind.ZeroInflatedNegativeBinomial)]
    [InlineData(LikelihoodKind.Multinomial)]
    [InlineData(LikelihoodKind.DirichletMultinomial)]
    public void TheInformationOfCountsIsTheSpreadOfDrawnScores(LikelihoodKind kind)
    {
        var likelihood = new LikelihoodPlan { Kind = kind, Theta = kind == LikelihoodKind.DirichletMultinomial ? 6 : 1.7, Library = LibraryKind.Latent };
        var statistics = new DataStatistics([2.0, 5, 1, 4]) { IsCounts = true, Library = new LibraryStatistics(12, Math.Log(12), 0.3) };
        Check(new ModelPlan { Latent = 2, Encoder = new NetworkPlan { Hidden = [3] }, Decoder = new NetworkPlan { Hidden = [3] }, Likelihood = likelihood }, statistics);
    }

    private static void Check(ModelPlan plan, DataStatistics statistics)
    {
        using var model = Vae<double>.Build(plan, statistics, new Rng(2));
        using var evaluator = new VaeEvaluator<double>(model);
        double[] code = [.. new[] { 0.4, -1.3, 0.2 }.Take(model.LatentCount)];
        double[] codes = [.. Enumerable.Repeat(code, Draws).SelectMany(one => one)], drawn = new double[Draws * model.OutputCount];
        evaluator.Sample(codes, new Rng(5), drawn);
        var said = evaluator.Say(codes, new ContextRows<double>(drawn));
        double[] scores = new double[said.Location.Length];
        evaluator.Scores(said, drawn, scores);
        int size = said.Size;
        for (int d = 0; d < 3; d++)
        {
            double[] direction = [.. Enumerable.Range(0, size).Select(i => Math.Sin((d + 1) * (i + 1)))], products = new double[size];
            var one = new SaidRows<double>(1, said.Location[..size], said.Second?[..size], said.Third?[..size], said.LogSize?[..1]);
            evaluator.MultiplyInformation(one, direction, products);
            double expected = Enumerable.Range(0, size).Sum(i => direction[i] * products[i]), mean = 0, square = 0;
            for (int n = 0; n < Draws; n++)
            {
                double along = Enumerable.Range(0, size).Sum(i => scores[(n * size) + i] * direction[i]);
                mean += along / Draws;
                square += along * along / Draws;
            }

            // 60,000 draws: 0.6 % for a Gaussian score, up to 2 % for a heavy tail; a score's mean is 0.
            Assert.InRange(square / expected, 0.95, 1.05);
            Assert.InRange(mean / Math.Sqrt(expected / Draws), -4.5, 4.5);
        }
    }

    /// <summary>A language model's scores in its last features, and their information, against the likelihood's own gradient taken through the head and E[s s^T] word by word.</summary>
    [Fact]
    public void WordsScoreInTheLastFeatures()
    {
        var plan = new ModelPlan
        {
            Latent = 2,
            Encoder = new NetworkPlan { Kind = NetworkKind.Lstm, Embedding = 3, State = 4 },
            Decoder = new NetworkPlan { Kind = NetworkKind.Lstm, Embedding = 3, State = 4 },
            Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical, Temperature = 1.3 },
        };
        using var model = Vae<double>.Build(plan, new DataStatistics(new double[5]) { VocabularySize = 7 }, new Rng(4));
        using var evaluator = new VaeEvaluator<double>(model);
        double[] tokens = [4, 6, 3, 0, 0, 5, 5, 4, 6, 3], codes = [0.1, -0.4, 1, 0.3], scores = new double[2 * 4];
        var states = new WordStates<double>(model);
        evaluator.AddWords(states, tokens, codes, scores);
        double[] weight = model.Parameters.Trained.Single(parameter => parameter.Name == "decoder.logits.weight").Tensor.Data.ToArray();
        var said = evaluator.Say(codes, new ContextRows<double>(tokens));
        double[] ofLogits = new double[said.Location.Length], information = states.Information(), expected = new double[16];
        evaluator.Scores(said, tokens, ofLogits);
        for (int n = 0; n < 2; n++)
        {
            for (int h = 0; h < 4; h++)
            {
                double score = 0;
                for (int t = 0; t < 5; t++)
                {
                    for (int k = 0; k < 7; k++)
                        score += ofLogits[(((n * 5) + t) * 7) + k] * weight[(h * 7) + k];
                }

                Assert.Equal(score, scores[(n * 4) + h], 1e-10);
            }

            for (int t = 0; t < (n == 0 ? 3 : 5); t++)
            {
                double[] logits = said.Location[(((n * 5) + t) * 7)..(((n * 5) + t + 1) * 7)];
                double[] p = [.. logits.Select(logit => Math.Exp(logit / 1.3))];
                double total = p.Sum();
                for (int word = 0; word < 7; word++)
                {
                    // The score in the features were this word the one.
                    double[] s = [.. Enumerable.Range(0, 4).Select(h => (weight[(h * 7) + word] - Enumerable.Range(0, 7).Sum(k => p[k] / total * weight[(h * 7) + k])) / 1.3)];
                    for (int i = 0; i < 16; i++)
                        expected[i] += p[word] / total * s[i / 4] * s[i % 4] / 2;
                }
            }
        }

        for (int i = 0; i < 16; i++)
            Assert.Equal(expected[i], information[i], 1e-10);
    }
}
