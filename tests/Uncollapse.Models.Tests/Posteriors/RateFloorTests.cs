using Uncollapse.Models.Layers;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Tests.Skips;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Posteriors;

/// <summary>Codes that cannot cost less than a floor: batch-norm-code (Zhu et al. 2020) and delta-code (Razavi et al. 2019).</summary>
public sealed class RateFloorTests
{
    // 32 gamma^2 / 2: the floors of the paper's table.
    [Theory]
    [InlineData(0.6, 5.76)]
    [InlineData(0.7, 7.84)]
    [InlineData(0.9, 12.96)]
    [InlineData(1.2, 23.04)]
    public void Normalised_means_of_32_units_cost_at_least_half_their_squared_scales(double gamma, double floor)
    {
        using var model = Build(new PosteriorPlan { CentredScale = gamma, LearnedShift = true }, 32);
        Assert.Equal(floor, Rate(model, spread: 0), 0.002 * floor);
        Assert.InRange(Rate(model, spread: null), 0.998 * floor, double.MaxValue);
        // A shift is paid for by half its square.
        model.Parameters["encoder.posterior.centring.shift"].Tensor.Data.Fill(0.5);
        Assert.Equal(floor + (32 * 0.125), Rate(model, spread: 0), 0.002 * floor);
    }

    [Fact]
    public void A_shift_is_learned_only_where_it_is_asked_for()
    {
        using var centred = Build(new PosteriorPlan { CentredScale = 1 }, 2);
        using var shifted = Build(new PosteriorPlan { CentredScale = 1, LearnedShift = true }, 2);
        Assert.Equal(centred.Parameters.Trained.Count + 1, shifted.Parameters.Trained.Count);
        using Tensor<double> x = TestModels.Examples<double>(9, 6);
        GradientCheck.OfObjective(shifted, x, new ObjectivePlan());
    }

    // The roots of ln v - v + 2 delta + 1 = 0 by Newton's rule from outside, which cannot leave its branch.
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(2.0)]
    public void The_deviations_bounds_solve_the_papers_equation(double delta)
    {
        var layer = new CommittedRateLayer<double>(delta);
        double Newton(double v)
        {
            for (int i = 0; i < 60; i++) v -= (Math.Log(v) - v + (2 * delta) + 1) / ((1 / v) - 1);
            return v;
        }

        Assert.Equal(Newton(Math.Exp(-(2 * delta) - 1)), layer.LeastDeviation * layer.LeastDeviation, 1e-12);
        Assert.Equal(Newton((4 * delta) + 4), layer.GreatestDeviation * layer.GreatestDeviation, 1e-12);
        Assert.True(layer.LeastDeviation < 1 && layer.GreatestDeviation > 1);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(2.0)]
    public void No_unit_of_any_example_costs_less_than_the_committed_rate(double delta)
    {
        using var tape = new Tape<double>();
        var layer = new CommittedRateLayer<double>(delta);
        int count = 41;
        using var location = new Tensor<double>(new Tensors.Shape(count, count));
        using var spread = new Tensor<double>(new Tensors.Shape(count, count));
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                (location.Data[(i * count) + j], spread.Data[(i * count) + j]) = ((i - 20) * 0.2, j - 20);
        }

        (Tensor<double> mean, Tensor<double> logVariance) = layer.Forward(location, spread, tape);
        for (int i = 0; i < location.Length; i++)
        {
            double m = mean.Data[i], log = logVariance.Data[i], rate = 0.5 * ((m * m) + Math.Exp(log) - log - 1);
            // Where the encoder asks for nothing the rate is the committed one, but for what the steep end of the root is held at.
            if (location.Data[i] <= 0) Assert.InRange(rate, delta - 1e-12, delta + 1e-6);
            else Assert.True(rate > delta);
        }
    }

    [Fact]
    public void The_gradient_of_a_committed_code_is_the_slope()
    {
        using var model = Build(new PosteriorPlan { CommittedRate = 0.3 }, 2);
        using Tensor<double> x = TestModels.Examples<double>(9, 6);
        GradientCheck.OfObjective(model, x, new ObjectivePlan());
    }

    private static Vae<double> Build(PosteriorPlan posterior, int latent)
    {
        var model = Vae<double>.Build(TestModels.Plan(latent, [5]) with { Posterior = posterior }, TestModels.Statistics(6), new Rng(1));
        // Means far apart, beside which the 1e-5 that the normalisation adds to a variance is nothing.
        foreach (ref double weight in model.Parameters["encoder.posterior.weight"].Tensor.Data) weight *= 30;
        return model;
    }

    private static double Rate(Vae<double> model, double? spread)
    {
        using var tape = new Tape<double>();
        using Tensor<double> x = TestModels.Examples<double>(50, 6);
        var pass = new Pass<double>(tape, true, new Rng(1));
        Posterior<double> posterior = model.Encode(x, pass).Posterior;
        if (spread is { } value) posterior.Spread.Data.Fill(value);
        return posterior.Family.StandardKl(posterior, pass)!.Data.ToArray().Average();
    }
}
