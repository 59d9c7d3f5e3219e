using Uncollapse.Models.Decoders;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Skips;

public sealed class SkipTests
{
    [Fact]
    public void The_parts_of_a_skip_are_named_by_their_place()
    {
        using var model = Build(new SkipPlan { Kind = SkipKind.Gated, Features = 3 }, conditions: 2);
        string[] names = [.. model.Parameters.All.Select(p => $"{p.Name} {p.Tensor.Shape}")];
        // From the first hidden layer; the gate from the two units alone; the skip behind the last hidden features.
        Assert.Contains("encoder.skip.weight [5, 3]", names);
        Assert.Contains("decoder.gate.weight [2, 3]", names);
        Assert.Contains("decoder.0.weight [4, 4]", names);
        Assert.Contains("decoder.logits.weight [8, 6]", names);
        Assert.Equal(ContextUse.Skips | ContextUse.Condition, model.Uses);
    }

    [Fact]
    public void A_code_skip_gives_the_code_to_every_layer()
    {
        ModelPlan plan = TestModels.Plan(2, [5, 4]);
        using var model = Vae<float>.Build(plan with { Decoder = plan.Decoder with { CodeSkip = true } }, TestModels.Statistics(6), new Rng(1));
        Assert.Equal(
            ["decoder.0.weight [2, 4]", "decoder.1.weight [6, 5]", "decoder.logits.weight [7, 6]"],
            model.Parameters.All.Where(p => p.Name.StartsWith("decoder", StringComparison.Ordinal) && p.Name.EndsWith("weight", StringComparison.Ordinal)).Select(p => $"{p.Name} {p.Tensor.Shape}"));
        Assert.Equal(ContextUse.None, model.Uses);
    }

    [Fact]
    public void A_gate_starts_closed_and_the_code_opens_it()
    {
        using var parameters = new ParameterSet<double>();
        var join = new SkipJoin<double>(parameters, "gate", SkipKind.Gated, 2, 3, new Initialiser(Initialisation.Uniform, new Rng(1)));
        Assert.Equal(["gate.weight"], parameters.All.Select(p => p.Name));
        using var tape = new Tape<double>();
        using Tensor<double> skip = TestModels.Examples<double>(4, 3), code = TestModels.Examples<double>(4, 2);
        var pass = new Pass<double>(tape, false, default);
        // Drawn within 1 / sqrt(2), made smaller; codes below 1 here.
        double most = Math.Tanh(2 * SkipJoin<double>.ClosedScale / Math.Sqrt(2));
        Tensor<double> closed = join.Forward(skip, skip.Shape, code, pass);
        for (int i = 0; i < closed.Length; i++) Assert.InRange(Math.Abs(closed.Data[i]), 0, most * skip.Data[i]);
        // Nothing but the code opens a gate, and the opposite code turns it round.
        code.Data.Clear();
        Assert.All(join.Forward(skip, skip.Shape, code, pass).Data.ToArray(), value => Assert.Equal(0, value));
        parameters["gate.weight"].Tensor.Data.Clear();
        parameters["gate.weight"].Tensor.Data[(1 * 3) + 2] = 100;
        foreach (double sign in new[] { 1.0, -1 })
        {
            code.Data.Fill(sign);
            double[] open = [.. join.Forward(skip, skip.Shape, code, pass).Data];
            for (int i = 0; i < open.Length; i++) Assert.Equal(i % 3 == 2 ? sign * skip.Data[i] : 0, open[i], 1e-12);
        }
    }

