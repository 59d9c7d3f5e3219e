using Uncollapse.Data.Npy;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Diagnosis.Tests.Interventions;

/// <summary>Models whose weights are set by hand, so that the cost of each way round the code has a closed form.</summary>
public sealed class WaysRoundTests
{
    private const double Sigma2 = 0.5;
    private static readonly DiagnosisOptions _quick = new() { ImportanceSamples = 0, BootstrapReplicates = 200, Samples = 1, UnitExamples = 100, Split = "train" };
    private static readonly LikelihoodPlan _gaussian = new() { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Fixed, Sigma2 = Sigma2 };

    /// <summary>x ~ N(0, diag(25, 16, 9)); the skip carries outputs 1 and 2 whole, the code output 0 (mean x_0 / 5, variance s), if at all.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(4, true)]
    public void Another_examples_skips_cost_their_closed_form(double weight, bool informs)
    {
        using var data = PreparedData.Open(new DataPlan { Source = "synthetic:gaussian?eigenvalues=25,16,9&rotate=false&examples=6000" }, new Rng(3));
        var linear = new NetworkPlan { Hidden = [] };
        ModelPlan plan = new() { Latent = 1, Encoder = linear, Decoder = linear, Likelihood = _gaussian, Skips = new SkipPlan { Kind = SkipKind.Plain, Features = 2 } };
        using var model = Vae<float>.Build(plan, new DataStatistics(new double[3]), new Rng(1));
        Clear(model);
        // Rectified features are linear far from 0; the decoder takes the shift off again.
        model.Parameters["encoder.skip.bias"].Tensor.Data.Fill(64);
        Tensor<float> skip = model.Parameters["encoder.skip.weight"].Tensor, decoder = model.Parameters["decoder.mean.weight"].Tensor;
        for (int feature = 0; feature < 2; feature++)
        {
            skip.Data[((feature + 1) * 2) + feature] = 1;
            decoder.Data[((1 + feature) * 3) + feature + 1] = 1;
            model.Parameters["decoder.mean.bias"].Tensor.Data[feature + 1] = -64;
        }

        const double variance = 0.1;
        if (informs) model.Parameters["encoder.posterior.weight"].Tensor.Data[0] = 0.2f;
        model.Parameters["encoder.posterior.bias"].Tensor.Data[1] = informs ? (float)Math.Log(variance) : 0;
        decoder.Data[0] = (float)weight;
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Subject(model, data), _quick with { ImportanceSamples = 2 });
        Records.Diagnoses.Interventions use = found.Interventions!;
        // log p(x|z, s(x)) is a likelihood of no model that makes x from z.
        Assert.True(found.DecoderSeesExample);
        Assert.Null(found.Nll);
        Assert.NotNull(found.Elbo);
        Assert.Contains("no bound", Assert.Single(found.Undefined), StringComparison.Ordinal);
        AssertWithin((16 + 9) / Sigma2, use.ShuffleSkip!);
        // mean_0 = w z: the cost of z' is E[(x - w z')^2 - (x - w z)^2] / (2 sigma^2) = w E[x z] / sigma^2, and E[x z] = 25 / 5.
        if (informs) AssertWithin(weight * 5 / Sigma2, use.ShuffleCode!);
        else Assert.Equal(0, use.ShuffleCode!.LossNats, 1e-6);
        Assert.Null(use.ShuffleCondition);
        Assert.Null(use.DropContext);
        Assert.Null(use.ShuffleCodeWithoutContext);
        string sentence = Assert.Single(found.Explanation, line => line.StartsWith("Another example's skip features cost", StringComparison.Ordinal));
        Assert.Equal(!informs, sentence.EndsWith("through the skips, round the code.", StringComparison.Ordinal));
        Assert.Equal(informs ? Verdict.Healthy : Verdict.Collapsed, found.Verdict);
        if (!informs) Assert.Equal("skip-shortcut", Assert.Single(found.Findings).Cause);
    }

    /// <summary>x = +-a + noise, and the model is told which: another's condition is the other half of the time, and then costs 2 a^2 / sigma^2 an output.</summary>
    [Fact]
    public void Another_examples_condition_costs_its_closed_form()
    {
        const int examples = 6000;
        const double a = 1.5;
        float[] x = new float[2 * examples], labels = new float[examples];
        new Rng(4).FillNormal(x);
        new Rng(5).FillUniform(labels);
        for (int n = 0; n < examples; n++)
        {
            labels[n] = labels[n] < 0.5f ? 0 : 1;
            for (int d = 0; d < 2; d++) x[(2 * n) + d] = (float)((Math.Sqrt(Sigma2) * x[(2 * n) + d]) + (labels[n] == 0 ? -a : a));
        }

        string file = Path.Combine(TestFiles.TemporaryFolder(), "told.npz");
        using (var npz = new NpzWriter(file))
        {
            npz.Add("x", x, examples, 2);
            npz.Add("labels", labels, examples);
            npz.Commit();
        }

        using var data = PreparedData.Open(new DataPlan { Source = file, Condition = "labels", Validation = 0.05, Test = 0.05 }, new Rng(3));
        var linear = new NetworkPlan { Hidden = [] };
        ModelPlan plan = new() { Latent = 1, Encoder = linear, Decoder = linear, Likelihood = _gaussian };
        using var model = Vae<float>.Build(plan, new DataStatistics(new double[2]) { ConditionCount = data.Train.ConditionCount }, new Rng(1));
        Clear(model);
        Tensor<float> decoder = model.Parameters["decoder.mean.weight"].Tensor;
        for (int i = 0; i < 4; i++) decoder.Data[2 + i] = i < 2 ? -(float)a : (float)a;
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Subject(model, data), _quick);
        AssertWithin(2 * 0.5 * 2 * a * a / Sigma2, found.Interventions!.ShuffleCondition!);
        Assert.Equal(0, found.Interventions.ShuffleCode!.LossNats, 1e-6);
        Assert.Null(found.Interventions.ShuffleSkip);
        Assert.False(found.DecoderSeesExample);
        Assert.Contains(found.Explanation, line => line.EndsWith("by what it is told, round the code.", StringComparison.Ordinal));
        Assert.Equal("condition-shortcut", Assert.Single(found.Findings).Cause);
        // The outputs' own noise, whatever is told: an error of sigma^2 each.
        Assert.Equal(Sigma2, found.Reconstruction!.MeanSquaredError!.Value, 0.05);
    }

    /// <summary>x = (y, y), y ~ N(0, 1): seen, the first output says the second; hidden, the code z = y says it with weight 1/2.</summary>
    [Fact]
    public void A_hidden_past_costs_its_closed_form_and_then_the_code_counts()
    {
        const int examples = 6000;
        float[] y = new float[examples], x = new float[2 * examples];
        new Rng(4).FillNormal(y);
        for (int i = 0; i < x.Length; i++) x[i] = y[i / 2];
        string file = Path.Combine(TestFiles.TemporaryFolder(), "twice.npy");
        NpyWriter.Write(file, NpyArray.From(x, examples, 2));
        using var data = PreparedData.Open(new DataPlan { Source = file, Validation = 0.05, Test = 0.05 }, new Rng(3));
        var parameters = new ParameterSet<float>();
        var initialiser = new Initialiser(Initialisation.Uniform, new Rng(1));
        var likelihood = LikelihoodFactory.Build(parameters, _gaussian, new DataStatistics(new double[2]));
        var encoder = new MlpEncoder<float>(parameters, new NetworkPlan { Hidden = [] }, 2, initialiser);
        var posterior = new PosteriorHead<float>(parameters, 2, new DiagonalGaussian<float>(1), initialiser);
        using var model = new Vae<float>(parameters, encoder, posterior, new Second(), new StandardNormalPrior<float>(), likelihood, 2);
        Clear(model);
        model.Parameters["encoder.posterior.weight"].Tensor.Data[0] = 1;
        model.Parameters["encoder.posterior.bias"].Tensor.Data[1] = -12;
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Subject(model, data), _quick);
        Records.Diagnoses.Interventions use = found.Interventions!;
        Assert.Equal(0, use.ShuffleCode!.LossNats, 1e-6);
        AssertWithin(0.25 / (2 * Sigma2), use.DropContext!);
        AssertWithin(1 / (2 * Sigma2), use.ShuffleCodeWithoutContext!);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.Contains(found.Explanation, line => line.EndsWith("from its own past, round the code.", StringComparison.Ordinal));
        Assert.Equal("powerful-decoder", Assert.Single(found.Findings).Cause);
    }

    private static ModelSubject Subject(Vae<float> model, PreparedData data) => new() { Model = model, Data = data, Source = "by hand" };

    private static void Clear(Vae<float> model)
    {
        foreach (Parameter<float> parameter in model.Parameters.Trained) parameter.Tensor.Data.Clear();
    }

    // The interval is 1.96 standard errors on either side: twice its width is four.
    private static void AssertWithin(double exact, Intervention found) =>
        Assert.InRange(found.LossNats - exact, -(found.Ci95[1] - found.Ci95[0]), found.Ci95[1] - found.Ci95[0]);

    /// <summary>The second output's mean is the first output, or where that is hidden half of the code; the first one's is 0.</summary>
    private sealed class Second : AutoregressiveDecoder<float>
    {
        public override LikelihoodParameters<float> Decode(Tensor<float> code, in DecoderContext<float> context, in Pass<float> pass)
        {
            Tensor<float> zero = pass.Tape.Constant(new Shape(code.Rows, 1));
            zero.Data.Clear();
            Tensor<float> second = context.Past is { } past ? pass.Tape.SliceColumns(past, 0, 1) : pass.Tape.Affine(code, 0.5);
            return new LikelihoodParameters<float>(pass.Tape.ConcatColumns(zero, second), null, null);
        }

        public override void Generate(Tensor<float> code, Likelihood<float> likelihood, in GenerationOptions options, Rng rng, in Pass<float> pass, Span<float> destination) =>
            throw new NotSupportedException();
    }
}
