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

    /// <summary>
    /// The information I(X;Z) in the codes of some validation examples, the aggregate being those same examples: at most
    /// <see cref="ValidationInformationCeiling"/>. One code an example, so a signal with noise of a few hundredths of a nat, no measure.
    /// </summary>
    public const string ValidationInformation = "validation.mutual_information";

    /// <summary>log N of the N examples of <see cref="ValidationInformation"/>.</summary>
    public const string ValidationInformationCeiling = "validation.mutual_information_ceiling";

    /// <summary>How many units have a rate of at least 0.01 nats on the validation split; only for N(0, I) and posteriors with Gaussian units.</summary>
    public const string ValidationActiveUnits = "validation.active_units";

    /// <summary>The rate of one unit on the validation split, such as <c>validation.rate.unit1</c>; of the first 64 units.</summary>
    /// <param name="unit">From 0.</param>
    public static string ValidationUnitRate(int unit) => FormattableString.Invariant($"validation.rate.unit{unit + 1}");

    /// <summary>
    /// The KL term's share of the pull on the encoder's output: w K / (w K + R), K and R the mean lengths of an example's gradient of the rate and of the distortion
    /// by what the encoder's last layer says of it, w the effective weight. Near 1: what is said is pulled to the prior and nothing pulls back.
    /// </summary>
    public const string KlGradientShare = "kl_gradient_share";

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
