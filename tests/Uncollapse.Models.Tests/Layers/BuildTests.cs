using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Layers;

public sealed class BuildTests
{
    [Fact]
    public void ParametersAreNamedByTheirPlace()
    {
        var plan = TestModels.Plan(2, [5, 4], LikelihoodKind.Gaussian, VarianceKind.Predicted, normalisation: Normalisation.Batch);
        using var model = Vae<float>.Build(plan, TestModels.Statistics(6), new Rng(1));
        Assert.Equal(
            [
                "encoder.0.weight [6, 5] trained", "encoder.0.normalisation.scale [5] trained", "encoder.0.normalisation.shift [5] trained",
                "encoder.0.normalisation.running_mean [5] state", "encoder.0.normalisation.running_variance [5] state",
                "encoder.1.weight [5, 4] trained", "encoder.1.normalisation.scale [4] trained", "encoder.1.normalisation.shift [4] trained",
                "encoder.1.normalisation.running_mean [4] state", "encoder.1.normalisation.running_variance [4] state",
                "encoder.posterior.weight [4, 4] trained", "encoder.posterior.bias [4] trained",
                "decoder.0.weight [2, 4] trained", "decoder.0.normalisation.scale [4] trained", "decoder.0.normalisation.shift [4] trained",
                "decoder.0.normalisation.running_mean [4] state", "decoder.0.normalisation.running_variance [4] state",
                "decoder.1.weight [4, 5] trained", "decoder.1.normalisation.scale [5] trained", "decoder.1.normalisation.shift [5] trained",
                "decoder.1.normalisation.running_mean [5] state", "decoder.1.normalisation.running_variance [5] state",
                "decoder.mean.weight [5, 6] trained", "decoder.mean.bias [6] trained",
                "decoder.log_variance.weight [5, 6] trained", "decoder.log_variance.bias [6] trained",
            ],
            model.Parameters.All.Select(p => $"{p.Name} {p.Tensor.Shape} {(p.IsTrained ? "trained" : "state")}"));
        Assert.All(model.Parameters.All, p => Assert.Equal(p.IsTrained, p.Tensor.RequiresGradient));
        Assert.Throws<KeyNotFoundException>(() => model.Parameters["encoder.9.weight"]);
        Assert.Throws<ArgumentException>(() => model.Parameters.AddState("encoder.0.weight", Tensors.Shape.Scalar));
    }

    [Fact]
    public void UniformWeightsFillTheirBoundAndGlorotsTheirs()
    {
        using var uniform = Vae<double>.Build(TestModels.Plan(8, [50]), TestModels.Statistics(100), new Rng(1));
        AssertUniform(uniform, "encoder.0.weight", 0.1);
        AssertUniform(uniform, "encoder.0.bias", 0.1);
        AssertUniform(uniform, "encoder.posterior.weight", 1 / Math.Sqrt(50));
        var glorotPlan = TestModels.Plan(8, [50]) with { Initialisation = Initialisation.Glorot };
        using var glorot = Vae<double>.Build(glorotPlan, TestModels.Statistics(100), new Rng(1));
        AssertUniform(glorot, "encoder.0.weight", Math.Sqrt(6.0 / 150));
        AssertUniform(glorot, "encoder.posterior.weight", Math.Sqrt(6.0 / 58));
        Assert.All(glorot.Parameters["encoder.0.bias"].Tensor.Data.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void WeightsAreAFunctionOfTheSeedAndTheName()
    {
        using var first = Vae<float>.Build(TestModels.Plan(2, [5]), TestModels.Statistics(6), new Rng(1));
        using var same = Vae<float>.Build(TestModels.Plan(2, [5]), TestModels.Statistics(6), new Rng(1));
        using var deeper = Vae<float>.Build(TestModels.Plan(2, [5, 5]), TestModels.Statistics(6), new Rng(1));
        using var other = Vae<float>.Build(TestModels.Plan(2, [5]), TestModels.Statistics(6), new Rng(2));
        foreach (var parameter in first.Parameters.All)
            Assert.Equal(parameter.Tensor.Data.ToArray(), same.Parameters[parameter.Name].Tensor.Data.ToArray());
        Assert.Equal(Weights(first), Weights(deeper));
        Assert.NotEqual(Weights(first), Weights(other));
    }

    [Fact]
    public void ALinearModelHasNoHiddenLayer()
    {
        using var model = Vae<float>.Build(TestModels.Plan(2, []), TestModels.Statistics(6), new Rng(1));
        Assert.Equal(
            ["encoder.posterior.weight", "encoder.posterior.bias", "decoder.logits.weight", "decoder.logits.bias"],
            model.Parameters.All.Select(p => p.Name));
    }

    [Fact]
    public void NothingToEncodeOrNowhereToPutItIsRefused()
    {
        Assert.Throws<ArgumentException>(() => new DataStatistics([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vae<float>.Build(TestModels.Plan(0, [5]), TestModels.Statistics(6), default));
    }

    private static float[] Weights(Vae<float> model) => model.Parameters["encoder.0.weight"].Tensor.Data.ToArray();

    /// <summary>n uniform numbers reach within 20/n of both ends with probability 1 - 2 e^-10, and not beyond.</summary>
    private static void AssertUniform(Vae<double> model, string name, double bound)
    {
        double[] values = model.Parameters[name].Tensor.Data.ToArray();
        double slack = 20.0 / values.Length * bound;
        Assert.InRange(values.Max(), bound - slack, bound);
        Assert.InRange(values.Min(), -bound, -bound + slack);
    }
}
