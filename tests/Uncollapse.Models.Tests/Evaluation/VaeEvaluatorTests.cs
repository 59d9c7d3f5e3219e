using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Evaluation;

public sealed class VaeEvaluatorTests
{
    private const int Outputs = 6;
    private const int Units = 2;
    private const int Rows = 23;

    [Fact]
    public void BlocksOfAnySizeGiveTheSameNumbers()
    {
        using var model = Model(LikelihoodKind.Bernoulli);
        double[] whole = Everything(model, 1000);
        Assert.Equal(whole, Everything(model, 7));
        Assert.Equal(whole, Everything(model, 1));
    }

    [Fact]
    public void APartOfTheRowsWithItsNumbersGivesThatPartOfTheResult()
    {
        using var model = Model(LikelihoodKind.Bernoulli);
        using var evaluator = new VaeEvaluator<double>(model);
        using var examples = TestModels.Examples<double>(Rows, Outputs);
        double[] all = new double[Rows];
        double[] part = new double[5];
        evaluator.ImportanceWeighted(examples.Data, 9, new Rng(3), all);
        evaluator.ImportanceWeighted(examples.Data[(4 * Outputs)..(9 * Outputs)], 9, new Rng(3), part, firstRow: 4);
        Assert.Equal(all[4..9], part);
    }

    [Fact]
    public void OneSampleOfImportanceWeightingIsTheSampledElbo()
    {
        // log p(x|z) + log p(z) - log q(z|x) at one z, from its three parts in plain double arithmetic.
        using var model = Model(LikelihoodKind.Gaussian);
        using var evaluator = new VaeEvaluator<double>(model);
        using var examples = TestModels.Examples<double>(1, Outputs);
        double[] mean = new double[Units];
        double[] logVariance = new double[Units];
        evaluator.Encode(examples.Data, mean, logVariance);
        var rng = new Rng(5);
        double[] noise = new double[Units];
        rng.Fork(0).Fork(0).FillNormal(noise);
        double[] code = new double[Units];
        double ratio = 0;
        for (int j = 0; j < Units; j++)
        {
            code[j] = mean[j] + (Math.Exp(0.5 * logVariance[j]) * noise[j]);
            ratio += (-0.5 * code[j] * code[j]) + (0.5 * ((noise[j] * noise[j]) + logVariance[j]));
        }

        double[] likelihood = new double[1];
        double[] weighted = new double[1];
        double[] distortion = new double[1];
        double[] rate = new double[1];
        evaluator.LogLikelihood(examples.Data, code, likelihood);
        evaluator.ImportanceWeighted(examples.Data, 1, rng, weighted);
        evaluator.Elbo(examples.Data, rng, distortion, rate);
        Assert.Equal(likelihood[0] + ratio, weighted[0], 1e-12);
        Assert.Equal(-likelihood[0], distortion[0], 1e-12);
        double closed = 0;
        for (int j = 0; j < Units; j++)
            closed += 0.5 * ((mean[j] * mean[j]) + Math.Exp(logVariance[j]) - 1 - logVariance[j]);
        Assert.Equal(closed, rate[0], 1e-12);
    }

