using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests;

internal static class TestModels
{
    public static ModelPlan Plan(
        int latent,
        int[] hidden,
        LikelihoodKind kind = LikelihoodKind.Bernoulli,
        VarianceKind variance = VarianceKind.Fixed,
        double sigma2 = 1,
        Activation activation = Activation.Tanh,
        Normalisation normalisation = Normalisation.None,
        double dropout = 0)
    {
        var network = new NetworkPlan { Hidden = hidden, Activation = activation, Normalisation = normalisation, Dropout = dropout };
        return new ModelPlan
        {
            Latent = latent,
            Encoder = network,
            Decoder = network with { Hidden = [.. hidden.Reverse()] },
            Likelihood = new LikelihoodPlan { Kind = kind, Variance = variance, Sigma2 = sigma2 },
        };
    }

    public static DataStatistics Statistics(int outputs, double mean = 0.3) => new([.. Enumerable.Repeat(mean, outputs)]);

    public static Tensor<T> Examples<T>(int rows, int columns, ulong seed = 9)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = new Tensor<T>(new Shape(rows, columns));
        NoiseOp.FillUniform(new Rng(seed), tensor.Data);
        return tensor;
    }
}
