using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Evaluation;

/// <summary>
/// With a linear decoder N(W z + b, s2 I) the best diagonal Gaussian is known: its mean solves (beta I + W^T W / s2) m = W^T (x - b) / s2, and its precisions are that matrix'
/// diagonal over beta.
/// </summary>
public sealed class PosteriorRefinerTests
{
    private const int Outputs = 6, Units = 2, Rows = 11;
    private const double Sigma2 = 0.5;

    [Theory]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void AnyStartEndsAtTheClosedForm(double beta)
    {
        using var model = Linear();
        using var examples = TestModels.Examples<double>(Rows, Outputs);
        var options = new RefinementOptions { Steps = 1500, Samples = 16, LearningRate = 0.02, Beta = beta };
        using var refiner = new PosteriorRefiner<double>(model, options);
        double[] heads = new double[Rows * refiner.HeadCount];
        Assert.Equal(2 * Units, refiner.HeadCount);
        refiner.Refine(examples.Data, new Rng(4), 0, heads);
        ReadOnlySpan<double> w = model.Parameters["decoder.mean.weight"].Tensor.Data, b = model.Parameters["decoder.mean.bias"].Tensor.Data;
        // [units, outputs]
        double a00 = beta, a11 = beta, a01 = 0;
        for (int i = 0; i < Outputs; i++)
        {
            a00 += w[i] * w[i] / Sigma2;
            a11 += w[Outputs + i] * w[Outputs + i] / Sigma2;
            a01 += w[i] * w[Outputs + i] / Sigma2;
        }

        for (int n = 0; n < Rows; n++)
        {
            double r0 = 0, r1 = 0;
            for (int i = 0; i < Outputs; i++)
            {
                double e = (examples.Data[(n * Outputs) + i] - b[i]) / Sigma2;
                r0 += w[i] * e;
                r1 += w[Outputs + i] * e;
            }

            double determinant = (a00 * a11) - (a01 * a01);
            // The log-variance's slope has a noise of deviation below 1/2 at 8 independent pairs; a rate of .01 and 500 averaged places leave some hundredths.
            Assert.Equal(((a11 * r0) - (a01 * r1)) / determinant, heads[n * 4], 0.02);
            Assert.Equal(((a00 * r1) - (a01 * r0)) / determinant, heads[(n * 4) + 1], 0.02);
            Assert.Equal(Math.Log(beta / a00), heads[(n * 4) + 2], 0.05);
            Assert.Equal(Math.Log(beta / a11), heads[(n * 4) + 3], 0.05);
        }
    }

    [Fact]
    public void AnExampleIsRefinedAloneAsAmongOthersAndTheModelIsLeftAsItWas()
    {
        using var model = Linear();
        using var examples = TestModels.Examples<double>(Rows, Outputs);
        double[] before = [.. model.Parameters.All.SelectMany(parameter => parameter.Tensor.Data.ToArray())];
        double[] all = new double[Rows * 2 * Units], one = new double[2 * Units];
        using (var refiner = new PosteriorRefiner<double>(model, new RefinementOptions { Steps = 7 }))
        {
            refiner.Encode(examples.Data, all);
            refiner.Encode(examples.Data.Slice(5 * Outputs, Outputs), one);
            refiner.Refine(examples.Data, new Rng(4), 0, all);
            refiner.Refine(examples.Data.Slice(5 * Outputs, Outputs), new Rng(4), 5, one);
            Assert.All(model.Parameters.Trained, parameter => Assert.False(parameter.Tensor.RequiresGradient));
        }

        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], all[(5 * 2 * Units) + i], 1e-9);
        Assert.All(model.Parameters.Trained, parameter => Assert.True(parameter.Tensor.RequiresGradient));
        Assert.Equal(before, model.Parameters.All.SelectMany(parameter => parameter.Tensor.Data.ToArray()));
    }

    [Fact]
    public void TheBoundOfTheEncodersPosteriorsIsTheEvaluators()
    {
        using var model = Linear();
        using var examples = TestModels.Examples<double>(Rows, Outputs);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] distortion = new double[Rows], rate = new double[Rows], mine = new double[Rows], myRate = new double[Rows];
        evaluator.Elbo(examples.Data, new Rng(6), distortion, rate);
        using var refiner = new PosteriorRefiner<double>(model, new RefinementOptions());
        double[] heads = new double[Rows * 2 * Units];
        refiner.Encode(examples.Data, heads);
        refiner.Bound(examples.Data, heads, 1, new Rng(6), 0, mine, myRate);
        for (int n = 0; n < Rows; n++)
        {
            Assert.Equal(rate[n], myRate[n], 1e-12);
            Assert.Equal(distortion[n], mine[n], 1e-9);
        }
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        using var model = Linear();
        foreach (var options in new[] { new RefinementOptions { Steps = 0 }, new RefinementOptions { Samples = 0 }, new RefinementOptions { LearningRate = 0 }, new RefinementOptions { Beta = -1 } })
            Assert.Throws<ArgumentOutOfRangeException>(() => new PosteriorRefiner<double>(model, options));
        using var refiner = new PosteriorRefiner<double>(model, new RefinementOptions());
        Assert.Throws<Tensors.ShapeException>(() => refiner.Encode(new double[Outputs], new double[3]));
    }

    private static Vae<double> Linear() =>
        Vae<double>.Build(TestModels.Plan(Units, [], LikelihoodKind.Gaussian, VarianceKind.Fixed, Sigma2), TestModels.Statistics(Outputs), new Rng(2));
}
