using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>From any numbers to the means and log-variances of Gaussians none of which lies nearer to N(0, 1) than a committed rate (Razavi et al. 2019).</summary>
/// <remarks>
/// <para>sigma = s_l + (s_u - s_l) sigmoid(spread), where s_l^2 and s_u^2 are the two roots v of ln v - v + 2 delta + 1 = 0, and
/// mean = sqrt(2 delta + 1 + ln sigma^2 - sigma^2) + max(0, location): KL = 1/2 (mean^2 + sigma^2 - ln sigma^2 - 1) >= delta, with equality where the location is not
/// above 0.</para>
/// <para>A mean is never negative, and one that all examples share costs no more: that the rate is paid does not say that anything is told.</para>
/// </remarks>
/// <param name="rate">delta, nats of a unit, above 0.</param>
public sealed class CommittedRateLayer<T>(double rate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The square root is infinitely steep at 0, where sigma meets its bound: below this its argument is held, which costs a unit half of it in nats.
    private const double LeastSquare = 1e-6;
    private const int Halvings = 200;

    private readonly double _low = Math.Exp(0.5 * Root(rate, -(2 * rate) - 2));
    private readonly double _high = Math.Exp(0.5 * Root(rate, rate + 2));

    /// <summary>The least standard deviation, s_l.</summary>
    public double LeastDeviation => _low;

    /// <summary>The greatest standard deviation, s_u.</summary>
    public double GreatestDeviation => _high;

    /// <summary>Means and log-variances of what an encoder's head says.</summary>
    /// <param name="location">[examples, units].</param>
    /// <param name="spread">[examples, units].</param>
    /// <param name="tape">The tape.</param>
    public (Tensor<T> Mean, Tensor<T> LogVariance) Forward(Tensor<T> location, Tensor<T> spread, Tape<T> tape)
    {
        var sigma = tape.Affine(tape.Activate(spread, Activation.Sigmoid), _high - _low, _low);
        var logVariance = tape.Affine(tape.Log(sigma), 2);
        var square = tape.Affine(tape.Subtract(logVariance, tape.Multiply(sigma, sigma)), 1, (2 * rate) + 1);
        var least = tape.Exp(tape.Affine(tape.Log(tape.AtLeast(square, LeastSquare)), 0.5));
        return (tape.Add(least, tape.Activate(location, Activation.Relu)), logVariance);
    }

    /// <summary>The root t = ln v of t - e^t + 2 delta + 1 between 0, where it is positive, and a place where it is not, by halving.</summary>
    private static double Root(double rate, double outside)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        double inside = 0;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = 0.5 * (inside + outside);
            if (middle - Math.Exp(middle) + (2 * rate) + 1 > 0) inside = middle;
            else outside = middle;
        }

        return inside;
    }
}
