using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Objectives;

/// <summary>
/// Holds the distortion at a target kappa by a multiplier (GECO, Rezende and Viola 2018, algorithm 1): the loss is rate + lambda (distortion - kappa); after each batch the constraint's
/// moving average C moves by C = alpha C + (1 - alpha) (distortion - kappa), and lambda is multiplied by e^(rate of the multiplier x C).
/// </summary>
/// <remarks>lambda starts at 1 and stays within [1e-6, 1e6]. It is what a nat of distortion weighs: the KL weighs 1 / lambda of it.</remarks>
public sealed class DistortionController : WeightController
{
    private const double LargestLog = 13.815510557964274; // log 1e6

    private readonly double _target;
    private readonly double _decay;
    private readonly double _rate;
    private double _log;
    private double _average;
    private double _seen;

    /// <summary>A controller whose multiplier starts at 1.</summary>
    /// <param name="plan">Target, decay and rate.</param>
    public DistortionController(ObjectivePlan plan)
    {
        _target = plan.TargetDistortion ?? throw new ArgumentException("no target of the distortion", nameof(plan));
        _decay = plan.MultiplierDecay;
        _rate = plan.MultiplierRate;
    }

    /// <inheritdoc/>
    public override double RateWeight => 1;

    /// <inheritdoc/>
    public override double DistortionWeight => Math.Exp(_log);

    /// <inheritdoc/>
    public override IReadOnlyList<double> State => [_log, _average, _seen];

    /// <inheritdoc/>
    private protected override void Move(double rate, double distortion)
    {
        double over = distortion - _target;
        _average = _seen == 0 ? over : (_decay * _average) + ((1 - _decay) * over);
        _seen = 1;
        _log = Math.Clamp(_log + (_rate * _average), -LargestLog, LargestLog);
    }

    /// <inheritdoc/>
    private protected override void Take(IReadOnlyList<double> state) => (_log, _average, _seen) = (state[0], state[1], state[2]);
}
