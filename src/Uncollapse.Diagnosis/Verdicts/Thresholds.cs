using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Every number that a status, a finding or the verdict depends on: the one table, printed in each diagnosis.</summary>
public static class Thresholds
{
    /// <summary>The code says nothing when even the upper bound of I(X;Z) is below this.</summary>
    public static readonly Threshold CollapsedInformation = new(
        "collapsed_information", 0.1, "the code says nothing of x when the upper bound of I(X;Z) is below this (nats)", "this program: a tenth of a nat tells 1.1 examples apart");

    /// <summary>The decoder does not listen when the interval of the cost of shuffling the code reaches down to this.</summary>
    public static readonly Threshold DecoderUse = new(
        "decoder_use", 0, "the decoder does not use a code when the 95 % interval of the cost of shuffling it reaches down to this (nats)", "this program: no difference");

    /// <summary>The share of a way round the code's cost below which the code's own is next to nothing.</summary>
    public static readonly Threshold BypassedCode = new(
        "bypassed_code", 0.02, "the decoder goes round the code when another example's code costs less than this share of another example's skips, condition or a hidden past", "this program");

    /// <summary>The information from which on a code beside a condition or a past is not next to nothing, however much those are worth.</summary>
    public static readonly Threshold OutdoneInformation = new(
        "outdone_information", 1, "a code that is used beside a condition or a past, which a decoder may rightly use, is outdone by them only while the upper bound of I(X;Z) is below this (nats); skips may not be used, and outdo any code", "this program: the zoo asks as much of a healthy twin");

    /// <summary>What a code without an informative unit must tell in all not to be faint.</summary>
    public static readonly Threshold FaintInformation = new(
        "faint_information", 1, "a code of which no unit informs alone is faint, and partly collapsed, while the upper bound of I(X;Z) is below this (nats)", "this program: the zoo asks as much of a healthy twin");

    /// <summary>A unit is active from this variance of its mean on.</summary>
    public static readonly Threshold ActiveVariance = new(
        "active_unit_variance", 0.01, "a unit is active when the variance over examples of its posterior's mean is at least this share of the prior's variance", "Burda et al. 2016, appendix C");

    /// <summary>epsilon of (epsilon, delta)-collapse.</summary>
    public static readonly Threshold CollapseEpsilon = new(
        "collapse_epsilon", 0.01, "an example's KL in a unit counts as none below this (nats)", "Lucas et al. 2019");

    /// <summary>delta of (epsilon, delta)-collapse.</summary>
    public static readonly Threshold CollapseDelta = new(
        "collapse_delta", 0.01, "a unit is (epsilon, delta)-collapsed when the share of examples without KL is at least one minus this", "Lucas et al. 2019");

    /// <summary>How far from 1 a posterior's variance may be to be the prior's.</summary>
    public static readonly Threshold PassiveTolerance = new(
        "passive_variance_tolerance", 0.1, "a posterior's variance, over the prior's, within this of 1 is the prior's; so is its variance over examples below this", "Bonheme & Grzes 2021, and their code");

    /// <summary>The share of examples, either way, below which a unit is not mixed.</summary>
    public static readonly Threshold MixedShare = new(
        "mixed_share", 0.05, "a unit is mixed when at least this share of examples has the prior's variance in it and at least this share has not", "this program");

    /// <summary>A unit informs from this much on.</summary>
    public static readonly Threshold InformativeUnit = new(
        "informative_unit", 0.1, "a unit informs when I(X;Z_j) is at least this (nats)", "this program: as for the whole code");

    /// <summary>A rate from here on with a collapsed code is spent on a constant.</summary>
    public static readonly Threshold ConstantCodeRate = new(
        "constant_code_rate", 1, "a code without information has a rate to explain from this on (nats)", "this program: less is within reach of a training that has not ended");

    /// <summary>The share of the rate that goes into the aggregate's distance from the prior.</summary>
    public static readonly Threshold ConstantCodeShare = new(
        "constant_code_share", 0.9, "the code is constant when KL(q(z)||p(z)) is at least this share of the rate", "this program");

