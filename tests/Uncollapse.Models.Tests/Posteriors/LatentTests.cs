using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Objectives;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Posteriors;

/// <summary>What must hold for every family of posteriors and every prior.</summary>
public sealed class LatentTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Names => [.. Latents.Names];

    /// <summary>The whole loss's gradient by every weight, the prior's among them, against central differences.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientIsTheSlope(string name)
    {
        foreach (var bound in new[] { BoundKind.Elbo, BoundKind.Iwae })
        {
            using var model = Latents.Build(name);
            using var examples = TestModels.Examples<double>(4, Latents.Outputs);
            using var tape = new Tape<double>();
            var objective = Objective<double>.Build(new ObjectivePlan { Bound = bound, Samples = 2 });
            ObjectiveValue<double> Evaluate()
            {
                tape.Reset();
                return objective.Evaluate(model, examples, 0.7, new Pass<double>(tape, true, new Rng(4)));
            }

            tape.Backward(Evaluate().LossTensor);
            double[][] gradients = [.. model.Parameters.Trained.Select(p => p.Tensor.Gradient.ToArray())];
            double largest = gradients.Max(g => g.Max(Math.Abs));
            for (int p = 0; p < gradients.Length; p++)
            {
                var tensor = model.Parameters.Trained[p].Tensor;
                for (int i = 0; i < tensor.Length; i++)
                {
                    double start = tensor.Data[i];
                    tensor.Data[i] = start + Step;
                    double above = Evaluate().Loss;
                    tensor.Data[i] = start - Step;
                    double below = Evaluate().Loss;
                    tensor.Data[i] = start;
                    double slope = (above - below) / (2 * Step), scale = Math.Max(Math.Abs(slope), 0.01 * largest);
                    Assert.True(Math.Abs(slope - gradients[p][i]) <= 1e-6 * scale, $"{bound}, {model.Parameters.Trained[p].Name}[{i}]: slope {slope:R}, gradient {gradients[p][i]:R}");
                }
            }
        }
    }

    /// <summary>The rate, whatever closed form it uses, is the mean of log q(z|x) - log p(z): within five standard errors over 20,000 codes.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheRateIsTheMeanLogRatio(string name)
    {
        const int samples = 20_000;
        using var model = Latents.Build(name);
        using var tape = new Tape<double>(TapeMode.Inference);
        var pass = new Pass<double>(tape, false, default);
        var (posterior, code) = Latents.Draw(model, pass, 1, samples);
        double[] ratios = new double[samples];
        var density = posterior.Repeat(tape, samples).LogDensity(code, pass);
        var prior = model.Prior.LogDensity(code, pass);
        for (int i = 0; i < samples; i++)
            ratios[i] = density.Data[i] - prior.Data[i];
        double mean = ratios.Average(), error = Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / samples / samples);
        double[] rate = model.Prior.Rate(posterior, code, pass).Data.ToArray();
        Assert.True(Math.Abs(rate.Average() - mean) <= (5 * error) + 1e-9, $"{rate.Average()} beside {mean} +- {error}");
        double levels = Enumerable.Range(0, model.Prior.Levels).Sum(level => model.Prior.LevelRate(level, posterior, code, pass).Data.ToArray().Average());
        Assert.Equal(rate.Average(), levels, 1e-10);
    }

    /// <summary>Every pair's density in the table is the family's own.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheTableHasTheFamilysDensities(string name)
    {
        const int examples = 7;
        using var model = Latents.Build(name, latent: 9);
        using var tape = new Tape<double>(TapeMode.Inference);
        var pass = new Pass<double>(tape, false, default);
        var (posterior, code) = Latents.Draw(model, pass, examples, 1);
        var table = posterior.Family.Table(posterior.Location.Data, posterior.Spread.Data);
        double[] queries = table.Prepare(code.Data), found = new double[examples - 2];
        var some = table.Subset([4, 1]);
        double[] two = new double[2];
        for (int q = 0; q < examples; q++)
        {
            var query = queries.AsSpan(q * table.QueryCount, table.QueryCount);
            table.LogDensities(query, 2, found);
            some.LogDensities(query, 0, two);
            for (int m = 0; m < examples; m++)
            {
                var one = new Posterior<double>(posterior.Family, Row(tape, posterior.Location, m), Row(tape, posterior.Spread, m));
                double expected = one.LogDensity(Row(tape, code, q), pass).Item;
                if (m >= 2) Assert.Equal(expected, found[m - 2], 1e-9 * Math.Max(1, Math.Abs(expected)));
                if (m is 4 or 1) Assert.Equal(expected, two[m == 4 ? 0 : 1], 1e-9 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    /// <summary>An equal mixture of posteriors by all pairs, or by its own operation, is the plain sum.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void AMixtureOfPosteriorsIsTheirMean(string name)
    {
        using var model = Latents.Build(name);
        using var tape = new Tape<double>(TapeMode.Inference);
        var pass = new Pass<double>(tape, false, default);
        var (posterior, code) = Latents.Draw(model, pass, 5, 2);
        var table = posterior.Family.Table(posterior.Location.Data, posterior.Spread.Data);
        double[] queries = table.Prepare(code.Data), densities = new double[5], found = posterior.Family.LogMixture(posterior, code, pass).Data.ToArray();
        for (int q = 0; q < found.Length; q++)
        {
            table.LogDensities(queries.AsSpan(q * table.QueryCount, table.QueryCount), 0, densities);
            Assert.Equal(Math.Log(densities.Average(Math.Exp)), found[q], 1e-9);
        }
    }

    /// <summary>Samples and density of a prior belong together: E_p q(z)/p(z) = 1 for a density q on the same space, here a posterior; within five standard
    /// errors over 20,000 samples.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ThePriorsDensityFitsItsSamples(string name)
    {
        const int count = 20_000;
        using var model = Latents.Build(name);
        using var tape = new Tape<double>(TapeMode.Inference);
        var pass = new Pass<double>(tape, false, default);
        double[] codes = new double[count * 3];
        model.Prior.Sample(new Rng(11), 3, codes);
        var code = tape.Constant(new Shape(count, 3));
        codes.CopyTo(code.Data);
        var (posterior, _) = Latents.Draw(model, pass, 1, 1);
        var density = posterior.Repeat(tape, count).LogDensity(code, pass);
        var prior = model.Prior.LogDensity(code, pass);
        double[] ratios = new double[count];
        for (int i = 0; i < count; i++)
            ratios[i] = Math.Exp(density.Data[i] - prior.Data[i]);
        double mean = ratios.Average(), error = Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / count / count);
        Assert.True(error < 0.1, $"too heavy a tail to judge: {error}");
        Assert.True(Math.Abs(mean - 1) < 5 * error + 1e-9, $"{mean} +- {error}");
    }

    /// <summary>The evaluator's parameters, codes and rates are the model's own, whatever the block.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheEvaluatorDoesNotDependOnItsBlocks(string name)
    {
        const int rows = 11;
        using var model = Latents.Build(name);
        using var examples = TestModels.Examples<double>(rows, Latents.Outputs);
        int width = model.Posterior.Family.SpreadCount;
        double[][] all = new double[2][];
        for (int i = 0; i < 2; i++)
        {
            using var evaluator = new VaeEvaluator<double>(model, i == 0 ? 4 : 64);
            double[] location = new double[rows * 3], spread = new double[rows * width], codes = new double[rows * 3], rates = new double[rows], mean = new double[rows * 3], logVariance = new double[rows * 3];
            evaluator.EncodeParameters(examples.Data, location, spread);
            evaluator.DrawCodes(location, spread, new Rng(3), codes);
            evaluator.Rates(location, spread, codes, null, rates);
            evaluator.Encode(examples.Data, mean, logVariance);
            double[] levels = new double[rows], sum = new double[rows];
            for (int level = 0; level < model.Prior.Levels; level++)
            {
                evaluator.Rates(location, spread, codes, level, levels);
                for (int n = 0; n < rows; n++) sum[n] += levels[n];
            }

            for (int n = 0; n < rows; n++) Assert.Equal(rates[n], sum[n], 1e-10);
            all[i] = [.. location, .. spread, .. codes, .. rates, .. mean, .. logVariance];
        }

        Assert.All(all[0], value => Assert.True(double.IsFinite(value)));
        for (int i = 0; i < all[0].Length; i++) Assert.Equal(all[0][i], all[1][i], 1e-10);
    }

    private static Tensor<double> Row(Tape<double> tape, Tensor<double> from, int row)
    {
        var one = tape.Constant(new Shape(1, from.Columns));
        from.Data.Slice(row * from.Columns, from.Columns).CopyTo(one.Data);
        return one;
    }
}
