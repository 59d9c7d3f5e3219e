using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>What a plan adds to the bound or puts in its place, against plain loops in double over the same codes.</summary>
public sealed class ObjectiveTermTests
{
    private const int Rows = 7, Outputs = 6, Units = 2;

    public static TheoryData<FreeBitsKind> Kinds => [FreeBitsKind.Unit, FreeBitsKind.ExampleUnit, FreeBitsKind.Code];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Free_bits_mask_what_their_kind_says(FreeBitsKind kind)
    {
        double[,] kl = Rates();
        double[] sorted = [.. kl.Cast<double>().Order()];
        double floor = kind == FreeBitsKind.Code ? sorted.Sum() / Rows : sorted[sorted.Length / 2];
        double charged = 0;
        for (int n = 0; n < Rows; n++)
        {
            if (kind == FreeBitsKind.Code) charged += Math.Max(floor, kl[n, 0] + kl[n, 1]) / Rows;
            if (kind == FreeBitsKind.ExampleUnit) charged += (Math.Max(floor, kl[n, 0]) + Math.Max(floor, kl[n, 1])) / Rows;
        }

        for (int j = 0; kind == FreeBitsKind.Unit && j < Units; j++) charged += Math.Max(floor, Enumerable.Range(0, Rows).Average(n => kl[n, j]));
        var plain = Evaluate(new ObjectivePlan(), 0.7);
        var freed = Evaluate(new ObjectivePlan { FreeBits = floor, FreeBitsKind = kind }, 0.7);
        Assert.Equal(plain.Loss + (0.7 * (charged - plain.Rate)), freed.Loss, 1e-10);
        Assert.Equal((plain.Rate, plain.Bound), (freed.Rate, freed.Bound));
        Assert.True(charged > plain.Rate + 1e-4, "the floor must bind for this test to mean anything");
    }