    [Fact]
    public void A_gate_is_one_for_all_places_of_a_plane_and_planes_repeat_by_example()
    {
        using var parameters = new ParameterSet<double>();
        var join = new SkipJoin<double>(parameters, "gate", SkipKind.Gated, 2, 3, new Initialiser(Initialisation.Uniform, new Rng(1)));
        using var tape = new Tape<double>();
        using Tensor<double> flat = TestModels.Examples<double>(2 * 4 * 5, 3), code = TestModels.Examples<double>(4, 2);
        var pass = new Pass<double>(tape, false, default);
        Tensor<double> planes = tape.View(flat, new Shape(2, 4, 5, 3));
        Tensor<double> repeated = new DecoderContext<double>(null, [planes], null).Repeat(tape, 2).Skips![0];
        Assert.Equal(new Shape(4, 4, 5, 3), repeated.Shape);
        Tensor<double> joined = join.Forward(repeated, repeated.Shape, code, pass);
        Assert.Equal(repeated.Shape, joined.Shape);
        double[] weight = [.. parameters["gate.weight"].Tensor.Data];
        for (int i = 0; i < joined.Length; i++)
        {
            int row = i / 60, feature = i % 3;
            double gate = Math.Tanh((code.Data[2 * row] * weight[feature]) + (code.Data[(2 * row) + 1] * weight[3 + feature]));
            Assert.Equal(gate * flat.Data[(row / 2 * 60) + (i % 60)], joined.Data[i], 1e-12);
        }
    }

