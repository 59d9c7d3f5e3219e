namespace Uncollapse.Records.History;

/// <summary>The names of the values in a training's history. Bounds, rates and distortions are nats per example.</summary>
public static class Measures
{
    /// <summary>The bound on the training split: the running mean over the epoch's batches, weights moving.</summary>
    public const string TrainElbo = "train.elbo";

    /// <summary>The rate E KL(q(z|x)||p(z)) on the training split, running mean.</summary>
    public const string TrainRate = "train.rate";

    /// <summary>The distortion E -log p(x|z) on the training split, running mean.</summary>
    public const string TrainDistortion = "train.distortion";

    /// <summary>The loss that was minimised (weights and reduction applied), running mean.</summary>
    public const string TrainLoss = "train.loss";

    /// <summary>The ELBO (beta = 1, summed over outputs) on the validation split, weights fixed.</summary>
    public const string ValidationElbo = "validation.elbo";

    /// <summary>The rate on the validation split.</summary>
    public const string ValidationRate = "validation.rate";

    /// <summary>The rate of one level of a hierarchical code on the validation split, such as <c>validation.rate.z1</c>.</summary>
    /// <param name="level">From 0, the lowest.</param>
    public static string ValidationLevelRate(int level) => FormattableString.Invariant($"validation.rate.z{level + 1}");

    /// <summary>The distortion on the validation split.</summary>
    public const string ValidationDistortion = "validation.distortion";

    /// <summary>The capacity C(t), nats, that the rate is held at, at the end of the epoch; only where there is one, instead of a KL weight.</summary>
    public const string Capacity = "capacity";

    /// <summary>GECO's multiplier of the distortion at the end of the epoch.</summary>
    public const string Multiplier = "multiplier";

    /// <summary>The weight of the KL term at the end of the epoch; of GECO the reciprocal of its multiplier.</summary>
    public const string KlWeight = "kl_weight";

    /// <summary>The learning rate of the epoch's last step.</summary>
    public const string LearningRate = "learning_rate";

    /// <summary>The global gradient norm, mean over the epoch's steps, before clipping; only where clipping asks for it.</summary>
    public const string GradientNorm = "gradient_norm";

    /// <summary>The mean variance sigma^2 of a Gaussian likelihood that learns it.</summary>
    public const string Sigma2 = "sigma2";

    /// <summary>Training examples a second, evaluation included.</summary>
    public const string ExamplesPerSecond = "examples_per_second";
}
