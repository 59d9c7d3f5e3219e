using System.Globalization;
using Uncollapse.Records.Plans;

namespace Uncollapse.Zoo.Running;

/// <summary>The healthy plans that causes are planted in. Plants of the same twin share its training.</summary>
internal static class Twins
{
    internal static int Side(ZooSize size) => size == ZooSize.Small ? 16 : 28;

    internal static int Pixels(ZooSize size) => Side(size) * Side(size);

    /// <summary>Binary pictures under a Bernoulli likelihood.</summary>
    internal static Plan Pictures(ZooSize size)
    {
        Plan plan = Plan(Shapes(size, ""), Network(size), 8, new LikelihoodPlan(), 20);
        return plan with { Data = plan.Data with { Binarise = Binarisation.Threshold } };
    }

    /// <summary>Binary pictures at beta = 3, and an autoregressive decoder that may look at no pixel but its own.</summary>
    internal static Plan Blind(ZooSize size)
    {
        Plan plan = Pictures(size);
        return plan with
        {
            Model = plan.Model with { Decoder = new NetworkPlan { Kind = NetworkKind.Made, Hidden = [2 * Network(size)], Context = 0 } },
            Objective = plan.Objective with { Beta = 3 },
        };
    }

    /// <summary>Grey pictures of a heart that only moves from left to right.</summary>
    internal static Plan Moving(ZooSize size)
    {
        Plan plan = Greys(size, 0.2, 40);
        return plan with { Data = plan.Data with { Source = Shapes(size, "&vary=x") } };
    }

    /// <summary>Grey pictures under a Gaussian likelihood of a fixed variance.</summary>
    internal static Plan Greys(ZooSize size, double sigma2, int epochs) =>
        Plan(Shapes(size, ""), Network(size), 8, new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Sigma2 = sigma2 }, epochs);

    /// <summary>Numbers from a Gaussian of known eigenvalues under a Gaussian likelihood of a fixed variance.</summary>
    internal static Plan Numbers(ZooSize size, string eigenvalues, int dimension, double sigma2, int latent, int hidden, int epochs) => Plan(
        string.Create(CultureInfo.InvariantCulture, $"synthetic:gaussian?examples={Examples(size)}&eigenvalues={eigenvalues}&dimension={dimension}"),
        size == ZooSize.Small ? hidden : 2 * hidden, latent, new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Sigma2 = sigma2 }, epochs);

    /// <summary>Counts of 400 genes in cells of six types under a negative binomial of the dispersion that they were drawn with.</summary>
    internal static Plan Cells(ZooSize size) => Plan(
        string.Create(CultureInfo.InvariantCulture, $"synthetic:cells?examples={(size == ZooSize.Small ? 3000 : 12_000)}"), Network(size), 8,
        new LikelihoodPlan { Kind = LikelihoodKind.NegativeBinomial, Theta = 4, FixedTheta = true }, 25);

    /// <summary>Sentences with nine in ten of the words so far hidden from a recurrent decoder while it trains.</summary>
    internal static Plan Sentences(ZooSize size)
    {
        int width = size == ZooSize.Small ? 64 : 128;
        var network = new NetworkPlan { Kind = NetworkKind.Gru, State = width, Embedding = width / 2 };
        Plan plan = Plan(
            string.Create(CultureInfo.InvariantCulture, $"synthetic:sentences?examples={(size == ZooSize.Small ? 4000 : 16_000)}"), 1, 8, new LikelihoodPlan { Kind = LikelihoodKind.Categorical }, 20);
        return plan with
        {
            Model = plan.Model with { Encoder = network, Decoder = network with { ContextDropout = 0.9 } },
            Training = plan.Training with { BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 1e-2 } },
        };
    }

    private static int Examples(ZooSize size) => size == ZooSize.Small ? 5000 : 20_000;

    private static int Network(ZooSize size) => size == ZooSize.Small ? 128 : 256;

    private static string Shapes(ZooSize size, string more) =>
        string.Create(CultureInfo.InvariantCulture, $"synthetic:shapes?examples={Examples(size)}&size={Side(size)}{more}");

    private static Plan Plan(string source, int hidden, int latent, LikelihoodPlan likelihood, int epochs)
    {
        var network = new NetworkPlan { Hidden = [hidden] };
        return new Plan
        {
            Data = new DataPlan { Source = source, Validation = 0.1, Test = 0.2 },
            Model = new ModelPlan { Latent = latent, Encoder = network, Decoder = network, Likelihood = likelihood },
            Training = new TrainingPlan { Epochs = epochs, BatchSize = 64, Optimizer = new OptimizerPlan { LearningRate = 2e-3 } },
        };
    }
}
