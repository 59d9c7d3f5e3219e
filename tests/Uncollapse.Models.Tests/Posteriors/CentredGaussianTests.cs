using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Posteriors;

/// <summary>Batch-norm-code without a shift (Zhu et al. 2020).</summary>
public sealed class CentredGaussianTests
{
    private const double Gamma = 0.7;

    [Fact]
    public void Over_a_batch_each_unit_has_mean_zero_and_the_given_deviation_and_pays_for_it()
    {
        using var model = Build();
        using Tensor<double> x = TestModels.Examples<double>(50, 6);
        using var tape = new Tape<double>();
        var pass = new Pass<double>(tape, true, new Rng(1));
        Posterior<double> posterior = model.Encode(x, pass).Posterior;
        for (int unit = 0; unit < 3; unit++)
        {
            double[] means = [.. Enumerable.Range(0, 50).Select(n => posterior.Location.Data[(n * 3) + unit])];
            Assert.Equal(0, means.Average(), 1e-12);
            Assert.Equal(Gamma, Math.Sqrt(means.Average(mean => mean * mean)), 1e-3);
        }

        double rate = posterior.Family.StandardKl(posterior, pass)!.Data.ToArray().Average();
        double floor = 0.5 * 3 * Gamma * Gamma;
        Assert.InRange(rate, floor * 0.99, double.MaxValue);
        // The floor is reached where the variances are the prior's.
        posterior.Spread.Data.Clear();
        Assert.Equal(floor, posterior.Family.StandardKl(posterior, pass)!.Data.ToArray().Average(), 0.01 * floor);
    }

    [Fact]
    public void A_constant_added_by_the_encoder_is_taken_away_again()
    {
        using var model = Build();
        using Tensor<double> x = TestModels.Examples<double>(50, 6);
        double[] before = Means(model, x, true);
        model.Parameters["encoder.posterior.bias"].Tensor.Data[..3].Fill(5);
        double[] after = Means(model, x, true);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-9);
    }

    [Fact]
    public void Evaluation_takes_the_running_statistics_and_no_batch_decides_anothers_code()
    {
        using var model = Build();
        using Tensor<double> x = TestModels.Examples<double>(50, 6), one = TestModels.Examples<double>(1, 6);
        double[] trained = Means(model, x, true);
        // Each pass moves the running statistics a tenth of the way: after 200 they are the batch's, to a factor of 0.9^200.
        for (int i = 0; i < 200; i++) Means(model, x, true);
        double[] evaluated = Means(model, x, false);
        double unbiased = Math.Sqrt(49.0 / 50);
        // The running variance is the unbiased one.
        for (int i = 0; i < trained.Length; i++) Assert.Equal(trained[i] * unbiased, evaluated[i], 1e-4);
        one.Data.Clear();
        x.Data[..6].CopyTo(one.Data);
        Assert.Equal(evaluated[..3], Means(model, one, false));
        // A batch of one has no variance: it is taken as in evaluation, not refused.
        Assert.Equal(evaluated[..3], Means(model, one, true));
        Assert.Equal(["encoder.posterior.centring.running_mean", "encoder.posterior.centring.running_variance"], model.Parameters.All.Where(p => !p.IsTrained).Select(p => p.Name));
    }

    /// <summary>With weights so large that the 1e-5 which the operation adds to a variance is nothing beside it.</summary>
    private static Vae<double> Build()
    {
        var model = Vae<double>.Build(TestModels.Plan(3, [5]) with { Posterior = new PosteriorPlan { CentredScale = Gamma } }, TestModels.Statistics(6), new Rng(1));
        foreach (ref double weight in model.Parameters["encoder.posterior.weight"].Tensor.Data) weight *= 30;
        return model;
    }

    private static double[] Means(Vae<double> model, Tensor<double> x, bool training)
    {
        using var tape = new Tape<double>();
        return [.. model.Encode(x, new Pass<double>(tape, training, new Rng(1))).Posterior.Location.Data];
    }
}
