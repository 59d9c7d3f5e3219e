using System.Numerics;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>p(z) = p(z2) p(z1|z2), z2 standard normal: the prior of <see cref="LadderGaussian{T}"/>, whose network it shares.</summary>
/// <param name="ladder">The posterior's family.</param>
public sealed class LadderPrior<T>(LadderGaussian<T> ladder) : Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Two: z1, the lower, and z2.</summary>
    public override int Levels => 2;

    /// <inheritdoc/>
    public override Tensor<T> Rate(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass) =>
        pass.Tape.Add(LevelRate(0, posterior, code, pass), LevelRate(1, posterior, code, pass));

    /// <summary>Both closed forms given the code's z2: KL(q(z1|x, z2) || p(z1|z2)), and KL(q(z2|x) || p(z2)).</summary>
    /// <inheritdoc/>
    public override Tensor<T> LevelRate(int level, in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass)
    {
        var repeated = posterior.Repeat(pass.Tape, code.Rows / posterior.Location.Rows);
        return level == 0 ? ladder.LowerRate(repeated, code, pass) : ladder.UpperRate(repeated, pass);
    }

    /// <inheritdoc/>
    public override int LevelUnits(int level, int units) => level == 0 ? ladder.LowerUnits : ladder.UpperUnits;

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass) => ladder.PriorLogDensity(code, pass);

    /// <inheritdoc/>
    public override void Sample(Rng rng, int units, Span<T> codes)
    {
        using var tape = new Tape<T>(TapeMode.Inference);
        int rows = codes.Length / units;
        var upper = tape.Normal(new Shape(rows, ladder.UpperUnits), rng.Fork("upper"));
        var (mean, logVariance) = ladder.LowerPrior(upper, new Pass<T>(tape, false, default));
        var lower = tape.Reparameterise(mean, logVariance, tape.Normal(mean.Shape, rng.Fork("lower")));
        tape.ConcatColumns(lower, upper).Data.CopyTo(codes);
    }
}
