using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Posteriors;

/// <summary>q(z|x) = N(mean, diag(sigma^2)): a Gaussian with independent units.</summary>
/// <remarks>The head's first columns are the means, the others the log-variances: one product of twice the width is faster than two.</remarks>
/// <param name="units">Latent units.</param>
/// <param name="centring">What gives each unit's means a fixed spread over the examples; null: they are as the encoder says.</param>
/// <param name="committed">What keeps every unit of every example at a least rate; null: none is.</param>
public sealed class DiagonalGaussian<T>(int units, CentringLayer<T>? centring = null, CommittedRateLayer<T>? committed = null) : PosteriorFamily<T>(units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override int HeadCount => 2 * Units;

    /// <inheritdoc/>
    public override int HeadParts => 2;

    /// <inheritdoc/>
    public override int SpreadCount => Units;

    /// <inheritdoc/>
    public override bool HasGaussianUnits => true;

    /// <inheritdoc/>
    public override Posterior<T> FromHeads(Tensor<T> heads, in Pass<T> pass)
    {
        var mean = pass.Tape.SliceColumns(heads, 0, Units);
        var logVariance = pass.Tape.SliceColumns(heads, Units, Units);
        if (committed is not null)
            (mean, logVariance) = committed.Forward(mean, logVariance, pass.Tape);
        return new Posterior<T>(this, centring is null ? mean : centring.Forward(mean, pass), logVariance);
    }

    /// <summary>z = mean + sigma noise.</summary>
    /// <inheritdoc/>
    public override Tensor<T> Sample(in Posterior<T> posterior, Tensor<T> noise, in Pass<T> pass) =>
        pass.Tape.Reparameterise(posterior.Location, posterior.Spread, noise);

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass) =>
        pass.Tape.GaussianLogLikelihood(posterior.Location, code, posterior.Spread);

    /// <inheritdoc/>
    public override Tensor<T> StandardKl(in Posterior<T> posterior, in Pass<T> pass) => pass.Tape.GaussianKl(posterior.Location, posterior.Spread);

    /// <inheritdoc/>
    public override Tensor<T> LogMixture(in Posterior<T> components, Tensor<T> code, in Pass<T> pass) =>
        pass.Tape.GaussianMixtureLogDensity(code, components.Location, components.Spread);

    /// <inheritdoc/>
    public override void Moments(in Posterior<T> posterior, in Pass<T> pass, Span<T> mean, Span<T> logVariance)
    {
        posterior.Location.Data.CopyTo(mean);
        posterior.Spread.Data.CopyTo(logVariance);
    }

    /// <inheritdoc/>
    public override PosteriorTable Table(ReadOnlySpan<T> location, ReadOnlySpan<T> spread)
    {
        double[] logVariance = Widen(spread), triangles = new double[location.Length / Units * (Units * (Units + 1) / 2)];
        int size = Units * (Units + 1) / 2;
        for (int i = 0; i < logVariance.Length; i++)
            triangles[(i / Units * size) + (i % Units)] = 0.5 * logVariance[i];
        return new GaussianTable(Units, Widen(location), triangles);
    }
}
