using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The operations on counts.</summary>
internal static class CountCases
{
    private const int Rows = 3, Columns = 6;

    public static IEnumerable<OpCase> All()
    {
        yield return new SparseLinearCase(Activation.Identity, condition: false);
        yield return new SparseLinearCase(Activation.Tanh, condition: true);
        yield return new SparseLinearCase(Activation.Gelu, condition: true);
        foreach (double expected in new[] { 0, 0.5 })
        {
            yield return new LikelihoodCase(CountFamily.Poisson, VarianceShape.Scalar, expected);
            yield return new LikelihoodCase(CountFamily.NegativeBinomial, VarianceShape.PerColumn, expected);
            yield return new LikelihoodCase(CountFamily.NegativeBinomial, VarianceShape.Full, expected);
            yield return new LikelihoodCase(CountFamily.ZeroInflatedNegativeBinomial, VarianceShape.PerColumn, expected);
            yield return new LikelihoodCase(CountFamily.ZeroInflatedNegativeBinomial, VarianceShape.Full, expected);
            yield return new LikelihoodCase(CountFamily.Multinomial, VarianceShape.Scalar, expected);
            yield return new LikelihoodCase(CountFamily.DirichletMultinomial, VarianceShape.Scalar, expected);
        }
    }

    private static Tensor<T> Counts<T>(Tape<T> tape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] values = [0, 3, 0, 1, 0, 25, 2, 0, 0, 0, 1, 0, 0, 0, 7, 1, 0, 0];
        var tensor = tape.Constant(new Shape(Rows, Columns));
        for (int i = 0; i < values.Length; i++)
            tensor.Data[i] = T.CreateChecked(values[i]);
        return tensor;
    }

    private sealed class SparseLinearCase(Activation activation, bool condition) : OpCase(
        $"sparse linear, {activation}, {(condition ? "with" : "without")} condition", new OpInput(new Shape(Columns + (condition ? 2 : 0), 5), -1, 1), new OpInput(new Shape(5)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            Tensor<T>? told = null;
            if (condition)
            {
                told = tape.Constant(new Shape(Rows, 2));
                told.Data.Clear();
                told.Data[0] = told.Data[3] = T.One;
                told.Data[5] = T.CreateChecked(-0.5);
            }

            return tape.SparseLinear(Counts(tape), told, inputs[0], inputs[1], activation);
        }
    }

    private sealed class LikelihoodCase(CountFamily family, VarianceShape theta, double expected) : OpCase(
        $"count log-likelihood, {family}, {theta}, expected {expected}", Needed(family, theta))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            var shape = new CountShape(family, Rows, Columns, theta);
            int next = 1;
            var size = shape.HasSize ? inputs[next++] : null;
            var dispersion = shape.HasTheta ? inputs[next++] : null;
            return tape.CountLogLikelihood(family, inputs[0], Counts(tape), size, dispersion, shape.HasZeros ? inputs[next] : null, T.CreateChecked(expected));
        }

        private static OpInput[] Needed(CountFamily family, VarianceShape theta)
        {
            var shape = new CountShape(family, Rows, Columns, theta);
            var full = new Shape(Rows, Columns);
            List<OpInput> inputs = [new(full)];
            if (shape.HasSize)
                inputs.Add(new OpInput(new Shape(Rows, 1), 1, 4));
            if (shape.HasTheta)
                inputs.Add(new OpInput(theta == VarianceShape.Full ? full : new Shape((int)shape.ThetaCount)));
            if (shape.HasZeros)
                inputs.Add(new OpInput(full));
            return [.. inputs];
        }
    }
}