    [Fact]
    public void A_hidden_skip_is_zero_and_another_examples_changes_the_likelihood()
    {
        using var model = Build(new SkipPlan { Kind = SkipKind.Plain, Features = 3 });
        using var evaluator = new VaeEvaluator<float>(model);
        using Tensor<float> x = TestModels.Examples<float>(2, 6);
        float[] codes = [0.3f, -0.2f, 1, 2], other = [.. x.Data[6..], .. x.Data[..6]];
        double[] own = new double[2], hidden = new double[2], swapped = new double[2], zeroed = new double[2];
        evaluator.LogLikelihood(x.Data, codes, own);
        evaluator.LogLikelihood(x.Data, codes, hidden, new ContextRows<float> { HidesSkips = true });
        evaluator.LogLikelihood(x.Data, codes, swapped, new ContextRows<float> { Skips = other });
        model.Parameters["encoder.skip.weight"].Tensor.Data.Clear();
        model.Parameters["encoder.skip.bias"].Tensor.Data.Clear();
        evaluator.LogLikelihood(x.Data, codes, zeroed);
        Assert.Equal(zeroed, hidden);
        Assert.All(own, (value, n) => Assert.NotEqual(value, hidden[n]));
        Assert.All(own, (value, n) => Assert.NotEqual(value, swapped[n]));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Skips_are_dropped_whole_by_example_in_training_only(double probability)
    {
        const int rows = 4000;
        using var model = Build(new SkipPlan { Kind = SkipKind.Plain, Features = 3, Dropout = probability });
        using Tensor<float> x = TestModels.Examples<float>(rows, 6);
        using var tape = new Tape<float>();
        float[] whole = [.. Skip(false, 1).Data], kept = [.. Skip(true, 1).Data], again = [.. Skip(true, 1).Data], other = [.. Skip(true, 2).Data];
        Assert.Equal(kept, again);
        int dropped = 0;
        for (int n = 0; n < rows; n++)
        {
            Span<float> row = kept.AsSpan(3 * n, 3);
            bool isDropped = row.IndexOfAnyExcept(0f) < 0;
            dropped += isDropped ? 1 : 0;
            if (!isDropped) Assert.Equal(whole.AsSpan(3 * n, 3).ToArray(), row.ToArray());
        }

        // Five standard deviations of a count of 4000.
        Assert.Equal(probability * rows, dropped, 5 * Math.Sqrt(rows * probability * (1 - probability)));
        if (probability is > 0 and < 1) Assert.NotEqual(kept, other);

        Tensor<float> Skip(bool training, ulong seed)
        {
            tape.Reset();
            Encoding<float> encoding = model.Encode(x, new Pass<float>(tape, training, new Rng(seed)));
            return encoding.Context.Skips![0];
        }
    }

    [Fact]
    public void A_decoder_with_skips_wants_the_right_number_of_features()
    {
        using var model = Build(new SkipPlan { Kind = SkipKind.Plain, Features = 3 });
        using var tape = new Tape<float>();
        using Tensor<float> wrong = TestModels.Examples<float>(2, 4), code = TestModels.Examples<float>(2, 2);
        Assert.Throws<ShapeException>(() => model.Decode(code, new DecoderContext<float>(null, [wrong], null), new Pass<float>(tape, false, default)));
    }

    /// <summary>An image of 7 by 5: the stages' extents are 4 by 3 and 2 by 2.</summary>
    [Theory]
    [InlineData(SkipKind.Plain, false, 0, "[3, 3, 10, 3]", "[3, 3, 6, 1]")]
    [InlineData(SkipKind.Gated, true, 2, "[3, 3, 14, 3]", "[3, 3, 10, 1]")]
    [InlineData(SkipKind.None, true, 2, "[3, 3, 9, 3]", "[3, 3, 7, 1]")]
    public void The_stages_of_a_convolutional_model_join_stage_by_stage(SkipKind kind, bool codeSkip, int conditions, string stage, string head)
    {
        using Vae<float> model = Convolutional<float>(new SkipPlan { Kind = kind }, codeSkip, conditions);
        Assert.Equal(stage, Transposed("decoder.stages.1.weight"));
        Assert.Equal(head, Transposed("decoder.logits.weight"));
        Assert.Equal(kind == SkipKind.Gated, model.Parameters.All.Any(p => p.Name == "decoder.stages.1.gate.weight" && p.Tensor.Shape == new Shape(2, 5)));
        Assert.Equal(kind != SkipKind.None, model.Looks(ContextUse.Skips));
        using var evaluator = new VaeEvaluator<float>(model);
        using Tensor<float> x = TestModels.Examples<float>(3, model.RowSize);
        float[] codes = [0.3f, -0.2f, 1, 2, -1, 0.5f], decoded = new float[3 * 35];
        double[] own = new double[3], hidden = new double[3];
        evaluator.LogLikelihood(x.Data, codes, own);
        evaluator.LogLikelihood(x.Data, codes, hidden, new ContextRows<float> { HidesSkips = true });
        Assert.Equal(kind == SkipKind.None, own.SequenceEqual(hidden));
        evaluator.DecodeMean(codes, decoded, new ContextRows<float> { Condition = x.Data, HidesSkips = true });
        Assert.All(decoded, value => Assert.InRange(value, 0, 1));

        // The channels that go in are the last but one extent or the last, as the layer keeps its filter: both orders say the same.
        string Transposed(string name)
        {
            Shape shape = model.Parameters[name].Tensor.Shape;
            return $"[{shape[0]}, {shape[1]}, {Math.Max(shape[2], shape[3])}, {Math.Min(shape[2], shape[3])}]";
        }
    }

    [Theory]
    [InlineData(SkipKind.Plain, 0.5)]
    [InlineData(SkipKind.Gated, 0)]
    public void Gradients_through_the_stages_are_the_slope(SkipKind kind, double dropout)
    {
        using Vae<double> model = Convolutional<double>(new SkipPlan { Kind = kind, Dropout = dropout }, true, 1);
        using Tensor<double> x = TestModels.Examples<double>(4, model.RowSize);
        GradientCheck.OfObjective(model, x, new ObjectivePlan { Samples = 2 });
    }

    private static Vae<T> Convolutional<T>(SkipPlan skips, bool codeSkip, int conditions)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var network = new NetworkPlan { Kind = NetworkKind.Conv, Hidden = [4], Channels = [3, 5], Kernel = 3, Activation = Activation.Gelu };
        ModelPlan plan = new() { Latent = 2, Encoder = network, Decoder = network with { CodeSkip = codeSkip }, Skips = skips };
        var statistics = new DataStatistics([.. Enumerable.Repeat(0.3, 35)]) { Height = 7, Width = 5, Channels = 1, ConditionCount = conditions };
        return Vae<T>.Build(plan, statistics, new Rng(1));
    }

    private static Vae<float> Build(SkipPlan skips, int conditions = 0) =>
        Vae<float>.Build(TestModels.Plan(2, [5, 4], activation: Activation.Tanh) with { Skips = skips }, TestModels.Statistics(6) with { ConditionCount = conditions }, new Rng(1));
}
