using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Models.Tests.Skips;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Likelihoods;

/// <summary>Models of counts: gradients of whole objectives, where the library comes from, means, samples and parameters.</summary>
public sealed class CountLikelihoodTests
{
    public static TheoryData<LikelihoodKind, DispersionKind, LibraryKind, int, BoundKind> Cases => new()
    {
        { LikelihoodKind.Poisson, DispersionKind.Gene, LibraryKind.Observed, 0, BoundKind.Elbo },
        { LikelihoodKind.Poisson, DispersionKind.Gene, LibraryKind.Latent, 2, BoundKind.Iwae },
        { LikelihoodKind.NegativeBinomial, DispersionKind.Gene, LibraryKind.Observed, 0, BoundKind.Iwae },
        { LikelihoodKind.NegativeBinomial, DispersionKind.GeneBatch, LibraryKind.Latent, 3, BoundKind.Elbo },
        { LikelihoodKind.NegativeBinomial, DispersionKind.GeneCell, LibraryKind.Observed, 2, BoundKind.Elbo },
        { LikelihoodKind.ZeroInflatedNegativeBinomial, DispersionKind.Gene, LibraryKind.Latent, 0, BoundKind.Elbo },
        { LikelihoodKind.ZeroInflatedNegativeBinomial, DispersionKind.GeneBatch, LibraryKind.Observed, 2, BoundKind.Elbo },
        { LikelihoodKind.ZeroInflatedNegativeBinomial, DispersionKind.GeneCell, LibraryKind.Observed, 0, BoundKind.Iwae },
        { LikelihoodKind.Multinomial, DispersionKind.Gene, LibraryKind.Observed, 0, BoundKind.Elbo },
        { LikelihoodKind.DirichletMultinomial, DispersionKind.Gene, LibraryKind.Observed, 2, BoundKind.Elbo },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientIsTheSlope(LikelihoodKind kind, DispersionKind dispersion, LibraryKind library, int conditions, BoundKind bound)
    {
        using Vae<double> model = CountModels.Build<double>(CountModels.Likelihood(kind, dispersion, library), conditions);
        using Tensor<double> examples = CountModels.Examples<double>(5, conditions);
        GradientCheck.OfObjective(model, examples, new ObjectivePlan { Bound = bound, Samples = 2 });
    }

    [Fact]
    public void ALinearDecoderWithBatchNormalisedEncoderLearns()
    {
        ModelPlan plan = CountModels.Plan(CountModels.Likelihood(LikelihoodKind.NegativeBinomial), [4], Normalisation.Batch);
        plan = plan with { Decoder = plan.Decoder with { Hidden = [] } };
        using var model = Vae<double>.Build(plan, CountModels.Statistics(2), new Rng(1));
        // Loadings: units, then conditions, by outputs.
        Assert.Equal(new Shape(4, CountModels.Genes), model.Parameters["decoder.logits.weight"].Tensor.Shape);
        using Tensor<double> examples = CountModels.Examples<double>(6, 2);
        GradientCheck.OfObjective(model, examples, new ObjectivePlan());
    }

    [Fact]
    public void BatchNormalisationTakesThePlansMomentum()
    {
        using var model = Vae<double>.Build(CountModels.Plan(CountModels.Likelihood(LikelihoodKind.Poisson), [4], Normalisation.Batch), CountModels.Statistics(), new Rng(1));
        using Tensor<double> examples = CountModels.Examples<double>(6);
        using var tape = new Tape<double>();
        double[] weights = model.Parameters["encoder.0.weight"].Tensor.Data.ToArray();
        model.Encode(examples, new Pass<double>(tape, true, new Rng(1)));
        for (int unit = 0; unit < 4; unit++)
        {
            double mean = 0;
            for (int i = 0; i < examples.Length; i++) mean += Math.Log(1 + examples.Data[i]) * weights[(i % CountModels.Genes * 4) + unit] / 6;
            Assert.Equal(0.01 * mean, model.Parameters["encoder.0.normalisation.running_mean"].Tensor.Data[unit], 1e-12);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void AnEncoderWithoutHiddenLayersReadsTheSame(int conditions)
    {
        // One hidden layer that is the identity of all inputs, sparse, against none, dense.
        int inputs = CountModels.Genes + conditions;
        ModelPlan none = CountModels.Plan(CountModels.Likelihood(LikelihoodKind.Poisson), []), one = CountModels.Plan(none.Likelihood, [inputs]);
        one = one with { Encoder = one.Encoder with { Activation = Activation.Relu }, Decoder = none.Decoder };
        using var dense = Vae<double>.Build(none, CountModels.Statistics(conditions), new Rng(1));
        using var sparse = Vae<double>.Build(one, CountModels.Statistics(conditions), new Rng(1));
        Span<double> identity = sparse.Parameters["encoder.0.weight"].Tensor.Data;
        identity.Clear();
        sparse.Parameters["encoder.0.bias"].Tensor.Data.Clear();
        for (int i = 0; i < inputs; i++) identity[i * (inputs + 1)] = 1;
        sparse.Parameters["encoder.posterior.weight"].Tensor.CopyFrom(dense.Parameters["encoder.posterior.weight"].Tensor);
        sparse.Parameters["encoder.posterior.bias"].Tensor.CopyFrom(dense.Parameters["encoder.posterior.bias"].Tensor);
        using Tensor<double> examples = CountModels.Examples<double>(5, conditions);
        double[] expected = new double[10], actual = new double[10], spread = new double[10];
        using (var evaluator = new VaeEvaluator<double>(dense)) evaluator.Encode(examples.Data, expected, spread);
        using (var evaluator = new VaeEvaluator<double>(sparse)) evaluator.Encode(examples.Data, actual, spread);
        for (int i = 0; i < 10; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    [Theory]
    [InlineData(LikelihoodKind.Poisson)]
    [InlineData(LikelihoodKind.NegativeBinomial)]
    [InlineData(LikelihoodKind.Multinomial)]
    public void MeansShareOutTheLibraryOfTheContextOrTheMedian(LikelihoodKind kind)
    {
        using Vae<double> model = CountModels.Build<double>(CountModels.Likelihood(kind));
        Assert.Equal(ContextUse.Library, model.Uses);
        using Tensor<double> examples = CountModels.Examples<double>(3);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = [0.1, -2, 1, 0.5, 0, 0], mean = new double[3 * CountModels.Genes];
        evaluator.DecodeMean(codes, mean, new ContextRows<double>(examples.Data));
        for (int row = 0; row < 3; row++)
            Assert.Equal(Sum(examples.Data.Slice(row * CountModels.Genes, CountModels.Genes)), Sum(mean.AsSpan(row * CountModels.Genes, CountModels.Genes)), 1e-9);
        evaluator.DecodeMean(codes, mean);
        for (int row = 0; row < 3; row++) Assert.Equal(9, Sum(mean.AsSpan(row * CountModels.Genes, CountModels.Genes)), 1e-9);
    }

    [Fact]
    public void ShuffledCodesKeepEachExamplesOwnLibrary()
    {
        using Vae<double> model = CountModels.Build<double>(CountModels.Likelihood(LikelihoodKind.Poisson));
        using Tensor<double> examples = CountModels.Examples<double>(2);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = [0.1, -2, 1, 0.5], own = new double[2], given = new double[2], others = new double[2];
        double[] swapped = [.. examples.Data[CountModels.Genes..], .. examples.Data[..CountModels.Genes]];
        evaluator.LogLikelihood(examples.Data, codes, own);
        evaluator.LogLikelihood(examples.Data, codes, given, new ContextRows<double> { Library = examples.Data });
        evaluator.LogLikelihood(examples.Data, codes, others, new ContextRows<double> { Library = swapped });
        Assert.Equal(own, given);
        // sum x log s - s is all of the Poisson that the library touches.
        double first = Sum(examples.Data[..CountModels.Genes]), second = Sum(examples.Data[CountModels.Genes..]);
        Assert.NotEqual(first, second);
        Assert.Equal((first * Math.Log(second / first)) - second + first, others[0] - own[0], 1e-9);
        Assert.Equal((second * Math.Log(first / second)) - first + second, others[1] - own[1], 1e-9);
    }

    [Fact]
    public void ALatentLibraryIsOneMoreUnitThatTheDecoderDoesNotSee()
    {
        using Vae<double> model = CountModels.Build<double>(CountModels.Likelihood(LikelihoodKind.Poisson, library: LibraryKind.Latent), conditions: 2);
        Assert.Equal(3, model.LatentCount);
        Assert.Equal(ContextUse.Condition, model.Uses);
        Assert.Equal(new Shape(4, 5), model.Parameters["decoder.0.weight"].Tensor.Shape);
        using Tensor<double> examples = CountModels.Examples<double>(2, 2);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = [0.3, 1, 0, 0.3, 1, -1.5], mean = new double[2 * CountModels.Genes], slopes = new double[6 * CountModels.Genes];
        double[] told = [.. examples.Data[..(CountModels.Genes + 2)], .. examples.Data[..(CountModels.Genes + 2)]];
        evaluator.DecodeMean(codes, mean, new ContextRows<double>(told));
        double ratio = Math.Exp(-1.5 * 0.4);
        Assert.Equal(Math.Exp(2.1), Sum(mean.AsSpan(0, CountModels.Genes)), 1e-9);
        for (int d = 0; d < CountModels.Genes; d++) Assert.Equal(ratio * mean[d], mean[CountModels.Genes + d], 1e-9);
        evaluator.Jacobian(codes, slopes, new ContextRows<double>(told));
        Assert.All(slopes[(2 * CountModels.Genes)..(3 * CountModels.Genes)], slope => Assert.Equal(0, slope));
        Assert.All(slopes[..(2 * CountModels.Genes)], slope => Assert.NotEqual(0, slope));
    }

    [Theory]
    [InlineData(LikelihoodKind.Poisson, 0)]
    [InlineData(LikelihoodKind.NegativeBinomial, 3)]
    [InlineData(LikelihoodKind.NegativeBinomial, 0.2)]
    [InlineData(LikelihoodKind.ZeroInflatedNegativeBinomial, 3)]
    [InlineData(LikelihoodKind.Multinomial, 0)]
    [InlineData(LikelihoodKind.DirichletMultinomial, 4)]
    public void SamplesHaveTheFamilysMeanAndVariance(LikelihoodKind kind, double theta)
    {
        const int rows = 40_000;
        const double size = 40, zero = -1;
        double[] shares = [0.5, 0.3, 0.2];
        Likelihood<double> likelihood = LikelihoodFactory.Build(new ParameterSet<double>(), CountModels.Likelihood(kind, theta: Math.Max(theta, 1e-3)), new DataStatistics(shares) { IsCounts = true });
        using var logits = new Tensor<double>(new Shape(rows, 3), [.. Enumerable.Range(0, 3 * rows).Select(i => Math.Log(shares[i % 3]))]);
        using var zeros = new Tensor<double>(new Shape(rows, 3), [.. Enumerable.Repeat(zero, 3 * rows)]);
        using var sizes = new Tensor<double>(new Shape(rows, 1), [.. Enumerable.Repeat(Math.Log(size), rows)]);
        var said = new LikelihoodParameters<double>(logits, likelihood.Heads.Count > 1 ? zeros : null, null, sizes);
        double[] samples = new double[3 * rows], means = new double[3 * rows];
        likelihood.Sample(said, new Rng(3), samples);
        likelihood.Mean(said, means);
        for (int d = 0; d < 3; d++)
        {
            double mean = size * shares[d], own = kind switch
            {
                LikelihoodKind.Poisson => mean,
                LikelihoodKind.Multinomial => mean * (1 - shares[d]),
                LikelihoodKind.DirichletMultinomial => mean * (1 - shares[d]) * (size + theta) / (1 + theta),
                _ => mean + (mean * mean / theta),
            };
            double kept = kind == LikelihoodKind.ZeroInflatedNegativeBinomial ? 1 / (1 + Math.Exp(zero)) : 1, variance = (kept * own) + (kept * (1 - kept) * mean * mean);
            double[] column = [.. Enumerable.Range(0, rows).Select(row => samples[(row * 3) + d])];
            double average = column.Average();
            Assert.Equal(kept * mean, means[d], 1e-9);
            // Five standard errors of the mean; the variance's are below 2 % but for the widest tails.
            Assert.Equal(kept * mean, average, 5 * Math.Sqrt(variance / rows));
            Assert.InRange(column.Sum(x => (x - average) * (x - average)) / rows / variance, theta == 0.2 ? 0.85 : 0.95, theta == 0.2 ? 1.15 : 1.05);
            Assert.All(column, x => Assert.Equal(Math.Floor(x), x));
        }

        if (kind is LikelihoodKind.Multinomial or LikelihoodKind.DirichletMultinomial)
            Assert.All(Enumerable.Range(0, rows), row => Assert.Equal(size, Sum(samples.AsSpan(3 * row, 3))));
    }

    [Fact]
    public void BiasesStartFromTheMeansSharesAndDispersionsWhereThePlanSays()
    {
        ModelPlan plan = CountModels.Plan(CountModels.Likelihood(LikelihoodKind.ZeroInflatedNegativeBinomial, DispersionKind.GeneCell), [3], bias: OutputBias.DataMean);
        using var model = Vae<double>.Build(plan, CountModels.Statistics(), new Rng(1));
        double[] bias = model.Parameters["decoder.logits.bias"].Tensor.Data.ToArray();
        Assert.Equal(Math.Log(CountLikelihood<double>.LeastShare), bias[0], 1e-12);
        for (int d = 1; d < CountModels.Genes; d++) Assert.Equal(Math.Log(d / 21.0), bias[d], 1e-12);
        Assert.All(model.Parameters["decoder.log_theta.bias"].Tensor.Data.ToArray(), value => Assert.Equal(Math.Log(2), value, 1e-12));
        Assert.Equal(["logits", "log_theta", "zero_logits"], model.Likelihood.Heads.Select(head => head.Name));
    }

    [Fact]
    public void DispersionsAreParametersUnlessFixed()
    {
        using Vae<double> learned = CountModels.Build<double>(CountModels.Likelihood(LikelihoodKind.NegativeBinomial));
        using Vae<double> still = CountModels.Build<double>(CountModels.Likelihood(LikelihoodKind.NegativeBinomial, theta: 0.05, isFixed: true));
        using Vae<double> batches = CountModels.Build<double>(CountModels.Likelihood(LikelihoodKind.NegativeBinomial, DispersionKind.GeneBatch), 3);
        using Vae<double> one = CountModels.Build<double>(CountModels.Likelihood(LikelihoodKind.DirichletMultinomial));
        Assert.True(learned.Parameters["likelihood.log_theta"].IsTrained);
        Assert.False(still.Parameters["likelihood.log_theta"].IsTrained);
        Assert.Equal(Math.Log(0.05), still.Parameters["likelihood.log_theta"].Tensor.Data[3], 1e-12);
        Assert.Equal(new Shape(3, CountModels.Genes), batches.Parameters["likelihood.log_theta"].Tensor.Shape);
        Assert.Equal(1, one.Parameters["likelihood.log_theta"].Tensor.Length);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        LikelihoodPlan poisson = CountModels.Likelihood(LikelihoodKind.Poisson);
        Assert.Throws<ArgumentOutOfRangeException>(() => Vae<float>.Build(CountModels.Plan(poisson, [3]), new DataStatistics(new double[3]), new Rng(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CountModels.Build<float>(CountModels.Likelihood(LikelihoodKind.NegativeBinomial, DispersionKind.GeneBatch)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Vae<float>.Build(CountModels.Plan(poisson, [3]) with { Prior = new PriorPlan { Kind = PriorKind.Vamp } }, CountModels.Statistics(), new Rng(1)));
        using Vae<float> model = CountModels.Build<float>(poisson);
        using var logits = new Tensor<float>(new Shape(1, 3));
        Assert.Throws<InvalidOperationException>(() => model.Likelihood.Choose(new LikelihoodParameters<float>(logits, null, null), 0, 0, new GenerationOptions(GenerationMode.Greedy), new Rng(1)));
        Assert.Throws<ShapeException>(() => model.Likelihood.Mean(new LikelihoodParameters<float>(logits, null, null), new float[3]));
    }

    [Fact]
    public void StatisticsOfSumsLeaveEmptyExamplesOut()
    {
        var statistics = LibraryStatistics.Of([0, 8, 2, 0, 4]);
        Assert.Equal((4, Math.Log(4)), (statistics.Median, Math.Round(statistics.LogMean, 12) == Math.Round(Math.Log(4), 12) ? Math.Log(4) : statistics.LogMean));
        Assert.Equal(Math.Log(2) * Math.Sqrt(2.0 / 3), statistics.LogDeviation, 1e-12);
        Assert.Equal(3, LibraryStatistics.Of([2, 4]).Median);
        Assert.Equal(new LibraryStatistics(1, 0, 1), LibraryStatistics.Of([0, 0]));
        Assert.True(LibraryStatistics.Of([5, 5]).LogDeviation > 0);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
