using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>Every operation, in every form that takes another path.</summary>
internal static class OpCases
{
    private static readonly Shape Matrix = new(5, 7);

    public static IEnumerable<OpCase> All()
    {
        yield return new AddCase();
        yield return new SubtractCase();
        yield return new MultiplyCase();
        yield return new SquareCase();
        yield return new AffineCase();
        yield return new ExpCase();
        yield return new LogCase();
        yield return new SoftFloorCase();
        yield return new AtLeastCase();
        yield return new ConcatCase();
        yield return new SliceCase();
        yield return new TwoSlicesCase();
        yield return new RepeatCase();
        yield return new RowSumCase();
        yield return new TransposedLinearCase(bias: true);
        yield return new TransposedLinearCase(bias: false);
        yield return new TiedCase();
        yield return new ColumnMeanCase();
        yield return new DiscrepancyCase();
        yield return new MeanCase();
        yield return new WeightedSumCase();
        yield return new LogMeanExpCase();
        yield return new BatchNormCase(training: true, shift: true);
        yield return new BatchNormCase(training: true, shift: false);
        yield return new BatchNormCase(training: false, shift: true);
        yield return new LayerNormCase();
        yield return new DropoutCase();
        yield return new ReparameteriseCase();
        yield return new KlCase();
        yield return new KlByUnitCase();
        yield return new GaussianCase(new Shape(1));
        yield return new GaussianCase(new Shape(7));
        yield return new GaussianCase(Matrix);
        yield return new BernoulliCase(0);
        yield return new BernoulliCase(0.25);
        yield return new ContinuousBernoulliCase();
        yield return new StandardNormalCase();
        yield return new MeanSquaredErrorCase();
        foreach (var image in ImageCases.All())
            yield return image;
        foreach (var gate in GateCases.All())
            yield return gate;
        foreach (var activation in Enum.GetValues<Activation>())
        {
            yield return new LinearCase(activation, bias: true);
            yield return new LinearCase(activation, bias: false);
            yield return new ActivateCase(activation);
            yield return new ChainCase(activation, forked: false);
            yield return new ChainCase(activation, forked: true);
        }

        foreach (var latent in LatentCases.All())
            yield return latent;
        foreach (var counts in CountCases.All())
            yield return counts;
        foreach (var sequence in SequenceCases.All())
            yield return sequence;
    }

    private sealed class AddCase() : OpCase("add", new OpInput(Matrix), new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Add(inputs[0], inputs[1]);
    }

    private sealed class SubtractCase() : OpCase("subtract", new OpInput(Matrix), new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Subtract(inputs[0], inputs[1]);
    }

    private sealed class MultiplyCase() : OpCase("multiply", new OpInput(Matrix), new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Multiply(inputs[0], inputs[1]);
    }

    private sealed class SquareCase() : OpCase("multiply by itself", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Multiply(inputs[0], inputs[0]);
    }

    private sealed class AffineCase() : OpCase("affine", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Affine(inputs[0], -1.5, 0.25);
    }

    private sealed class ExpCase() : OpCase("exp", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Exp(inputs[0]);
    }

