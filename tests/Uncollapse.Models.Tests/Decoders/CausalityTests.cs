using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>No output depends on an output at or after it, nor on one beyond the reach; and each depends on all others, by moving every one and by gradient.</summary>
public sealed class CausalityTests
{
    // Far below any influence of a neighbour and far above rounding.
    private const double Least = 1e-11;

    public static TheoryData<string> Names => [.. PastCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void MovingAnOutputMovesTheParametersOfThoseThatSeeIt(string name)
    {
        var past = PastCase.Of(name);
        using var model = past.Build();
        using var examples = TestModels.Examples<double>(2, past.Outputs);
        double[][] before = Parameters(model, past, examples);
        for (int input = 0; input < past.Outputs; input++)
        {
            double kept = examples.Data[input];
            examples.Data[input] = kept + 3;
            double[][] after = Parameters(model, past, examples);
            examples.Data[input] = kept;
            for (int head = 0; head < before.Length; head++)
            {
                for (int output = 0; output < past.Outputs; output++)
                    Assert.True(past.Sees(output, input) == Differ(before[head], after[head], output), $"{name}, head {head}: does {output} see {input}?");
                Assert.Equal(before[head][past.Outputs..], after[head][past.Outputs..]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientOfAnOutputsParametersIsWhereItSees(string name)
    {
        var past = PastCase.Of(name);
        using var model = past.Build();
        using var tape = new Tape<double>();
        using var examples = TestModels.Examples<double>(1, past.Outputs);
        using var code = TestModels.Examples<double>(1, 3, 4);
        examples.RequiresGradient = true;
        for (int output = 0; output < past.Outputs; output++)
        {
            tape.Reset();
            var said = model.Decode(code, new DecoderContext<double>(examples, null, null), new Pass<double>(tape, false, default));
            foreach (var head in Heads(said))
            {
                tape.Backward(tape.RowSum(tape.SliceColumns(head, output, 1)));
                bool reached = tape.HasGradient(examples);
                for (int input = 0; input < past.Outputs; input++)
                    Assert.True(past.Sees(output, input) == (reached && Math.Abs(examples.Gradient[input]) > Least), $"{name}: does {output} see {input}?");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheCodeMovesEveryOutputWithAndWithoutThePast(string name)
    {
        var past = PastCase.Of(name);
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        using var examples = TestModels.Examples<double>(2, past.Outputs);
        double[] slopes = new double[2 * 3 * past.Outputs];
        double[] codes = [0.3, -0.2, 0.9, 0, 1, -1];
        evaluator.Jacobian(codes, slopes, new ContextRows<double>(examples.Data));
        Assert.All(slopes, slope => Assert.NotInRange(Math.Abs(slope), 0, Least));
        double[] hidden = new double[slopes.Length];
        evaluator.Jacobian(codes, hidden, new ContextRows<double>(examples.Data) { HidesPast = true });
        Assert.All(hidden, slope => Assert.NotInRange(Math.Abs(slope), 0, Least));

        // A linear decoder's slopes are the same wherever it is.
        bool isLinear = past.Decoder is { Kind: NetworkKind.Made, Hidden.Count: 0 };
        Assert.Equal(past.Decoder.Context == 0 || isLinear, slopes.SequenceEqual(hidden));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AHiddenPastLeavesTheCodeAlone(string name)
    {
        var past = PastCase.Of(name);
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        using var first = TestModels.Examples<double>(2, past.Outputs);
        using var second = TestModels.Examples<double>(2, past.Outputs, 10);
        double[] codes = [0.3, -0.2, 0.9, 0, 1, -1], one = new double[2], other = new double[2];
        evaluator.LogLikelihood(first.Data, codes, one, new ContextRows<double>(first.Data) { HidesPast = true });
        evaluator.LogLikelihood(first.Data, codes, other, new ContextRows<double>(second.Data) { HidesPast = true });
        Assert.Equal(one, other);
        evaluator.LogLikelihood(first.Data, codes, other, new ContextRows<double>(second.Data));
        Assert.Equal(past.Decoder.Context == 0, one.SequenceEqual(other));
    }

    [Theory]
    [InlineData("made")]
    [InlineData("pixelcnn")]
    [InlineData("pixelcnn, colours")]
    public void ContextDropoutHidesInTrainingAlone(string name)
    {
        var past = PastCase.Of(name);
        using var examples = TestModels.Examples<double>(2, past.Outputs);
        using var code = TestModels.Examples<double>(2, 3, 4);
        double[] Said(double dropout, bool training, Tensor<double>? seen, ulong seed = 1)
        {
            var model = (past with { Decoder = past.Decoder with { ContextDropout = dropout } }).Build();
            using var tape = new Tape<double>();
            double[] said = model.Decode(code, new DecoderContext<double>(seen, null, null), new Pass<double>(tape, training, new Rng(seed))).Location.Data.ToArray();
            model.Dispose();
            return said;
        }

        double[] whole = Said(0, training: true, examples), nothing = Said(0, training: true, null);
        Assert.Equal(whole, Said(0.5, training: false, examples));
        AssertClose(nothing, Said(1, training: true, examples));
        double[] half = Said(0.5, training: true, examples);
        Assert.NotEqual(whole, half);
        Assert.NotEqual(nothing, half);
        Assert.NotEqual(half, Said(0.5, training: true, examples, seed: 2));
        Assert.Equal(half, Said(0.5, training: true, examples));
    }

    /// <summary>Of n outputs a share of 1/2 is hidden, within 5 standard deviations: what a MADE without hidden layers and with unit weights counts.</summary>
    [Fact]
    public void ContextDropoutHidesTheShareItSays()
    {
        const int outputs = 400;
        var past = PastCase.Made("count", outputs, []) with { };
        using var model = (past with { Decoder = past.Decoder with { ContextDropout = 0.5 } }).Build();
        model.Parameters["decoder.logits.past.weight"].Tensor.Data.Fill(1);
        model.Parameters["decoder.logits.code.weight"].Tensor.Data.Clear();
        model.Parameters["decoder.logits.code.bias"].Tensor.Data.Clear();
        using var ones = new Tensor<double>(new Shape(1, outputs));
        ones.Data.Fill(1);
        using var code = new Tensor<double>(new Shape(1, 3));
        using var tape = new Tape<double>(TapeMode.Inference);
        var said = model.Decode(code, new DecoderContext<double>(ones, null, null), new Pass<double>(tape, true, new Rng(3)));
        Assert.Equal((outputs - 1) / 2.0, said.Location.Data[outputs - 1], 5 * Math.Sqrt(outputs) / 2);
    }

    /// <summary>Evaluation walks a few rows at a time: the numbers are those of every row alone.</summary>
    [Fact]
    public void RowsDoNotDependOnTheirBlock()
    {
        var past = PastCase.Of("pixelcnn, predicted variance");
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        using var single = new VaeEvaluator<double>(model, 1);
        using var examples = TestModels.Examples<double>(37, past.Outputs);
        double[] codes = TestModels.Examples<double>(37, 3, 2).Data.ToArray(), together = new double[37], alone = new double[37];
        for (int repeat = 0; repeat < 2; repeat++)
        {
            evaluator.LogLikelihood(examples.Data, codes, together);
            single.LogLikelihood(examples.Data, codes, alone);
            AssertClose(alone, together);
        }

        double[] slopes = new double[37 * 3 * past.Outputs], ofOne = new double[3 * past.Outputs];
        evaluator.Jacobian(codes, slopes, new ContextRows<double>(examples.Data));
        single.Jacobian(codes.AsSpan(36 * 3), ofOne, new ContextRows<double>(examples.Data[(36 * past.Outputs)..]));
        AssertClose(ofOne, slopes[(36 * 3 * past.Outputs)..]);
    }

    /// <summary>With several numbers an output, against differences.</summary>
    [Fact]
    public void TheJacobianOfManyNumbersAnOutputIsTheirSlope()
    {
        var past = PastCase.Pixelcnn("", 2, 3, 1, kernel: 3, layers: 1) with { Likelihood = LikelihoodKind.DiscretisedLogistic };
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        using var examples = TestModels.Examples<double>(2, past.Outputs);
        int numbers = model.Likelihood.Heads[0].PerOutput;
        double[] codes = [0.3, -0.2, 0.9, 0, 1, -1], slopes = new double[2 * 3 * past.Outputs * numbers];
        evaluator.Jacobian(codes, slopes, new ContextRows<double>(examples.Data));
        using var tape = new Tape<double>(TapeMode.Inference);
        double[] Said(double step)
        {
            tape.Reset();
            using var code = new Tensor<double>(new Shape(2, 3), codes);
            code.Data[4] += step;
            return model.Decode(code, new DecoderContext<double>(examples, null, null), new Pass<double>(tape, false, default)).Location.Data.ToArray();
        }

        const double step = 1e-5;
        double[] above = Said(step), below = Said(-step);
        int size = past.Outputs * numbers;
        for (int i = 0; i < size; i++)
            Assert.Equal((above[size + i] - below[size + i]) / (2 * step), slopes[((3 + 1) * size) + i], 1e-8);
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-11);
    }

    private static bool Differ(double[] before, double[] after, int at) => Math.Abs(before[at] - after[at]) > Least;

    private static IEnumerable<Tensor<double>> Heads(LikelihoodParameters<double> said)
    {
        yield return said.Location;
        if (said.Second is not null)
            yield return said.Second;
    }

    private static double[][] Parameters(Vae<double> model, PastCase past, Tensor<double> examples)
    {
        using var tape = new Tape<double>(TapeMode.Inference);
        using var code = TestModels.Examples<double>(examples.Rows, past.Plan.Latent, 4);
        var said = model.Decode(code, new DecoderContext<double>(examples, null, null), new Pass<double>(tape, false, default));
        return [.. Heads(said).Select(head => head.Data.ToArray())];
    }
}
