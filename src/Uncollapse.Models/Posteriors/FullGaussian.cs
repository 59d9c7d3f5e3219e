using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Posteriors;

/// <summary>q(z|x) = N(mean, C C^T): a Gaussian with a full covariance by its lower Cholesky factor C, whose diagonal is e^t (Kingma and Welling 2019, 2.5.1).</summary>
/// <remarks>The head's columns are the L means, the L logarithms of C's diagonal, and the L (L - 1) / 2 entries below it, row by row. With nothing below
/// the diagonal it is the diagonal family with log-variances 2 t.</remarks>
/// <param name="units">Latent units.</param>
public sealed class FullGaussian<T>(int units) : PosteriorFamily<T>(units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override int HeadCount => Units + SpreadCount;

    /// <inheritdoc/>
    public override int SpreadCount => Units * (Units + 1) / 2;

    /// <inheritdoc/>
    public override bool HasGaussianUnits => true;

    /// <inheritdoc/>
    public override Posterior<T> FromHeads(Tensor<T> heads, in Pass<T> pass) =>
        new(this, pass.Tape.SliceColumns(heads, 0, Units), pass.Tape.SliceColumns(heads, Units, SpreadCount));

    /// <summary>z = mean + C noise.</summary>
    /// <inheritdoc/>
    public override Tensor<T> Sample(in Posterior<T> posterior, Tensor<T> noise, in Pass<T> pass) =>
        pass.Tape.Add(posterior.Location, pass.Tape.TriangularProduct(posterior.Spread, noise));

    /// <summary>log N(C^-1 (z - mean); 0, I) - sum_j t_j.</summary>
    /// <inheritdoc/>
    public override Tensor<T> LogDensity(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var whitened = tape.TriangularSolve(posterior.Spread, tape.Subtract(code, posterior.Location));
        return tape.Subtract(tape.StandardNormalLogDensity(whitened), tape.RowSum(tape.SliceColumns(posterior.Spread, 0, Units)));
    }

    /// <summary>KL = 1/2 (|mean|^2 + sum_ij C_ij^2 - L) - sum_j t_j.</summary>
    /// <inheritdoc/>
    public override Tensor<T> StandardKl(in Posterior<T> posterior, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var own = tape.GaussianKl(posterior.Location, tape.Affine(tape.SliceColumns(posterior.Spread, 0, Units), 2));
        if (Units == 1)
            return own;

        var below = tape.SliceColumns(posterior.Spread, Units, SpreadCount - Units);
        return tape.Add(own, tape.Affine(tape.RowSum(tape.Multiply(below, below)), 0.5));
    }

    /// <inheritdoc/>
    public override void Moments(in Posterior<T> posterior, in Pass<T> pass, Span<T> mean, Span<T> logVariance)
    {
        posterior.Location.Data.CopyTo(mean);
        for (int row = 0; row < posterior.Location.Rows; row++)
        {
            ReadOnlySpan<T> triangle = posterior.Spread.Data.Slice(row * SpreadCount, SpreadCount);
            for (int i = 0, below = Units; i < Units; i++)
            {
                var sum = T.Exp(triangle[i] + triangle[i]);
                for (int j = 0; j < i; j++, below++)
                    sum += triangle[below] * triangle[below];
                logVariance[(row * Units) + i] = T.Log(sum);
            }
        }
    }

    /// <inheritdoc/>
    public override PosteriorTable Table(ReadOnlySpan<T> location, ReadOnlySpan<T> spread) => new GaussianTable(Units, Widen(location), Widen(spread));
}
