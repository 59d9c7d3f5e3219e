using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Posteriors;

/// <summary>q(z|x) = vMF(mu, kappa) on the unit sphere of R^L (Davidson et al. 2018; Xu and Durrett 2018 for a fixed kappa).</summary>
/// <remarks>
/// <para>The head's first L columns over their length are mu; with a predicted concentration one column more gives kappa = 1 + softplus.</para>
/// <para>A code takes L + 1 normal numbers: L for the direction aside of mu, one for the angle, by inversion of its distribution function, so that codes are a
/// smooth function of the noise and no gradient needs correction. With a fixed kappa the rate is the same constant for every example: it
/// cannot collapse to 0, and the information alone tells whether the code is used.</para>
/// </remarks>
/// <param name="units">L, at least 2: the sphere has L - 1 dimensions.</param>
/// <param name="concentration">kappa; null: predicted for each example.</param>
public sealed class VonMisesFisher<T>(int units, double? concentration) : PosteriorFamily<T>(units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>kappa where it is fixed.</summary>
    public double? Concentration { get; } = concentration;

    /// <inheritdoc/>
    public override int HeadCount => Concentration is null ? Units + 1 : Units;

    /// <inheritdoc/>
    public override int SpreadCount => 1;

    /// <inheritdoc/>
    public override int NoiseCount => Units + 1;

    /// <inheritdoc/>
    public override bool IsSpherical => true;

    /// <inheritdoc/>
    public override Posterior<T> FromHeads(Tensor<T> heads, in Pass<T> pass)
    {
        var tape = pass.Tape;
        if (Concentration is not { } kappa)
        {
            var predicted = tape.Affine(tape.Activate(tape.SliceColumns(heads, Units, 1), Activation.Softplus), 1, 1);
            return new Posterior<T>(this, tape.NormaliseRows(tape.SliceColumns(heads, 0, Units)), predicted);
        }

        var constant = tape.Constant(new Tensors.Shape(heads.Rows, 1));
        constant.Data.Fill(T.CreateChecked(kappa));
        return new Posterior<T>(this, tape.NormaliseRows(heads), constant);
    }

    /// <inheritdoc/>
    public override Tensor<T> Sample(in Posterior<T> posterior, Tensor<T> noise, in Pass<T> pass) =>
        pass.Tape.VonMisesFisherSample(posterior.Location, posterior.Spread, noise);

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass) =>
        pass.Tape.VonMisesFisherLogDensity(posterior.Location, posterior.Spread, code);

    /// <summary>KL from the uniform distribution on the sphere.</summary>
    /// <inheritdoc/>
    public override Tensor<T> StandardKl(in Posterior<T> posterior, in Pass<T> pass) => pass.Tape.VonMisesFisherKl(posterior.Spread, Units);

    /// <summary>The mean direction, and the logarithm of each coordinate's variance: A/kappa (1 - mu_j^2) + (1 - (L - 1) A/kappa - A^2) mu_j^2.</summary>
    /// <inheritdoc/>
    public override void Moments(in Posterior<T> posterior, in Pass<T> pass, Span<T> mean, Span<T> logVariance)
    {
        posterior.Location.Data.CopyTo(mean);
        var marginal = new SphereMarginal(Units);
        for (int row = 0; row < posterior.Location.Rows; row++)
        {
            double kappa = double.CreateChecked(posterior.Spread.Data[row]);
            marginal.Set(kappa);
            double aside = marginal.Resultant / kappa;
            for (int j = row * Units; j < (row + 1) * Units; j++)
            {
                double mu = double.CreateChecked(mean[j]);
                double variance = (aside * Math.Max(0, 1 - (mu * mu))) + (marginal.ResultantSlope * mu * mu);
                logVariance[j] = T.CreateChecked(Math.Log(Math.Max(variance, 1e-30)));
            }
        }
    }

    /// <summary>Turns the code towards an axis along the great circle through both, by <paramref name="place"/> in radians; a code on the axis stays.</summary>
    /// <inheritdoc/>
    public override void Move(ReadOnlySpan<T> code, int unit, T place, Span<T> moved)
    {
        var aside = T.Sqrt(T.Max(T.Zero, T.One - (code[unit] * code[unit])));
        var (sine, cosine) = T.SinCos(place);
        for (int j = 0; j < Units; j++)
        {
            var axis = (j == unit ? T.One : T.Zero) - (code[unit] * code[j]);
            moved[j] = aside > T.Zero ? (cosine * code[j]) + (sine * axis / aside) : code[j];
        }
    }

    /// <inheritdoc/>
    public override PosteriorTable Table(ReadOnlySpan<T> location, ReadOnlySpan<T> spread) => new SphereTable(Units, Widen(location), Widen(spread));
}
