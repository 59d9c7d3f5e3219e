using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Likelihoods;

/// <summary>Small models of counts and examples for them.</summary>
internal static class CountModels
{
    public const int Genes = 7;

    public static LikelihoodPlan Likelihood(
        LikelihoodKind kind, DispersionKind dispersion = DispersionKind.Gene, LibraryKind library = LibraryKind.Observed, double theta = 2, bool isFixed = false) =>
        new() { Kind = kind, Dispersion = dispersion, Library = library, Theta = theta, FixedTheta = isFixed };

    public static ModelPlan Plan(LikelihoodPlan likelihood, int[] hidden, Normalisation normalisation = Normalisation.None, OutputBias bias = OutputBias.Default)
    {
        var network = new NetworkPlan { Hidden = hidden, Activation = Activation.Tanh, Normalisation = normalisation, BatchNormMomentum = 0.01, BatchNormEpsilon = 0.001 };
        return new ModelPlan { Latent = 2, Encoder = network, Decoder = network, Likelihood = likelihood, OutputBias = bias };
    }

    public static DataStatistics Statistics(int conditions = 0) => new([.. Enumerable.Range(0, Genes).Select(d => 0.2 * d)])
    {
        IsCounts = true, ConditionCount = conditions, Library = new LibraryStatistics(9, 2.1, 0.4),
    };

    public static Vae<T> Build<T>(LikelihoodPlan likelihood, int conditions = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vae<T>.Build(Plan(likelihood, [5]), Statistics(conditions), new Rng(1));

    /// <summary>Rows of counts, a third of them above 0, and behind them one-hot conditions.</summary>
    public static Tensor<T> Examples<T>(int rows, int conditions = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = Genes + conditions;
        var tensor = new Tensor<T>(new Shape(rows, size));
        double[] uniform = new double[rows * Genes];
        new Rng(9).FillUniform(uniform);
        for (int i = 0; i < uniform.Length; i++)
            tensor.Data[(i / Genes * size) + (i % Genes)] = T.CreateChecked(Math.Max(0, Math.Floor(20 * (uniform[i] - 0.6))));
        for (int row = 0; row < rows && conditions > 0; row++)
            tensor.Data[(row * size) + Genes + (row % conditions)] = T.One;
        return tensor;
    }
}