    /// <summary>A linear decoder with orthogonal columns has its exact posterior in the family: with it every importance weight is
    /// p(x) itself, so any number of samples gives the closed form log N(x; b, W W^T + sigma^2 I) without error.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void WithTheExactPosteriorOfALinearModelTheEstimateIsExact(int samples)
    {
        const double sigma2 = 0.5;
        double[] strengths = [2, 0.7];
        using var model = Vae<double>.Build(
            TestModels.Plan(Units, [], LikelihoodKind.Gaussian, VarianceKind.Fixed, sigma2), TestModels.Statistics(Outputs, 0), new Rng(1));
        var decoder = model.Parameters["decoder.mean.weight"].Tensor.Data;
        var encoder = model.Parameters["encoder.posterior.weight"].Tensor.Data;
        var bias = model.Parameters["encoder.posterior.bias"].Tensor.Data;
        decoder.Clear();
        encoder.Clear();
        bias.Clear();
        for (int j = 0; j < Units; j++)
        {
            // Unit j acts along output 2 j with strength w: q = N(w x / (w^2 + s^2), s^2 / (w^2 + s^2)).
            double w = strengths[j];
            decoder[(j * Outputs) + (2 * j)] = w;
            encoder[(2 * j * 2 * Units) + j] = w / ((w * w) + sigma2);
            bias[Units + j] = Math.Log(sigma2 / ((w * w) + sigma2));
        }

        using var examples = TestModels.Examples<double>(4, Outputs);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] found = new double[4];
        double[] distortion = new double[4];
        double[] rate = new double[4];
        evaluator.ImportanceWeighted(examples.Data, samples, new Rng(2), found);
        evaluator.Elbo(examples.Data, new Rng(2), distortion, rate);
        for (int n = 0; n < 4; n++)
        {
            double exact = 0;
            for (int d = 0; d < Outputs; d++)
            {
                double x = examples.Data[(n * Outputs) + d];
                double variance = sigma2 + (d % 2 == 0 && d < 2 * Units ? strengths[d / 2] * strengths[d / 2] : 0);
                exact -= 0.5 * (Math.Log(2 * Math.PI * variance) + (x * x / variance));
            }

            Assert.Equal(exact, found[n], 1e-10);
        }
    }

    [Theory]
    [InlineData(LikelihoodKind.Bernoulli)]
    [InlineData(LikelihoodKind.Gaussian)]
    public void TheJacobianIsTheSlopeOfTheDecoder(LikelihoodKind kind)
    {
        using var model = Model(kind);
        using var evaluator = new VaeEvaluator<double>(model, block: 2);
        double[] codes = [0.3, -1, 0.2, 0.9, 1.5, -0.4];
        double[] jacobian = new double[3 * Units * Outputs];
        evaluator.Jacobian(codes, jacobian);
        for (int i = 0; i < codes.Length; i++)
        {
            double[] above = Location(model, codes, i, 1e-5);
            double[] below = Location(model, codes, i, -1e-5);
            int row = i / Units;
            for (int d = 0; d < Outputs; d++)
            {
                double slope = (above[(row * Outputs) + d] - below[(row * Outputs) + d]) / 2e-5;
                Assert.Equal(slope, jacobian[(i * Outputs) + d], 1e-8);
            }
        }

        double[] again = new double[3];
        evaluator.LogLikelihood(new double[3 * Outputs], codes, again);
        Assert.All(again, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void EvaluationUsesRunningStatisticsAndDropsNothing()
    {
        var plan = TestModels.Plan(Units, [5], normalisation: Normalisation.Batch, dropout: 0.5);
        using var model = Vae<double>.Build(plan, TestModels.Statistics(Outputs), new Rng(1));
        double[] before = model.Parameters["encoder.0.normalisation.running_mean"].Tensor.Data.ToArray();
        double[] first = Everything(model, 1000);
        Assert.Equal(first, Everything(model, 1000));
        Assert.Equal(before, model.Parameters["encoder.0.normalisation.running_mean"].Tensor.Data.ToArray());
    }

    [Fact]
    public void LengthsThatDoNotAgreeAreRefused()
    {
        using var model = Model(LikelihoodKind.Bernoulli);
        using var evaluator = new VaeEvaluator<double>(model);
        Assert.Throws<ShapeException>(() => evaluator.Encode(new double[7], new double[2], new double[2]));
        Assert.Throws<ShapeException>(() => evaluator.Encode(new double[6], new double[3], new double[2]));
        Assert.Throws<ShapeException>(() => evaluator.LogLikelihood(new double[6], new double[4], new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.ImportanceWeighted(new double[6], 0, default, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VaeEvaluator<double>(model, 0));
    }

    private static Vae<double> Model(LikelihoodKind kind) =>
        Vae<double>.Build(TestModels.Plan(Units, [5, 4], kind, activation: Activation.Silu), TestModels.Statistics(Outputs), new Rng(6));

    private static double[] Location(Vae<double> model, double[] codes, int index, double step)
    {
        double[] moved = [.. codes];
        moved[index] += step;
        using var tape = new Tensors.Autodiff.Tape<double>();
        using var tensor = new Tensors.Autodiff.Tensor<double>(new Shape(codes.Length / Units, Units), moved);
        return model.Decode(tensor, default, new Pass<double>(tape, false, default)).Location.Data.ToArray();
    }

    private static double[] Everything(Vae<double> model, int block)
    {
        using var evaluator = new VaeEvaluator<double>(model, block);
        using var examples = TestModels.Examples<double>(Rows, Outputs);
        double[] mean = new double[Rows * Units];
        double[] logVariance = new double[Rows * Units];
        double[] decoded = new double[Rows * Outputs];
        double[] sampled = new double[Rows * Outputs];
        double[] likelihood = new double[Rows];
        double[] distortion = new double[Rows];
        double[] rate = new double[Rows];
        double[] weighted = new double[Rows];
        evaluator.Encode(examples.Data, mean, logVariance);
        evaluator.DecodeMean(mean, decoded);
        evaluator.Sample(mean, new Rng(1), sampled);
        evaluator.LogLikelihood(examples.Data, mean, likelihood);
        evaluator.Elbo(examples.Data, new Rng(2), distortion, rate);
        evaluator.ImportanceWeighted(examples.Data, 11, new Rng(3), weighted);
        return [.. mean, .. logVariance, .. decoded, .. sampled, .. likelihood, .. distortion, .. rate, .. weighted];
    }
}
