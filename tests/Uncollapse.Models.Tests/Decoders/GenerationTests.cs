using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>Generation that keeps what it computed, against one whole pass for every output.</summary>
public sealed class GenerationTests
{
    private const int Rows = 5;

    public static TheoryData<string> Names => [.. PastCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void GenerationEqualsOneWholePassAnOutput(string name)
    {
        var past = PastCase.Of(name);
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = TestModels.Examples<double>(Rows, 3, 6).Data.ToArray();
        foreach (var options in (GenerationOptions[])[new(GenerationMode.Draw), new(GenerationMode.Draw, 0.5), new(GenerationMode.Greedy)])
        {
            double[] quick = new double[Rows * past.Outputs];
            evaluator.Generate(codes, options, new Rng(8), quick);
            double[] slow = ByWholePasses(model, past, codes, options, new Rng(8));
            for (int i = 0; i < quick.Length; i++)
                Assert.Equal(slow[i], quick[i], 1e-9);
            evaluator.Generate(codes, options, new Rng(8), quick);
            Assert.Equal(slow[^1], quick[^1], 1e-9);
        }
    }

    [Theory]
    [InlineData(LikelihoodKind.Categorical)]
    [InlineData(LikelihoodKind.DiscretisedLogistic)]
    public void LevelsAreGeneratedByWholePassesToo(LikelihoodKind likelihood)
    {
        foreach (var past in (PastCase[])[PastCase.Made("", 3, [4]), PastCase.Pixelcnn("", 2, 2, 3, kernel: 3, layers: 1)])
        {
            var levels = past with { Likelihood = likelihood };
            using var model = levels.Build();
            using var evaluator = new VaeEvaluator<double>(model);
            double[] codes = TestModels.Examples<double>(Rows, 3, 6).Data.ToArray(), quick = new double[Rows * past.Outputs];
            evaluator.Sample(codes, new Rng(8), quick);
            double[] slow = ByWholePasses(model, levels, codes, new GenerationOptions(GenerationMode.Draw), new Rng(8));
            Assert.Equal(slow, quick);
            Assert.All(quick, value => Assert.Equal(Math.Round(255 * value) / 255, value));
        }
    }

    [Fact]
    public void RowsHaveKeysOfTheirOwn()
    {
        var past = PastCase.Of("pixelcnn");
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = new double[300 * 3], images = new double[300 * past.Outputs], few = new double[3 * past.Outputs];
        evaluator.Sample(codes, new Rng(2), images);
        evaluator.Sample(codes.AsSpan(0, 9), new Rng(2), few);
        Assert.Equal(images[..few.Length], few);
        Assert.True(Enumerable.Range(0, 300).Select(n => string.Join(' ', images.Skip(n * past.Outputs).Take(past.Outputs))).Distinct().Count() > 290);
    }

    [Theory]
    [InlineData("made")]
    [InlineData("pixelcnn")]
    public void BeamSearchAndColdTemperaturesAreRefused(string name)
    {
        using var model = PastCase.Of(name).Build();
        using var evaluator = new VaeEvaluator<double>(model);
        double[] room = new double[model.OutputCount];
        Assert.Throws<ArgumentException>(() => evaluator.Generate([1, 2, 3], new GenerationOptions(GenerationMode.Beam), default, room));
        Assert.Throws<ArgumentException>(() => evaluator.Generate([1, 2, 3], new GenerationOptions(GenerationMode.Draw, 0), default, room));
    }

    [Fact]
    public void TheMeanOfAHiddenPastIsTheGreedyImage()
    {
        var past = PastCase.Of("pixelcnn");
        using var model = past.Build();
        using var evaluator = new VaeEvaluator<double>(model);
        double[] mean = new double[past.Outputs], greedy = new double[past.Outputs];
        evaluator.DecodeMean([0.5, -2, 1], mean);
        evaluator.Generate([0.5, -2, 1], new GenerationOptions(GenerationMode.Greedy), default, greedy);
        Assert.Equal(greedy, mean);
        Assert.All(mean, value => Assert.True(value is 0 or 1));
    }

    private static double[] ByWholePasses(Vae<double> model, PastCase past, double[] codes, GenerationOptions options, Rng rng)
    {
        using var tape = new Tape<double>(TapeMode.Inference);
        using var code = new Tensor<double>(new Shape(Rows, 3), codes);
        using var images = new Tensor<double>(new Shape(Rows, past.Outputs));
        for (int output = 0; output < past.Outputs; output++)
        {
            tape.Reset();
            var said = model.Decode(code, new DecoderContext<double>(images, null, null), new Pass<double>(tape, false, default));
            for (int row = 0; row < Rows; row++)
            {
                int at = (row * past.Outputs) + output;
                images.Data[at] = model.Likelihood.Choose(said, at, output, options, rng.Fork((ulong)row).Fork((ulong)output));
            }
        }

        return images.Data.ToArray();
    }
}
