using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>Free bits per unit on the batch mean (Kingma et al. 2016), against the same objective without them.</summary>
public sealed class FreeBitsTests
{
    private const double Beta = 0.7;

    [Fact]
    public void Below_the_floor_the_rate_is_free()
    {
        (double loss, double rate, double bound, double[] gradient) = Evaluate(100, Beta);
        (double plainLoss, double plainRate, double plainBound, double[] plainGradient) = Evaluate(0, 0);
        Assert.Equal(plainLoss + (Beta * 100 * 2), loss, 1e-9);
        Assert.Equal(plainRate, rate, 1e-12);
        Assert.Equal(plainBound, bound, 1e-10);
        Assert.Equal(plainGradient, gradient);
    }

    [Fact]
    public void Above_the_floor_nothing_changes()
    {
        (double loss, _, _, double[] gradient) = Evaluate(1e-9, Beta);
        (double plainLoss, _, _, double[] plainGradient) = Evaluate(0, Beta);
        Assert.Equal(plainLoss, loss, 1e-10);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(plainGradient[i], gradient[i], 1e-10);
    }

    // The floor lies between the rates of the two units, so one is charged and one is free.
    [Fact]
    public void The_floor_is_a_unit_s_own()
    {
        using var model = Model();
        using var tape = new Tape<double>();
        using var examples = TestModels.Examples<double>(7, 6);
        var pass = new Pass<double>(tape, true, new Rng(4));
        var posterior = model.Encode(examples, pass).Posterior;
        double[] rates = [Rate(posterior.Location.Data, posterior.Spread.Data, 0), Rate(posterior.Location.Data, posterior.Spread.Data, 1)];
        double floor = (rates[0] + rates[1]) / 2;
        Assert.True(Math.Abs(rates[0] - rates[1]) > 1e-3, "the units must differ for this test to mean anything");
        double expected = Evaluate(0, 0).Loss + (Beta * rates.Sum(rate => Math.Max(floor, rate)));
        Assert.Equal(expected, Evaluate(floor, Beta).Loss, 1e-9);
    }

    private static double Rate(ReadOnlySpan<double> mean, ReadOnlySpan<double> logVariance, int unit)
    {
        double sum = 0;
        for (int i = unit; i < mean.Length; i += 2) sum += 0.5 * ((mean[i] * mean[i]) + Math.Exp(logVariance[i]) - 1 - logVariance[i]);
        return sum / (mean.Length / 2);
    }

    private static Vae<double> Model() => Vae<double>.Build(TestModels.Plan(2, [5, 4]), TestModels.Statistics(6), new Rng(1));

    private static (double Loss, double Rate, double Bound, double[] Gradient) Evaluate(double freeBits, double beta)
    {
        using var model = Model();
        using var examples = TestModels.Examples<double>(7, 6);
        using var tape = new Tape<double>();
        var objective = Objective<double>.Build(new ObjectivePlan { FreeBits = freeBits });
        ObjectiveValue<double> value = objective.Evaluate(model, examples, beta, new Pass<double>(tape, true, new Rng(4)));
        tape.Backward(value.LossTensor);
        return (value.Loss, value.Rate, value.Bound, [.. model.Parameters.Trained.SelectMany(p => p.Tensor.Gradient.ToArray())]);
    }
}