    /// <summary>How close to its ceiling an estimate is saturated.</summary>
    public static readonly Threshold SaturationMargin = new(
        "saturation_margin", 1, "the information is saturated when its lower bound is within this of log M (nats)", "this program, after McAllester & Stratos 2020");

    /// <summary>The information below which a direction of the decoder is flat.</summary>
    public static readonly Threshold FlatDirection = new(
        "flat_direction", 0.01, "a direction of the code is flat when the mean of 1/2 log(1 + g) along it is below this (nats)", "this program: as for a unit's epsilon");

    /// <summary>The KL weight from which on the objective asks for less information than the bound does.</summary>
    public static readonly Threshold KlWeight = new(
        "kl_weight", 1, "a KL weight above this asks for less information than the evidence lower bound", "Kingma & Welling 2014; Higgins et al. 2017 for larger ones");

    /// <summary>How much more refined posteriors must tell for the encoder to lag.</summary>
    public static readonly Threshold Lag = new(
        "lag", 0.5, "the encoder lags behind the decoder when posteriors refined for each example carry at least this much more information than the encoder's, and gain in the objective (nats)", "this program, after He et al. 2019");

    /// <summary>The share of the refined information below which an encoder is left behind.</summary>
    public static readonly Threshold LagShare = new(
        "lag_share", 0.5, "a code is partly collapsed when an encoder that lags tells less than this share of what refined posteriors tell", "this program");

    /// <summary>How far below the data's own a fixed dispersion is noise.</summary>
    public static readonly Threshold NoisyDispersion = new(
        "noisy_dispersion", 0.5, "a fixed dispersion theta expects noise beyond the data's when it is below this share of the maximum likelihood's without a code", "this program: what differs between examples counts as noise there, so the data's own noise is less still");

    /// <summary>How many more zeros than the data ask for a fixed zero inflation may explain.</summary>
    public static readonly Threshold NoisyZeros = new(
        "noisy_zeros", 0.25, "a fixed zero inflation expects noise beyond the data's when it explains this share of all zeros more than the maximum likelihood's without a code", "this program");

    /// <summary>The share of a KL weight that a warm-up must reach.</summary>
    public static readonly Threshold UnfinishedWeight = new(
        "unfinished_weight", 0.99, "a warm-up is unfinished when the weight it reached is below this share of the weight that was asked for", "this program");

    /// <summary>Standard errors of the distortion that a generalisation gap must exceed as well.</summary>
    internal const double GeneralisationErrors = 10;

    /// <summary>How much better a bound may be on training examples.</summary>
    public static readonly Threshold GeneralisationGap = new(
        "generalisation_gap", 0.2, "a model has learned its examples by heart when its bound on them is better than on held-out ones by this share of the distortion, and by ten standard errors", "this program");

    /// <summary>The steps below which a model that is not healthy is perhaps untrained.</summary>
    public static readonly Threshold FewSteps = new(
        "few_steps", 100, "a model that is not healthy after fewer steps of training than this is perhaps untrained", "this program");

    /// <summary>The share of the code's variance beyond depth below which it holds only depth.</summary>
    public static readonly Threshold DepthLeft = new(
        "depth_left", 0.1, "a code of counts holds only depth when a cubic in log library leaves less than this share of the variance of the informative units' means", "this program");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Threshold> All { get; } =
    [
        CollapsedInformation, DecoderUse, BypassedCode, OutdoneInformation, FaintInformation, ActiveVariance, CollapseEpsilon, CollapseDelta, PassiveTolerance, MixedShare, InformativeUnit, ConstantCodeRate, ConstantCodeShare, SaturationMargin, KlWeight, Lag, LagShare, GeneralisationGap, NoisyDispersion, NoisyZeros, UnfinishedWeight, FewSteps, DepthLeft, FlatDirection,
    ];
}
