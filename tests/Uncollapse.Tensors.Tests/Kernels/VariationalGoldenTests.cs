using System.Text.Json;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Every variant in double against mpmath's and PyTorch's numbers.</summary>
public sealed class VariationalGoldenTests
{
    private static readonly JsonElement Golden = GoldenNumbers.Open("functions.json");

    [Theory]
    [InlineData("bernoulli")]
    [InlineData("continuous_bernoulli")]
    public void BernoullisMatch(string name)
    {
        JsonElement golden = Golden.GetProperty(name);
        double[] logits = GoldenNumbers.List(golden.GetProperty("logit")), x = GoldenNumbers.List(golden.GetProperty("x"));
        double[][] values = GoldenNumbers.Rows(golden.GetProperty("log_probability")), slopes = GoldenNumbers.Rows(golden.GetProperty("derivative_in_logit"));
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            for (int column = 0; column < x.Length; column++)
            {
                double[] targets = [.. logits.Select(_ => x[column])], value = new double[logits.Length], slope = new double[logits.Length];
                if (name == "bernoulli") table.BernoulliLogLikelihood(logits.Length, 1, logits, targets, [], value, slope);
                else table.ContinuousBernoulliLogLikelihood(logits.Length, 1, logits, targets, [], value, slope);
                Variants<double>.Close([.. values.Select(row => row[column])], value, 1e-12, 1e-14, $"{table.Name} {name}");
                Variants<double>.Close([.. slopes.Select(row => row[column])], slope, 1e-12, 1e-14, $"{table.Name} {name} slope");
            }
        }
    }

    [Fact]
    public void GaussiansMatch()
    {
        JsonElement golden = Golden.GetProperty("gaussian");
        double[] Get(string key) => GoldenNumbers.List(golden.GetProperty(key));
        double[] x = Get("x"), mean = Get("mean"), logVariance = Get("log_variance");
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            double[] value = new double[x.Length], toMean = new double[x.Length], toVariance = new double[x.Length];
            table.GaussianLogLikelihood(x.Length, 1, mean, x, VarianceShape.Full, logVariance, [], value, toMean, toVariance);
            Variants<double>.Close(Get("log_probability"), value, 1e-13, 1e-13, table.Name);
            Variants<double>.Close(Get("derivative_in_mean"), toMean, 1e-13, 1e-13, table.Name);
            Variants<double>.Close(Get("derivative_in_log_variance"), toVariance, 1e-13, 1e-13, table.Name);
        }
    }

    [Fact]
    public void DivergencesMatch()
    {
        JsonElement golden = Golden.GetProperty("gaussian_kl");
        double[] Get(string key) => GoldenNumbers.List(golden.GetProperty(key));
        double[] mean = Get("mean"), logVariance = Get("log_variance");
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            double[] value = new double[mean.Length], toMean = new double[mean.Length], toVariance = new double[mean.Length];
            table.GaussianKl(mean.Length, 1, mean, logVariance, 1, value, []);
            table.GaussianKlBackward(mean.Length, 1, mean, logVariance, 1, [], [], toMean, toVariance, accumulate: false);
            Variants<double>.Close(Get("kl_to_standard"), value, 1e-12, 1e-15, table.Name);
            Variants<double>.Close(Get("derivative_in_mean"), toMean, 1e-13, 0, table.Name);
            Variants<double>.Close(Get("derivative_in_log_variance"), toVariance, 1e-12, 1e-16, table.Name);
        }
    }
}
