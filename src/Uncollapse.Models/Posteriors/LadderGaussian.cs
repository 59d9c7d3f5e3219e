using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Posteriors;

/// <summary>
/// Two levels of code, z = [z1 | z2], as in a ladder VAE (Sonderby et al. 2016): p(z2) = N(0, I), p(z1|z2) a diagonal Gaussian by a network of z2;
/// q(z2|x) = N(m2, s2^2), and q(z1|x, z2) the product of the encoder's N(m1, s1^2) and p(z1|z2), normalised: precisions add, means are weighted by them.
/// </summary>
/// <remarks>
/// <para>The network <c>prior.lower</c> has one hidden layer of 64 tanh units; posterior and prior share it. The decoder sees both levels.</para>
/// <para>With p(z1|z2) = N(0, I) it is a diagonal Gaussian of one level whose z1 has precision 1 + 1/s1^2.</para>
/// </remarks>
public sealed class LadderGaussian<T> : PosteriorFamily<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int HiddenUnits = 64;
    private readonly Mlp<T> _hidden;
    private readonly LinearLayer<T> _heads;

    /// <summary>Builds the family and the network of p(z1|z2).</summary>
    /// <param name="parameters">Where its parameters are added, named <c>prior.lower.*</c>.</param>
    /// <param name="units">L, all latent units.</param>
    /// <param name="upperUnits">Those of z2, the last of the code: at least 1, below L.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level would have no unit.</exception>
    public LadderGaussian(ParameterSet<T> parameters, int units, int upperUnits, Initialiser initialiser)
        : base(units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(upperUnits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(upperUnits, units);
        UpperUnits = upperUnits;
        LowerUnits = units - upperUnits;
        _hidden = new Mlp<T>(parameters, "prior.lower", new NetworkPlan { Hidden = [HiddenUnits], Activation = Activation.Tanh }, upperUnits, initialiser);
        _heads = new LinearLayer<T>(parameters, "prior.lower.gaussian", _hidden.Outputs, 2 * LowerUnits, initialiser, parts: 2);
    }

    /// <summary>Units of z1, the first of the code.</summary>
    public int LowerUnits { get; }

    /// <summary>Units of z2, the last of the code.</summary>
    public int UpperUnits { get; }

    /// <inheritdoc/>
    public override int HeadCount => 2 * Units;

    /// <inheritdoc/>
    public override int HeadParts => 2;

    /// <inheritdoc/>
    public override int SpreadCount => Units;

    /// <summary>Location and spread are the encoder's own: what p(z1|z2) adds depends on the code.</summary>
    /// <inheritdoc/>
    public override Posterior<T> FromHeads(Tensor<T> heads, in Pass<T> pass) =>
        new(this, pass.Tape.SliceColumns(heads, 0, Units), pass.Tape.SliceColumns(heads, Units, Units));

    /// <inheritdoc/>
    public override Tensor<T> Sample(in Posterior<T> posterior, Tensor<T> noise, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var upper = tape.Reparameterise(Upper(posterior.Location, pass), Upper(posterior.Spread, pass), Upper(noise, pass));
        var given = Given(posterior, upper, pass);
        return tape.ConcatColumns(tape.Reparameterise(given.Mean, given.LogVariance, Lower(noise, pass)), upper);
    }

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var upper = Upper(code, pass);
        var given = Given(posterior, upper, pass);
        return tape.Add(
            tape.GaussianLogLikelihood(given.Mean, Lower(code, pass), given.LogVariance),
            tape.GaussianLogLikelihood(Upper(posterior.Location, pass), upper, Upper(posterior.Spread, pass)));
    }

    /// <summary>None: the lower level's prior depends on the code.</summary>
    /// <inheritdoc/>
    public override Tensor<T>? StandardKl(in Posterior<T> posterior, in Pass<T> pass) => null;

    /// <summary>Of z2 its own; of z1 those of q(z1|x, z2) at z2 = m2: the marginal q(z1|x) is not a Gaussian.</summary>
    /// <inheritdoc/>
    public override void Moments(in Posterior<T> posterior, in Pass<T> pass, Span<T> mean, Span<T> logVariance)
    {
        var given = Given(posterior, Upper(posterior.Location, pass), pass);
        Join(given.Mean.Data, posterior.Location.Data, mean);
        Join(given.LogVariance.Data, posterior.Spread.Data, logVariance);
    }

    /// <inheritdoc/>
    public override PosteriorTable Table(ReadOnlySpan<T> location, ReadOnlySpan<T> spread) =>
        new LadderTable<T>(this, Widen(location), Widen(spread));

    /// <summary>p(z1|z2) of each row.</summary>
    /// <param name="upper">z2, [rows, upper units].</param>
    /// <param name="pass">The walk.</param>
    internal (Tensor<T> Mean, Tensor<T> LogVariance) LowerPrior(Tensor<T> upper, in Pass<T> pass)
    {
        var heads = _heads.Forward(_hidden.Forward(upper, pass), pass);
        return (pass.Tape.SliceColumns(heads, 0, LowerUnits), pass.Tape.SliceColumns(heads, LowerUnits, LowerUnits));
    }

    /// <summary>log p(z2) + log p(z1|z2).</summary>
    internal Tensor<T> PriorLogDensity(Tensor<T> code, in Pass<T> pass)
    {
        var upper = Upper(code, pass);
        var (mean, logVariance) = LowerPrior(upper, pass);
        return pass.Tape.Add(pass.Tape.GaussianLogLikelihood(mean, Lower(code, pass), logVariance), pass.Tape.StandardNormalLogDensity(upper));
    }

    /// <summary>KL(q(z2|x) || p(z2)) in closed form, of each row.</summary>
    internal Tensor<T> UpperRate(in Posterior<T> posterior, in Pass<T> pass) =>
        pass.Tape.GaussianKl(Upper(posterior.Location, pass), Upper(posterior.Spread, pass));

    /// <summary>KL(q(z1|x, z2) || p(z1|z2)) in closed form given each row's z2: its mean over z2 ~ q is the level's rate.</summary>
    internal Tensor<T> LowerRate(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var upper = Upper(code, pass);
        var (priorMean, priorLogVariance) = LowerPrior(upper, pass);
        var (mean, logVariance) = Combine(Lower(posterior.Location, pass), Lower(posterior.Spread, pass), priorMean, priorLogVariance, pass);
        // In units of the prior's deviation, about its mean, the prior is the standard normal.
        var standardised = tape.Multiply(tape.Subtract(mean, priorMean), tape.Exp(tape.Affine(priorLogVariance, -0.5)));
        return tape.GaussianKl(standardised, tape.Subtract(logVariance, priorLogVariance));
    }

    /// <summary>The columns of z1.</summary>
    private Tensor<T> Lower(Tensor<T> all, in Pass<T> pass) => pass.Tape.SliceColumns(all, 0, LowerUnits);

    /// <summary>The columns of z2.</summary>
    private Tensor<T> Upper(Tensor<T> all, in Pass<T> pass) => pass.Tape.SliceColumns(all, LowerUnits, UpperUnits);

    /// <summary>q(z1|x, z2).</summary>
    private (Tensor<T> Mean, Tensor<T> LogVariance) Given(in Posterior<T> posterior, Tensor<T> upper, in Pass<T> pass)
    {
        var (mean, logVariance) = LowerPrior(upper, pass);
        return Combine(Lower(posterior.Location, pass), Lower(posterior.Spread, pass), mean, logVariance, pass);
    }

    /// <summary>The normalised product of two Gaussians: with w = s_p^2 / (s^2 + s_p^2) the mean is m_p + w (m - m_p) and the variance w s^2.</summary>
    private static (Tensor<T> Mean, Tensor<T> LogVariance) Combine(
        Tensor<T> mean, Tensor<T> logVariance, Tensor<T> priorMean, Tensor<T> priorLogVariance, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var ratio = tape.Subtract(logVariance, priorLogVariance);
        var weight = tape.Activate(tape.Affine(ratio, -1), Tensors.Kernels.Activation.Sigmoid);
        return (
            tape.Add(priorMean, tape.Multiply(weight, tape.Subtract(mean, priorMean))),
            tape.Subtract(logVariance, tape.Activate(ratio, Tensors.Kernels.Activation.Softplus)));
    }

    private void Join(ReadOnlySpan<T> lower, ReadOnlySpan<T> all, Span<T> destination)
    {
        all.CopyTo(destination);
        for (int row = 0; row < lower.Length / LowerUnits; row++)
            lower.Slice(row * LowerUnits, LowerUnits).CopyTo(destination[(row * Units)..]);
    }
}
