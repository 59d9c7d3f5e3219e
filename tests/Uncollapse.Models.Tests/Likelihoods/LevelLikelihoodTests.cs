using Uncollapse.Models.Decoders;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Likelihoods;

/// <summary>Likelihoods over 256 levels and over tokens: mean, draws and choices against the probabilities that the log-likelihood states.</summary>
public sealed class LevelLikelihoodTests
{
    private const int Draws = 20_000;

    public static TheoryData<LikelihoodKind, double, double> Cases => new()
    {
        { LikelihoodKind.Categorical, 1, 1 },
        { LikelihoodKind.Categorical, 2, 0.5 },
        { LikelihoodKind.DiscretisedLogistic, 1, 1 },
        { LikelihoodKind.DiscretisedLogistic, 1, 0.6 },
    };

    /// <summary>The level's mean over n draws lies within 5 standard errors of the mean under the probabilities: a seeded draw fails once in 10^6.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void EverythingFollowsTheProbabilities(LikelihoodKind kind, double temperature, double generation)
    {
        var likelihood = Build(kind, temperature);
        using var row = Said(likelihood);
        double[] probabilities = Probabilities(likelihood, row);
        Assert.Equal(1, probabilities.Sum(), 1e-9);
        double mean = MeanOf(probabilities);
        double[] said = new double[1];
        likelihood.Mean(new LikelihoodParameters<double>(row, null, null), said);
        Assert.Equal(mean, said[0], 1e-9);

        using var many = new Tensor<double>(new Shape(Draws, row.Columns));
        for (int n = 0; n < Draws; n++)
            row.Data.CopyTo(many.Data[(n * row.Columns)..]);
        double[] samples = new double[Draws];
        likelihood.Sample(new LikelihoodParameters<double>(many, null, null), new Rng(4), samples);
        AssertMoments(probabilities, samples);

        var all = new LikelihoodParameters<double>(row, null, null);
        var options = new GenerationOptions(GenerationMode.Draw, generation);
        for (int n = 0; n < Draws; n++)
            samples[n] = likelihood.Choose(all, 0, 0, options, new Rng((ulong)n));
        double[] sharp = [.. probabilities.Select(p => Math.Pow(p, 1 / generation))];
        double total = sharp.Sum();
        AssertMoments([.. sharp.Select(p => p / total)], samples);

        double best = likelihood.Choose(all, 0, 0, new GenerationOptions(GenerationMode.Greedy), default);
        Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()) / 255.0, best);
        Assert.Throws<ArgumentException>(() => likelihood.Choose(all, 0, 0, new GenerationOptions(GenerationMode.Beam), default));
    }

    [Theory]
    [InlineData(LikelihoodKind.Categorical)]
    [InlineData(LikelihoodKind.DiscretisedLogistic)]
    public void AFreshBiasCallsNoLevelImpossible(LikelihoodKind kind)
    {
        var likelihood = Build(kind, 1);
        using var row = new Tensor<double>(new Shape(1, likelihood.Heads[0].PerOutput));
        row.Data.Fill(9);
        likelihood.StartBias(0, null, row.Data);
        double[] probabilities = Probabilities(likelihood, row);
        Assert.All(probabilities, p => Assert.InRange(p, 0.2 / 256, 20.0 / 256));
        Assert.Equal(0.5, MeanOf(probabilities), 1e-6);
    }

    /// <summary>All the mass at one end, and a logistic narrower than a level.</summary>
    [Fact]
    public void ExtremeLogisticsStayFinite()
    {
        var likelihood = new DiscretisedLogisticLikelihood<double>(1);
        foreach (double[] parameters in (double[][])[[0, -40, 2], [0, 40, -50], [0, 0.0, -50], [800, 1.5, 0]])
        {
            using var row = new Tensor<double>(new Shape(1, 3), parameters);
            double[] probabilities = Probabilities(likelihood, row), mean = new double[1];
            likelihood.Mean(new LikelihoodParameters<double>(row, null, null), mean);
            Assert.Equal(MeanOf(probabilities) / probabilities.Sum(), mean[0], 1e-6);
            Assert.InRange(likelihood.Choose(new LikelihoodParameters<double>(row, null, null), 0, 0, new GenerationOptions(GenerationMode.Draw, 3), new Rng(1)), 0, 1);
        }
    }

    [Fact]
    public void ATokenIsChosenFromItsLogits()
    {
        var likelihood = new TokenLikelihood<double>(4, 2);
        using var logits = new Tensor<double>(new Shape(2, 4), [5, 0, 0, 0, 0, 1, 2, 3]);
        var said = new LikelihoodParameters<double>(logits, null, null);
        Assert.Equal(3, likelihood.Choose(said, 1, 0, new GenerationOptions(GenerationMode.Greedy), default));
        double[] counts = new double[4], weights = [1, Math.E, Math.Exp(2), Math.Exp(3)];
        for (int n = 0; n < Draws; n++)
            counts[(int)likelihood.Choose(said, 1, 0, new GenerationOptions(GenerationMode.Draw, 0.5), new Rng((ulong)n))]++;

        // Temperatures 2 and 1/2 cancel; chi-square of 3 degrees of freedom is above 31 once in 10^6.
        double[] expected = [.. weights.Select(w => Draws * w / weights.Sum())];
        Assert.InRange(counts.Zip(expected, (c, e) => (c - e) * (c - e) / e).Sum(), 0, 31);
    }

    [Fact]
    public void ABernoullisTemperatureDividesItsLogitsEverywhere()
    {
        var warm = new BernoulliLikelihood<double>(4);
        var plain = new BernoulliLikelihood<double>();
        using var tape = new Tape<double>();
        using var logits = new Tensor<double>(new Shape(1, 3), [4, -8, 2]);
        using var quarters = new Tensor<double>(new Shape(1, 3), [1, -2, 0.5]);
        using var target = new Tensor<double>(new Shape(1, 3), [1, 0, 0]);
        var pass = new Pass<double>(tape, false, default);
        LikelihoodParameters<double> said = new(logits, null, null), same = new(quarters, null, null);
        Assert.Equal(plain.LogLikelihood(same, target, pass).Item, warm.LogLikelihood(said, target, pass).Item, 1e-12);
        double[] one = new double[3], other = new double[3];
        plain.Mean(same, one);
        warm.Mean(said, other);
        Assert.Equal(one, other);
        for (ulong seed = 0; seed < 50; seed++)
        {
            plain.Sample(same, new Rng(seed), one);
            warm.Sample(said, new Rng(seed), other);
            Assert.Equal(one, other);
            var options = new GenerationOptions(GenerationMode.Draw);
            Assert.Equal(plain.Choose(same, 2, 2, options, new Rng(seed)), warm.Choose(said, 2, 2, options, new Rng(seed)));
        }

        warm.StartBias(0, [0.3, 0.3, 0.3], logits.Data);
        warm.Mean(said, one);
        Assert.All(one, mean => Assert.Equal(0.3, mean, 1e-12));
    }

    private static Likelihood<double> Build(LikelihoodKind kind, double temperature)
    {
        using var parameters = new ParameterSet<double>();
        return LikelihoodFactory.Build(
            parameters, new LikelihoodPlan { Kind = kind, Temperature = temperature, Logistics = 3 }, new DataStatistics([0.5]));
    }

    private static Tensor<double> Said(Likelihood<double> likelihood)
    {
        var row = new Tensor<double>(new Shape(1, likelihood.Heads[0].PerOutput));
        new Rng(3).FillNormal(row.Data);
        return row;
    }

    private static double[] Probabilities(Likelihood<double> likelihood, Tensor<double> row)
    {
        using var tape = new Tape<double>(TapeMode.Inference);
        double[] result = new double[256];
        for (int level = 0; level < 256; level++)
        {
            tape.Reset();
            using var target = new Tensor<double>(new Shape(1, 1), [level / 255.0]);
            result[level] = Math.Exp(likelihood.LogLikelihood(new LikelihoodParameters<double>(row, null, null), target, new Pass<double>(tape, false, default)).Item);
        }

        return result;
    }

    private static double MeanOf(double[] probabilities) => probabilities.Select((p, level) => p * level / 255.0).Sum();

    private static void AssertMoments(double[] probabilities, double[] samples)
    {
        for (int power = 1; power <= 2; power++)
        {
            double mean = probabilities.Select((p, level) => p * Math.Pow(level / 255.0, power)).Sum();
            double spread = Math.Sqrt(probabilities.Select((p, level) => p * Math.Pow(Math.Pow(level / 255.0, power) - mean, 2)).Sum());
            Assert.Equal(mean, samples.Average(x => Math.Pow(x, power)), 5 * spread / Math.Sqrt(samples.Length));
        }
    }
}
