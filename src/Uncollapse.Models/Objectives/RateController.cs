using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Objectives;

/// <summary>
/// Holds the rate at a target by the KL weight (ControlVAE, Shao et al. 2020, algorithm 1): with the error e(t) = target - rate(t),
/// beta(t) = K_p / (1 + e^e(t)) - K_i sum_s e(s), clamped to [0, beta]. The sum rests while the last weight was beyond a bound and the error would push it further out: where the paper lets it rest
/// beyond the bounds whatever the error, one large error could hold the weight there for good.
/// </summary>
/// <remarks>The rate of a batch moves the weight that the same batch is charged with. A rate below the target lowers the weight, however far: the code is paid to fill.</remarks>
public sealed class RateController : WeightController
{
    private readonly double _target;
    private readonly double _proportional;
    private readonly double _integral;
    private readonly double _largest;
    private double _sum;
    private double _wanted;

    /// <summary>A controller whose weight starts at 0.</summary>
    /// <param name="plan">Target, gains, and the largest weight.</param>
    public RateController(ObjectivePlan plan)
    {
        _target = plan.TargetRate ?? throw new ArgumentException("no target of the rate", nameof(plan));
        _proportional = plan.ProportionalGain;
        _integral = plan.IntegralGain;
        _largest = plan.Beta;
    }

    /// <inheritdoc/>
    public override double RateWeight => Math.Clamp(_wanted, 0, _largest);

    /// <inheritdoc/>
    public override double DistortionWeight => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<double> State => [_sum, _wanted];

    /// <inheritdoc/>
    private protected override void Move(double rate, double distortion)
    {
        double error = _target - rate;
        bool pushesOut = (_wanted < 0 && error > 0) || (_wanted > _largest && error < 0);
        if (!pushesOut)
            _sum -= _integral * error;
        _wanted = (_proportional / (1 + Math.Exp(error))) + _sum;
    }

    /// <inheritdoc/>
    private protected override void Take(IReadOnlyList<double> state) => (_sum, _wanted) = (state[0], state[1]);
}