    // All rates lie below the floor: the encoder's gradient is the distortion's alone, bit for bit.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Below_the_floor_the_gradient_is_exactly_zero(FreeBitsKind kind)
    {
        double[] freed = Evaluate(new ObjectivePlan { FreeBits = 100, FreeBitsKind = kind }, 0.7).Gradient, plain = Evaluate(new ObjectivePlan(), 0).Gradient;
        Assert.Equal(plain, freed);
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0.5)]
    public void A_capacity_charges_the_distance_of_the_rate_from_it(double off)
    {
        var plain = Evaluate(new ObjectivePlan(), 0);
        double capacity = plain.Rate + off;
        var held = Evaluate(new ObjectivePlan { Capacity = 30, CapacityWeight = 8 }, 1, capacity);
        Assert.Equal(plain.Loss + (8 * 0.5), held.Loss, 1e-10);
        Assert.Equal(plain.Bound, held.Bound, 1e-12);
        // The slope is the KL's, times gamma and the side it is on.
        double[] charged = Evaluate(new ObjectivePlan(), off < 0 ? 8 : -8).Gradient;
        for (int i = 0; i < charged.Length; i++) Assert.Equal(charged[i], held.Gradient[i], 1e-10);
    }

    [Fact]
    public void A_controller_sets_the_weight_of_the_very_batch_it_saw()
    {
        var plan = new ObjectivePlan { TargetRate = 0.1, IntegralGain = 0.3, Beta = 5 };
        var plain = Evaluate(new ObjectivePlan(), 0);
        double weight = (0.01 / (1 + Math.Exp(0.1 - plain.Rate))) - (0.3 * (0.1 - plain.Rate));
        Assert.Equal(plain.Loss + (weight * plain.Rate), Evaluate(plan, 5).Loss, 1e-10);
        // GECO's multiplier is that of the batch before.
        var controller = new DistortionController(new ObjectivePlan { TargetDistortion = 2 });
        controller.Restore([Math.Log(3), 0, 1]);
        var geco = Evaluate(new ObjectivePlan { TargetDistortion = 2 }, 1, null, controller);
        Assert.Equal((3 * plain.Distortion) + plain.Rate, geco.Loss, 1e-10);
        Assert.NotEqual(3, controller.DistortionWeight, 1e-6);
    }

    // Zhao et al. 2019 with the Gaussian kernel of their code, by three double loops.
    [Fact]
    public void An_InfoVAE_charges_the_discrepancy_of_all_codes_from_the_prior()
    {
        var plan = new ObjectivePlan { MmdAlpha = 0.4, MmdLambda = 10, Samples = 2 };
        var plain = Evaluate(plan with { MmdAlpha = 0, MmdLambda = 1 }, 0);
        double[] codes = plain.Codes, prior = new double[codes.Length];
        new Rng(4).Fork("prior").FillNormal(prior);
        double discrepancy = Kernel(codes, codes) + Kernel(prior, prior) - (2 * Kernel(codes, prior));
        Assert.Equal(plain.Loss + (0.6 * 0.7 * plain.Rate) + (9.4 * discrepancy), Evaluate(plan, 0.7).Loss, 1e-9);
        Assert.True(discrepancy > 1e-3);
    }

    [Fact]
    public void The_information_term_is_the_minibatch_s_bound_below_its_ceiling()
    {
        var plan = new ObjectivePlan { InformationWeight = 0.8, Samples = 3 };
        var plain = Evaluate(plan with { InformationWeight = 0 }, 1);
        double bound = 0;
        for (int i = 0; i < 3 * Rows; i++)
        {
            double[] log = [.. Enumerable.Range(0, Rows).Select(n => LogDensity(plain, i, n))];
            bound += (log[i / 3] - Math.Log(log.Average(Math.Exp))) / (3 * Rows);
        }

        Assert.Equal(plain.Loss - (0.8 * bound), Evaluate(plan, 1).Loss, 1e-9);
        Assert.InRange(bound, 1e-4, Math.Log(Rows));
    }

    private static double LogDensity(in Outcome outcome, int code, int example)
    {
        double sum = 0;
        for (int j = 0; j < Units; j++)
        {
            double v = outcome.LogVariance[(example * Units) + j], d = outcome.Codes[(code * Units) + j] - outcome.Mean[(example * Units) + j];
            sum -= 0.5 * (Math.Log(2 * Math.PI) + v + (d * d * Math.Exp(-v)));
        }

        return sum;
    }

    private static double Kernel(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i += Units)
        {
            for (int j = 0; j < b.Length; j += Units)
                sum += Math.Exp(-(Math.Pow(a[i] - b[j], 2) + Math.Pow(a[i + 1] - b[j + 1], 2)) / (Units * Units));
        }

        return sum / (a.Length / Units) / (b.Length / Units);
    }

    private static double[,] Rates()
    {
        var outcome = Evaluate(new ObjectivePlan(), 0);
        double[,] kl = new double[Rows, Units];
        for (int i = 0; i < Rows * Units; i++)
        {
            double m = outcome.Mean[i], v = outcome.LogVariance[i];
            kl[i / Units, i % Units] = 0.5 * ((m * m) + Math.Exp(v) - 1 - v);
        }

        return kl;
    }

    private static Outcome Evaluate(ObjectivePlan plan, double beta, double? capacity = null, WeightController? controller = null)
    {
        using var model = Vae<double>.Build(TestModels.Plan(Units, [5, 4]), TestModels.Statistics(Outputs), new Rng(1));
        using var examples = TestModels.Examples<double>(Rows, Outputs);
        using var tape = new Tape<double>();
        var pass = new Pass<double>(tape, true, new Rng(4));
        var posterior = model.Encode(examples, pass).Posterior;
        double[] mean = posterior.Location.Data.ToArray(), logVariance = posterior.Spread.Data.ToArray();
        var repeated = posterior.Repeat(tape, plan.Samples);
        double[] codes = repeated.Sample(tape.Normal(repeated.NoiseShape, pass.Rng.Fork("noise")), pass).Data.ToArray();
        tape.Reset();
        ObjectiveValue<double> value = Objective<double>.Build(plan, controller).Evaluate(model, examples, new ScheduledWeights(beta, capacity), pass);
        tape.Backward(value.LossTensor);
        return new Outcome(
            value.Loss, value.Rate, value.Bound, value.Distortion, [.. model.Parameters.Trained.SelectMany(p => p.Tensor.Gradient.ToArray())], mean, logVariance, codes);
    }

    private readonly record struct Outcome(
        double Loss, double Rate, double Bound, double Distortion, double[] Gradient, double[] Mean, double[] LogVariance, double[] Codes);
}
