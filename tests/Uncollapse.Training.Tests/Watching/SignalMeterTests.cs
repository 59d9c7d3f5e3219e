using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Tests.Watching;

/// <summary>Each signal against a second way to the same number.</summary>
public sealed class SignalMeterTests
{
    private const int Outputs = 6, Units = 3, Rows = 150;
    private static readonly Rng _key = new Rng(3).Fork("signals");

    [Theory]
    [InlineData(PosteriorKind.Diagonal)]
    [InlineData(PosteriorKind.Full)]
    public void The_information_is_that_of_a_double_loop_over_the_first_examples(PosteriorKind kind)
    {
        using Vae<float> model = Model(kind);
        (Signals signals, float[] location, float[] spread, float[] codes) = Measure(model, trainExamples: 3200);
        const int Counted = 100;
        Assert.Equal(Math.Log(Counted), signals.Ceiling, 12);
        PosteriorTable table = model.Posterior.Family.Table(location.AsSpan(0, Counted * Units), spread.AsSpan(0, Counted * model.Posterior.Family.SpreadCount));
        double[] queries = table.Prepare(Array.ConvertAll(codes[..(Counted * Units)], code => (double)code)), densities = new double[Counted];
        double sum = 0;
        for (int n = 0; n < Counted; n++)
        {
            table.LogDensities(queries.AsSpan(n * table.QueryCount, table.QueryCount), 0, densities);
            sum += densities[n] - Math.Log(densities.Average(Math.Exp));
        }

        Assert.InRange(sum / Counted, 0.3, Math.Log(Counted));
        Assert.Equal(sum / Counted, signals.Information!.Value, 1e-4);
    }

    [Fact]
    public void Units_rates_are_the_closed_form_over_all_examples_and_those_above_a_hundredth_are_active()
    {
        using Vae<float> model = Model(PosteriorKind.Diagonal);
        // A head whose columns of one unit are zero leaves that unit at the prior.
        foreach (Parameter<float> parameter in model.Parameters.Trained.Where(parameter => parameter.Tensor.Columns == 2 * Units))
        {
            for (int row = 0; row < parameter.Tensor.Length / (2 * Units); row++)
                (parameter.Tensor.Data[(row * 2 * Units) + 1], parameter.Tensor.Data[(row * 2 * Units) + Units + 1]) = (0, 0);
        }

        (Signals signals, float[] location, float[] spread, _) = Measure(model, trainExamples: 3200);
        for (int unit = 0; unit < Units; unit++)
        {
            double expected = Enumerable.Range(0, Rows).Average(n => 0.5 * (Math.Pow(location[(n * Units) + unit], 2) + Math.Exp(spread[(n * Units) + unit]) - 1 - spread[(n * Units) + unit]));
            Assert.Equal(expected, signals.UnitRates![unit], 1e-6);
        }

        Assert.Equal(0, signals.UnitRates![1], 1e-9);
        Assert.Equal(2, signals.ActiveUnits);
    }

    [Fact]
    public void Pulls_are_lengths_of_gradients_by_closed_form_and_by_differences()
    {
        using Vae<float> model = Model(PosteriorKind.Diagonal);
        (Signals signals, float[] location, float[] spread, _) = Measure(model, trainExamples: 3200);
        const int Pulled = 16;
        double rate = Enumerable.Range(0, Pulled).Average(n => Math.Sqrt(Enumerable.Range(n * Units, Units).Sum(i => Math.Pow(location[i], 2) + Math.Pow((Math.Exp(spread[i]) - 1) / 2, 2))));
        Assert.Equal(rate, signals.RatePull, 1e-4);

        using var noise = new Tape<float>(TapeMode.Inference);
        float[] draws = noise.Normal(new Shape(Pulled, Units), _key.Fork("noise")).Data.ToArray(), examples = Examples();
        using var evaluator = new VaeEvaluator<float>(model);
        double distortion = 0;
        for (int n = 0; n < Pulled; n++)
        {
            double square = 0;
            for (int i = 0; i < 2 * Units; i++) square += Math.Pow((At(n, i, 0.01f) - At(n, i, -0.01f)) / 0.02, 2);
            distortion += Math.Sqrt(square) / Pulled;
        }

        Assert.Equal(distortion, signals.DistortionPull, 0.005 * distortion);
        Assert.Equal(3 * rate / ((3 * rate) + distortion), signals.RateShare(3)!.Value, 0.005);

        double At(int n, int head, float step)
        {
            float[] code = new float[Units];
            for (int j = 0; j < Units; j++)
            {
                float mean = location[(n * Units) + j] + (head == j ? step : 0), logVariance = spread[(n * Units) + j] + (head == Units + j ? step : 0);
                code[j] = mean + (MathF.Exp(0.5f * logVariance) * draws[(n * Units) + j]);
            }

            double[] value = new double[1];
            evaluator.LogLikelihood(examples.AsSpan(n * Outputs, Outputs), code, value);
            return -value[0];
        }
    }

