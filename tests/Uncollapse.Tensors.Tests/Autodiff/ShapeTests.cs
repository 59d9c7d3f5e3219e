using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Tensors.Tests.Autodiff;

public sealed class ShapeTests
{
    [Fact]
    public void AShapeIsAMatrixOfItsLastExtent()
    {
        var shape = new Shape(2, 3, 4, 5);
        Assert.Equal((24, 5, 120, 4), (shape.Rows, shape.Columns, shape.Length, shape.Rank));
        Assert.Equal((1, 6), (new Shape(6).Rows, new Shape(6).Columns));
        Assert.Equal("[2, 3, 4, 5]", shape.ToString());
        Assert.Equal("[1]", Shape.Scalar.ToString());
        Assert.Equal(new Shape(2, 3, 9), new Shape(2, 3, 4).WithColumns(9));
        Assert.Equal(3, shape[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, 3)[2]);
    }

    [Fact]
    public void ImpossibleExtentsAreRefused()
    {
        Assert.Throws<ShapeException>(() => new Shape(-1, 3));
        Assert.Throws<ShapeException>(() => new Shape(100_000, 100_000));
        Assert.Equal(0, new Shape(0, 3).Length);
    }

    [Fact]
    public void OperationsSayWhatDoesNotFit()
    {
        using var tape = new Tape<float>();
        using var a = new Tensor<float>(new Shape(2, 3));
        using var b = new Tensor<float>(new Shape(4, 2));
        var error = Assert.Throws<ShapeException>(() => tape.Linear(a, b));
        Assert.Equal("linear", error.Operation);
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 2]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => tape.Add(a, b));
        Assert.Throws<ShapeException>(() => tape.ConcatColumns(a, b));
        Assert.Throws<ShapeException>(() => tape.SliceColumns(a, 2, 2));
        Assert.Throws<ShapeException>(() => tape.LogMeanExp(a, 4));
        Assert.Throws<ShapeException>(() => tape.GaussianLogLikelihood(a, a, b));
        Assert.Throws<ShapeException>(() => tape.WeightedSum(a, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.Dropout(a, 1, default));
    }
}
