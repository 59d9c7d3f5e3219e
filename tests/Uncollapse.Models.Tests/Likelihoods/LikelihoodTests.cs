using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Likelihoods;

public sealed class LikelihoodTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(LikelihoodKind.Bernoulli)]
    [InlineData(LikelihoodKind.ContinuousBernoulli)]
    [InlineData(LikelihoodKind.Gaussian)]
    public void BeforeTrainingTheDecoderSaysTheMeanOfTheData(LikelihoodKind kind)
    {
        using var model = Vae<double>.Build(TestModels.Plan(2, [4], kind), TestModels.Statistics(3, 0.27), new Rng(1));
        string head = "decoder." + model.Likelihood.Heads[0].Name;
        model.Parameters[head + ".weight"].Tensor.Data.Clear();
        using var evaluator = new VaeEvaluator<double>(model);
        double[] mean = new double[6];
        evaluator.DecodeMean([1, 2, 3, 4], mean);
        Assert.All(mean, value => Assert.Equal(0.27, value, 1e-6));

        using var drawn = Vae<double>.Build(
            TestModels.Plan(2, [4], kind) with { OutputBias = OutputBias.Default }, TestModels.Statistics(3, 0.27), new Rng(1));
        Assert.All(drawn.Parameters[head + ".bias"].Tensor.Data.ToArray(), b => Assert.InRange(b, -0.5, 0.5));
    }

    /// <summary>The sample mean of n draws is within 5 standard errors of E[x|z]: a seeded draw fails with probability 6e-7.</summary>
    [Theory]
    [InlineData(LikelihoodKind.Bernoulli, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.ContinuousBernoulli, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.PerOutput)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Predicted)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Optimal)]
    public void SamplesHaveTheMeanAndTheDensityThatTheLikelihoodStates(LikelihoodKind kind, VarianceKind variance)
    {
        using var model = Vae<double>.Build(TestModels.Plan(1, [3], kind, variance, 0.09), TestModels.Statistics(1, 0.3), new Rng(8));
        using var evaluator = new VaeEvaluator<double>(model, Draws);
        double[] codes = [.. Enumerable.Repeat(0.4, Draws)];
        double[] samples = new double[Draws];
        double[] mean = new double[1];
        double[] logDensity = new double[Draws];
        evaluator.DecodeMean(codes.AsSpan(0, 1), mean);
        using var tape = new Tape<double>(TapeMode.Inference);
        using var z = new Tensor<double>(new Shape(Draws, 1), codes);
        model.Likelihood.Sample(model.Decode(z, default, new Pass<double>(tape, false, default)), new Rng(3), samples);
        double average = samples.Average();
        double spread = Math.Sqrt(samples.Average(x => (x - average) * (x - average)));
        Assert.Equal(mean[0], average, 5 * spread / Math.Sqrt(Draws));

        // E[e^(log q - log p)] = 1 for q uniform on [0, 1] (continuous) or both outcomes (Bernoulli): the density is normalised.
        evaluator.LogLikelihood(samples, codes, logDensity);
        if (kind == LikelihoodKind.Gaussian)
        {
            // -E log p = 1/2 log(2 pi e sigma^2), with sigma^2 from the samples' own spread; its standard error is sqrt(1/2n).
            Assert.Equal(-0.5 * (1 + Math.Log(2 * Math.PI * spread * spread)), logDensity.Average(), 1e-2);
            if (variance != VarianceKind.Predicted)
                Assert.Equal(0.3, spread, 0.01);
            return;
        }

        double[] inverse = [.. logDensity.Select(l => Math.Exp(-l))];
        double error = Math.Sqrt(inverse.Average(v => (v - inverse.Average()) * (v - inverse.Average())) / Draws);
        Assert.Equal(kind == LikelihoodKind.Bernoulli ? 2 : 1, inverse.Average(), (5 * error) + 1e-9);
    }

    [Fact]
    public void TheOptimalVarianceIsTheBatchErrorInTrainingAndTheRunningOneInEvaluation()
    {
        using var parameters = new ParameterSet<double>();
        var optimal = new OptimalVariance<double>(parameters, 0.5);
        using var tape = new Tape<double>();
        using var mean = new Tensor<double>(new Shape(2, 2), [0, 0, 0, 0]);
        using var first = new Tensor<double>(new Shape(2, 2), [1, -1, 1, 1]);
        using var second = new Tensor<double>(new Shape(2, 2), [2, -2, 2, 2]);
        var said = new LikelihoodParameters<double>(mean, null, null);
        static double SoftBound(double error) => 2 * (-6 + double.LogP1(Math.Exp(6 + (0.5 * Math.Log(error)))));

        Assert.Equal(SoftBound(0.5), optimal.LogVariance(said)[0], 1e-12);
        Assert.Equal(SoftBound(1), optimal.LogVariance(said, first, new Pass<double>(tape, true, default)).Item, 1e-12);
        Assert.Equal(SoftBound(1), optimal.LogVariance(said)[0], 1e-12);
        Assert.Equal(SoftBound(4), optimal.LogVariance(said, second, new Pass<double>(tape, true, default)).Item, 1e-12);
        Assert.Equal(SoftBound(2.5), optimal.LogVariance(said, second, new Pass<double>(tape, false, default)).Item, 1e-12);
        Assert.Equal(2, parameters["likelihood.batches_seen"].Tensor.Item);

        // A perfect reconstruction meets the bound: sigma no less than e^-6.
        Assert.Equal(-12, optimal.LogVariance(said, mean, new Pass<double>(tape, true, default)).Item, 1e-6);
    }

    [Fact]
    public void ImpossibleVariancesAreRefused()
    {
        using var parameters = new ParameterSet<float>();
        var plan = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Sigma2 = 0 };
        Assert.Throws<ArgumentOutOfRangeException>(() => LikelihoodFactory.Build(parameters, plan, new DataStatistics(new double[3])));
    }
}
