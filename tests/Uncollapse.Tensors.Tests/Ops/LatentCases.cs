using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The operations of priors and posteriors.</summary>
internal static class LatentCases
{
    public static IEnumerable<OpCase> All() =>
    [
        new TileCase(), new NormaliseCase(), new ProductCase(), new SolveCase(), new MixtureCase(weighted: true, 3), new MixtureCase(weighted: false, 3),
        new MixtureCase(weighted: true, 11),
        .. new[] { 2, 3, 5, 24 }.SelectMany(units => new OpCase[] { new SphereSampleCase(units, -2), new SphereSampleCase(units, 4), new SphereDensityCase(units), new SphereKlCase(units) }),
    ];

    private sealed class TileCase() : OpCase("tile rows", new OpInput(new Shape(3, 4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.TileRows(inputs[0], 3);
    }

    private sealed class NormaliseCase() : OpCase("normalise rows", new OpInput(new Shape(5, 4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.NormaliseRows(inputs[0]);
    }

    private sealed class ProductCase() : OpCase("triangular product", new OpInput(new Shape(3, 10), -1, 1), new OpInput(new Shape(3, 4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.TriangularProduct(inputs[0], inputs[1]);
    }

    private sealed class SolveCase() : OpCase("triangular solve", new OpInput(new Shape(3, 10), -1, 1), new OpInput(new Shape(3, 4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.TriangularSolve(inputs[0], inputs[1]);
    }

    private sealed class MixtureCase(bool weighted, int units) : OpCase(
        $"gaussian mixture of {units} units{(weighted ? ", weighted" : string.Empty)}",
        new OpInput(new Shape(5, units)),
        new OpInput(new Shape(4, units)),
        new OpInput(new Shape(4, units), -1, 1),
        new OpInput(new Shape(4), Constant: !weighted))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.GaussianMixtureLogDensity(inputs[0], inputs[1], inputs[2], weighted ? inputs[3] : null);
    }

    /// <summary>The concentration is e^x, from a tenth of e^shift to ten times it.</summary>
    private sealed class SphereSampleCase(int units, double shift) : OpCase(
        $"von mises-fisher sample of {units} units, e^{shift}", new OpInput(new Shape(4, units)), new OpInput(new Shape(4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            var noise = tape.Constant(new Shape(4, units + 1));
            float[] drawn = new float[noise.Length];
            new Rng(3).FillNormal(drawn);
            for (int i = 0; i < drawn.Length; i++)
                noise.Data[i] = T.CreateChecked(drawn[i]);
            return tape.VonMisesFisherSample(tape.NormaliseRows(inputs[0]), tape.Exp(tape.Affine(inputs[1], 1, shift)), noise);
        }
    }

    private sealed class SphereDensityCase(int units) : OpCase(
        $"von mises-fisher log-density of {units} units", new OpInput(new Shape(4, units)), new OpInput(new Shape(4)), new OpInput(new Shape(4, units)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.VonMisesFisherLogDensity(tape.NormaliseRows(inputs[0]), tape.Exp(inputs[1]), tape.NormaliseRows(inputs[2]));
    }

    private sealed class SphereKlCase(int units) : OpCase($"von mises-fisher kl of {units} units", new OpInput(new Shape(4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.VonMisesFisherKl(tape.Activate(inputs[0], Activation.Softplus), units);
    }
}
