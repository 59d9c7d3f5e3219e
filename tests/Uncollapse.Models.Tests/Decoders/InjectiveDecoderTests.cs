using Uncollapse.Models.Layers;
using Uncollapse.Models.Tests.Skips;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Activation = Uncollapse.Records.Plans.Activation;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>A decoder that no weights make deaf to its code (Wang et al. 2021).</summary>
public sealed class InjectiveDecoderTests
{
    private const int Units = 3;
    private const int Outputs = 7;

    public static TheoryData<int[], Activation, double> Shapes => new()
    {
        { [], Activation.Relu, 0.5 },
        { [5], Activation.Sigmoid, 0.1 },
        { [5, 4], Activation.Relu, 0.5 },
        { [4, 6, 5], Activation.Tanh, 2 },
        { [4, 6], Activation.Softplus, 0.01 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Codes_are_never_brought_nearer_than_the_floor_says(int[] hidden, Activation activation, double floor)
    {
        using var model = Build(hidden, activation, floor);
        // Whatever training does: weights ten times as large as drawn, and a linear map of almost equal rows.
        foreach (Parameter<double> parameter in model.Parameters.Trained)
        {
            foreach (ref double value in parameter.Tensor.Data) value *= 10;
        }

        Span<double> linear = model.Parameters["decoder.linear.weight"].Tensor.Data;
        for (int i = 0; i < Outputs; i++) (linear[i], linear[Outputs + i]) = (1, 1 + (i == 0 ? 1e-3 : 0));
        model.Decoder.Constrain();
        const int pairs = 200;
        using var tape = new Tape<double>();
        using Tensor<double> codes = TestModels.Examples<double>(2 * pairs, Units);
        foreach (ref double value in codes.Data) value = (6 * value) - 3;
        ReadOnlySpan<double> said = model.Decoder.Decode(codes, default, new Pass<double>(tape, false, new Rng(1))).Location.Data;
        double least = double.MaxValue;
        for (int pair = 0; pair < pairs; pair++)
        {
            double before = Distance(codes.Data, Units, pair, pair + pairs), after = Distance(said, Outputs, pair, pair + pairs);
            least = Math.Min(least, after / before);
        }

        Assert.True(least >= floor * (1 - 1e-9), $"{least}");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_is_the_slope(int[] hidden, Activation activation, double floor)
    {
        // Relu's corners lie in the way of a difference: its smooth relative has the same path.
        using var model = Build(hidden, activation == Activation.Relu ? Activation.Elu : activation, floor);
        using Tensor<double> x = TestModels.Examples<double>(6, Outputs);
        GradientCheck.OfObjective(model, x, new ObjectivePlan());
    }

    [Fact]
    public void A_predicted_variance_has_a_head_of_its_own()
    {
        ModelPlan plan = Plan([4, 5], Activation.Tanh, 0.3) with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Predicted } };
        using var model = Vae<double>.Build(plan, TestModels.Statistics(Outputs), new Rng(3));
        using Tensor<double> x = TestModels.Examples<double>(6, Outputs);
        GradientCheck.OfObjective(model, x, new ObjectivePlan());
    }

    // U diag(3, 0.01) V^T with U a rotation by 0.4 and V the axes: only the second value may move, to the floor.
    [Fact]
    public void A_singular_value_below_the_floor_is_lifted_and_nothing_else_moves()
    {
        static Tensor<double> Of(double second)
        {
            double c = Math.Cos(0.4), s = Math.Sin(0.4);
            return new Tensor<double>(new Shape(2, 4), [3 * c, 0, -second * s, 0, 3 * s, 0, second * c, 0]);
        }

        using Tensor<double> low = Of(0.01), lifted = Of(0.1), high = Of(0.2);
        double[] kept = high.Data.ToArray();
        new SingularFloor<double>(low, 0.1).Apply();
        new SingularFloor<double>(high, 0.1).Apply();
        for (int i = 0; i < low.Length; i++) Assert.Equal(lifted.Data[i], low.Data[i], 1e-12);
        Assert.Equal(kept, high.Data.ToArray());
    }

    [Fact]
    public void Many_singular_values_end_at_or_above_the_floor()
    {
        using var weight = new Tensor<float>(new Shape(20, 60));
        new Rng(5).FillNormal(weight.Data);
        // The last ten rows are nearly those before them.
        for (int i = 600; i < 1200; i++) weight.Data[i] = weight.Data[i - 600] + (0.01f * weight.Data[i]);
        new SingularFloor<float>(weight, 0.7).Apply();
        // No direction is shortened below the floor: the least of many power steps on the inverse is not needed, the quotient's minimum over the worst pairs is.
        for (int row = 0; row < 10; row++)
        {
            double square = 0;
            for (int i = 0; i < 60; i++) square += Math.Pow(weight.Data[(row * 60) + i] - weight.Data[((row + 10) * 60) + i], 2) / 2;
            Assert.True(Math.Sqrt(square) >= 0.7 * (1 - 1e-4), $"{Math.Sqrt(square)}");
        }
    }

    [Fact]
    public void More_units_than_outputs_cannot_be_kept_apart()
    {
        var error = Assert.Throws<PlanException>(() => Vae<float>.Build(Plan([], Activation.Relu, 0.1) with { Latent = 8 }, TestModels.Statistics(Outputs), new Rng(1)));
        Assert.Contains("model.latent: expected at most 7", error.Message, StringComparison.Ordinal);
    }

    private static ModelPlan Plan(int[] hidden, Activation activation, double floor) => TestModels.Plan(Units, [5]) with
    {
        Decoder = new NetworkPlan { Kind = NetworkKind.Injective, Hidden = hidden, Activation = activation, SingularFloor = floor },
    };

    private static Vae<double> Build(int[] hidden, Activation activation, double floor) =>
        Vae<double>.Build(Plan(hidden, activation, floor), TestModels.Statistics(Outputs), new Rng(3));

    private static double Distance(ReadOnlySpan<double> rows, int size, int first, int second)
    {
        double square = 0;
        for (int i = 0; i < size; i++) square += Math.Pow(rows[(first * size) + i] - rows[(second * size) + i], 2);
        return Math.Sqrt(square);
    }
}