    private sealed class LogCase() : OpCase("log", new OpInput(Matrix, 0.1, 3))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Log(inputs[0]);
    }

    private sealed class SoftFloorCase() : OpCase("soft floor", new OpInput(Matrix, -9, 3))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.SoftFloor(inputs[0], -6);
    }

    private sealed class AtLeastCase() : OpCase("at least", new OpInput(Matrix, -1, 1))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.AtLeast(inputs[0], 0.1);
    }

    private sealed class ConcatCase() : OpCase("concat columns", new OpInput(new Shape(5, 3)), new OpInput(new Shape(5, 4)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.ConcatColumns(inputs[0], inputs[1]);
    }

    private sealed class SliceCase() : OpCase("slice columns", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.SliceColumns(inputs[0], 2, 3);
    }

    private sealed class TwoSlicesCase() : OpCase("two slices", new OpInput(new Shape(5, 8)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Multiply(tape.SliceColumns(inputs[0], 0, 5), tape.SliceColumns(inputs[0], 3, 5));
    }

    private sealed class RepeatCase() : OpCase("repeat rows", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.RepeatRows(inputs[0], 3);
    }

    private sealed class TransposedLinearCase(bool bias) : OpCase(
        bias ? "transposed linear with bias" : "transposed linear",
        [new OpInput(Matrix), new OpInput(new Shape(4, 7)), .. bias ? [new OpInput(new Shape(4))] : Array.Empty<OpInput>()])
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.TransposedLinear(inputs[0], inputs[1], inputs.Count > 2 ? inputs[2] : null);
    }

    private sealed class TiedCase() : OpCase("there and back by the same weights", new OpInput(Matrix), new OpInput(new Shape(7, 3)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Add(inputs[0], tape.TransposedLinear(tape.Linear(inputs[0], inputs[1], null, Activation.Sigmoid), inputs[1]));
    }

    private sealed class RowSumCase() : OpCase("row sum", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.RowSum(inputs[0]);
    }

    private sealed class ColumnMeanCase() : OpCase("column mean", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.ColumnMean(inputs[0]);
    }

    private sealed class DiscrepancyCase() : OpCase("maximum mean discrepancy", new OpInput(new Shape(4, 3)), new OpInput(new Shape(5, 3)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.MaximumMeanDiscrepancy(inputs[0], inputs[1], 2.5);
    }

    private sealed class MeanCase() : OpCase("mean", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Mean(inputs[0]);
    }

    private sealed class WeightedSumCase() : OpCase("weighted sum", new OpInput(Shape.Scalar), new OpInput(Shape.Scalar), new OpInput(Shape.Scalar))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.WeightedSum(inputs[0], -1.5, inputs[1], 4, inputs[2], 0.5);
    }

    private sealed class LogMeanExpCase() : OpCase("log-mean-exp", new OpInput(new Shape(12), -4, 4))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.LogMeanExp(inputs[0], 4);
    }

    private sealed class BatchNormCase(bool training, bool shift) : OpCase(
        $"batch norm, {(training ? "training" : "evaluation")}, {(shift ? "shift" : "no shift")}",
        new OpInput(Matrix),
        new OpInput(new Shape(7)),
        new OpInput(new Shape(7), Constant: !shift))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            using var mean = new Tensor<T>(new Shape(7));
            using var variance = new Tensor<T>(new Shape(7));
            mean.Data.Fill(T.CreateChecked(0.25));
            variance.Data.Fill(T.CreateChecked(0.75));
            return tape.BatchNorm(inputs[0], inputs[1], shift ? inputs[2] : null, mean, variance, training);
        }
    }

    private sealed class LayerNormCase() : OpCase("layer norm", new OpInput(Matrix), new OpInput(new Shape(7)), new OpInput(new Shape(7)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.LayerNorm(inputs[0], inputs[1], inputs[2]);
    }

    private sealed class DropoutCase() : OpCase("dropout", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Dropout(inputs[0], 0.4, new Rng(3));
    }

    private sealed class ReparameteriseCase() : OpCase(
        "reparameterise", new OpInput(Matrix), new OpInput(Matrix), new OpInput(Matrix, Constant: true))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Reparameterise(inputs[0], inputs[1], inputs[2]);
    }

    private sealed class KlCase() : OpCase("gaussian kl", new OpInput(Matrix), new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.GaussianKl(inputs[0], inputs[1]);
    }

    private sealed class KlByUnitCase() : OpCase("gaussian kl by unit", new OpInput(Matrix), new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.GaussianKlByUnit(inputs[0], inputs[1]);
    }

    private sealed class GaussianCase(Shape variance) : OpCase(
        $"gaussian log-likelihood, variance {variance}", new OpInput(Matrix), new OpInput(Matrix), new OpInput(variance))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.GaussianLogLikelihood(inputs[0], inputs[1], inputs[2]);
    }

    private sealed class BernoulliCase(double expected) : OpCase(
        $"bernoulli log-likelihood, expected {expected}", new OpInput(Matrix, -4, 4), new OpInput(Matrix, 0, 1, Constant: true))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.BernoulliLogLikelihood(inputs[0], inputs[1], T.CreateChecked(expected));
    }

    private sealed class ContinuousBernoulliCase() : OpCase(
        "continuous bernoulli log-likelihood", new OpInput(Matrix, -4, 4), new OpInput(Matrix, 0, 1, Constant: true))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.ContinuousBernoulliLogLikelihood(inputs[0], inputs[1]);
    }

    private sealed class StandardNormalCase() : OpCase("standard normal log-density", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.StandardNormalLogDensity(inputs[0]);
    }

    private sealed class MeanSquaredErrorCase() : OpCase("mean squared error", new OpInput(Matrix), new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.MeanSquaredError(inputs[0], inputs[1]);
    }

    private sealed class LinearCase(Activation activation, bool bias) : OpCase(
        $"linear, {activation}, {(bias ? "bias" : "no bias")}",
        new OpInput(Matrix),
        new OpInput(new Shape(7, 4), -1, 1),
        new OpInput(new Shape(4), -1, 1, Constant: !bias))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Linear(inputs[0], inputs[1], bias ? inputs[2] : null, activation);
    }

    private sealed class ActivateCase(Activation activation) : OpCase($"activate, {activation}", new OpInput(Matrix))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Activate(tape.Affine(inputs[0], 1), activation);
    }

    /// <summary>Two layers, whose derivative of the first nonlinearity is made in the second's product; forked: the first is read twice,
    /// so that it must not be.</summary>
    private sealed class ChainCase(Activation activation, bool forked) : OpCase(
        $"two layers, {activation}{(forked ? ", forked" : string.Empty)}",
        new OpInput(Matrix),
        new OpInput(new Shape(7, 6), -1, 1),
        new OpInput(new Shape(6, 6), -1, 1))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            var hidden = tape.Linear(inputs[0], inputs[1], null, activation);
            var output = tape.Linear(tape.Activate(tape.Linear(hidden, inputs[2]), activation), inputs[2]);
            return forked ? tape.Add(output, hidden) : output;
        }
    }
}