    [Fact]
    public void A_decoder_that_does_not_look_leaves_the_whole_pull_to_the_prior()
    {
        using Vae<float> model = Model(PosteriorKind.Diagonal);
        foreach (Parameter<float> parameter in model.Parameters.Trained.Where(parameter => parameter.Name.StartsWith("decoder.", StringComparison.Ordinal))) parameter.Tensor.Data.Clear();
        (Signals signals, _, _, _) = Measure(model, trainExamples: 3200);
        Assert.Equal(0, signals.DistortionPull);
        Assert.Equal(1.0, signals.RateShare(1));
        Assert.True(model.Parameters.Trained.All(parameter => parameter.Tensor.RequiresGradient), "the weights are trained on afterwards");
    }

    /// <summary>Signals of two blocks, and the posteriors and codes that they were measured on.</summary>
    private static (Signals Signals, float[] Location, float[] Spread, float[] Codes) Measure(Vae<float> model, int trainExamples)
    {
        using var meter = new SignalMeter(model, trainExamples, _key);
        using var tape = new Tape<float>(TapeMode.Inference);
        List<float> location = [], spread = [], codes = [];
        float[] examples = Examples();
        foreach ((int first, int count) in ((int, int)[])[(0, 90), (90, Rows - 90)])
        {
            tape.Reset();
            var pass = new Pass<float>(tape, Training: false, new Rng(9).Fork((ulong)first));
            using var block = new Tensor<float>(new Shape(count, Outputs));
            examples.AsSpan(first * Outputs, count * Outputs).CopyTo(block.Data);
            Posterior<float> posterior = model.Encode(block, pass).Posterior;
            Tensor<float> code = posterior.Sample(tape.Normal(posterior.NoiseShape, pass.Rng), pass);
            meter.Add(block, posterior, code, pass);
            location.AddRange(posterior.Location.Data.ToArray());
            spread.AddRange(posterior.Spread.Data.ToArray());
            codes.AddRange(code.Data.ToArray());
        }

        return (meter.Finish(), [.. location], [.. spread], [.. codes]);
    }

    private static float[] Examples()
    {
        float[] values = new float[Rows * Outputs];
        new Rng(4).FillUniform(values);
        return values;
    }

    private static Vae<float> Model(PosteriorKind kind)
    {
        var network = new NetworkPlan { Hidden = [8], Activation = Activation.Tanh };
        var plan = new ModelPlan { Latent = Units, Encoder = network, Decoder = network, Posterior = new PosteriorPlan { Kind = kind } };
        var model = Vae<float>.Build(plan, new DataStatistics(Enumerable.Repeat(0.5, Outputs).ToArray()) { Height = 1, Width = Outputs, Channels = 1 }, new Rng(2));
        // Fresh weights say little; larger ones tell examples apart.
        foreach (Parameter<float> parameter in model.Parameters.Trained)
            for (int i = 0; i < parameter.Tensor.Length; i++) parameter.Tensor.Data[i] *= 2.5f;
        return model;
    }
}
