using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Objectives;

/// <summary>
/// Another objective, and a charge where the decoder does not move with its code: loss + weight mean max(0, floor - G), G = |f(z + e u) - f(z)|^2 / e^2 for codes z of
/// the prior, one for each example of the batch, and directions u uniform on the sphere; f is the decoder's first head (means, logits).
/// </summary>
/// <remarks>
/// G is the quotient of u under the pullback J^T J: it lies between its least and greatest eigenvalue, and no direction is charged for where none is below the floor.
/// The difference is one of two passes with the same masks, so that ordinary gradients reach the weights. The decoder sees the example's own past, condition and library,
/// and no skips. Bound, rate and distortion are reported without the charge.
/// </remarks>
/// <param name="inner">What is minimised beside.</param>
/// <param name="floor">The least quotient that is not charged for, above 0.</param>
/// <param name="weight">The charge of a shortfall, above 0.</param>
public sealed class JacobianFloorObjective<T>(Objective<T> inner, double floor, double weight) : Objective<T>(inner.Samples, inner.Reduction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Codes are of length about 1 a unit. In single precision the difference then keeps three digits, and the curve adds less than that.
    private const double Step = 1e-2;

    /// <inheritdoc/>
    public override ObjectiveValue<T> Evaluate(Vae<T> model, Tensor<T> examples, in ScheduledWeights weights, in Pass<T> pass)
    {
        var value = inner.Evaluate(model, examples, weights, pass);
        var tape = pass.Tape;
        int rows = examples.Rows, units = model.LatentCount;
        var heads = tape.Constant(new Shape(rows, model.Posterior.Family.HeadCount));
        heads.Data.Clear();
        var context = model.EncodeHeads(examples, pass with { Heads = heads }).Context;
        var code = tape.Constant(new Shape(rows, units));
        model.Prior.Sample(pass.Rng.Fork("jacobian_floor.codes"), units, code.Data);
        var moved = tape.Constant(code.Shape);
        Move(code.Data, pass.Rng.Fork("jacobian_floor.directions"), units, moved.Data);
        var difference = tape.Subtract(model.Decode(moved, context, pass).Location, model.Decode(code, context, pass).Location);
        var flat = tape.View(difference, new Shape(rows, difference.Length / rows));
        var shortfall = tape.AtLeast(tape.Affine(tape.RowSum(tape.Multiply(flat, flat)), -1 / (Step * Step), floor), 0);
        var loss = tape.WeightedSum(value.LossTensor, 1, tape.Mean(shortfall), weight);
        return value with { LossTensor = loss, Loss = double.CreateChecked(loss.Item) };
    }

    /// <summary>Each code a step of fixed length away, in a direction of its own.</summary>
    private static void Move(ReadOnlySpan<T> codes, Rng rng, int units, Span<T> moved)
    {
        NoiseOp.FillNormal(rng, moved);
        for (int start = 0; start < moved.Length; start += units)
        {
            Span<T> direction = moved.Slice(start, units);
            double square = 0;
            foreach (var value in direction)
                square += double.CreateChecked(value) * double.CreateChecked(value);
            var scale = T.CreateChecked(Step / Math.Sqrt(Math.Max(square, double.Epsilon)));
            for (int i = 0; i < units; i++)
                direction[i] = codes[start + i] + (scale * direction[i]);
        }
    }
}
