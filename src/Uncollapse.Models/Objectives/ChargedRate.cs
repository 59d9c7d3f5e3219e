using System.Numerics;
using Uncollapse.Models.Encoders;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Objectives;

/// <summary>The rate of a batch as a loss charges for it, and as it is.</summary>
/// <param name="Tensor">A scalar that is <paramref name="Times"/> times smaller than the charged rate.</param>
/// <param name="Times">What the scalar stands for so many times of.</param>
/// <param name="Mean">The rate without floors, nats per example.</param>
internal readonly record struct ChargedRate<T>(Tensor<T> Tensor, double Times, double Mean)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rate with its floors.</summary>
    public static ChargedRate<T> Of(Vae<T> model, in Encoding<T> encoding, Tensor<T> code, double floor, FreeBitsKind kind, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var (location, spread) = (encoding.Posterior.Location, encoding.Posterior.Spread);
        if (floor <= 0 || kind == FreeBitsKind.Code)
        {
            var rate = model.Prior.Rate(encoding.Posterior, code, pass);
            double mean = Objective<T>.Mean(rate);
            return new ChargedRate<T>(tape.Mean(floor > 0 ? tape.AtLeast(rate, floor) : rate), 1, mean);
        }

        // Seen as a column, each unit of each example is a row of its own.
        var each = new Shape(location.Length, 1);
        var units = kind == FreeBitsKind.Unit
            ? tape.GaussianKlByUnit(location, spread)
            : tape.GaussianKl(tape.View(location, each), tape.View(spread, each));
        double whole = Objective<T>.Mean(units) * model.LatentCount;
        return new ChargedRate<T>(tape.Mean(tape.AtLeast(units, floor)), model.LatentCount, whole);
    }
}
