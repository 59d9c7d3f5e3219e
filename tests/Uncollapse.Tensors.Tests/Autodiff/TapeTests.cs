using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Tensors.Tests.Autodiff;

public sealed class TapeTests
{
    [Fact]
    public void GradientsOfALaterStepReplaceThoseOfAnEarlierOne()
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(3), [1, 2, 3], requiresGradient: true);
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            tape.Backward(tape.Mean(tape.Multiply(x, x)));
            Assert.Equal([2.0 / 3, 4.0 / 3, 2], x.Gradient.ToArray());
        }
    }

    [Fact]
    public void ScaleMultipliesTheGradient()
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(2), [1, 2], requiresGradient: true);
        tape.Backward(tape.Mean(x), scale: 4);
        Assert.Equal([2.0, 2.0], x.Gradient.ToArray());
    }

    [Fact]
    public void WhatTheLossDoesNotDependOnHasNoGradient()
    {
        using var tape = new Tape<double>();
        using var used = new Tensor<double>(new Shape(2), [1, 2], requiresGradient: true);
        using var unused = new Tensor<double>(new Shape(2), [1, 2], requiresGradient: true);
        using var constant = new Tensor<double>(new Shape(2), [3, 4]);
        var aside = tape.Exp(unused);
        tape.Backward(tape.Mean(tape.Multiply(used, constant)));
        Assert.True(tape.HasGradient(used));
        Assert.False(tape.HasGradient(unused));
        Assert.False(tape.HasGradient(constant));
        Assert.False(tape.HasGradient(aside));
    }

    [Fact]
    public void BackwardRefusesWhatItCannotDifferentiate()
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(2), [1, 2], requiresGradient: true);
        using var constant = new Tensor<double>(new Shape(2), [1, 2]);
        var vector = tape.Exp(x);
        var flat = tape.Mean(constant);
        Assert.Throws<ShapeException>(() => tape.Backward(vector));
        Assert.Throws<InvalidOperationException>(() => tape.Backward(flat));
        using var leaf = new Tensor<double>(Shape.Scalar, [1], requiresGradient: true);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(leaf));
    }

    [Fact]
    public void PushforwardGivesTheJacobianColumnByColumn()
    {
        using var tape = new Tape<double>();
        using var z = new Tensor<double>(new Shape(1, 2), [0.3, -0.7]);
        using var weights = new Tensor<double>(new Shape(2, 3), [1, 2, 3, -1, 0.5, 4]);
        z.HasTangent = true;
        var y = tape.Linear(z, weights, null, Activation.Tanh);
        for (int unit = 0; unit < 2; unit++)
        {
            z.Tangent.Clear();
            z.Tangent[unit] = 1;
            tape.Pushforward();
            for (int d = 0; d < 3; d++)
                Assert.Equal((1 - (y.Data[d] * y.Data[d])) * weights.Data[(unit * 3) + d], y.Tangent[d], 14);
        }
    }

    [Fact]
    public void AConstantBranchHasNoTangent()
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(2), [1, 2]);
        using var fixedInput = new Tensor<double>(new Shape(2), [3, 4]);
        x.HasTangent = true;
        x.Tangent.Fill(1);
        var moving = tape.Exp(x);
        var still = tape.Exp(fixedInput);
        tape.Pushforward();
        Assert.True(moving.HasTangent);
        Assert.False(still.HasTangent);
        x.HasTangent = false;
        tape.Pushforward();
        Assert.False(moving.HasTangent);
    }

    [Fact]
    public void CallsAreRememberedByTheirPlaceAmongTheirKind()
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(2), [1, 2], requiresGradient: true);
        var first = tape.Exp(x);
        var second = tape.Exp(first);
        tape.Reset();
        Assert.Same(first, tape.Exp(x));
        tape.Mean(x);
        Assert.Same(second, tape.Exp(x));
    }

    [Fact]
    public void AForetoldGradientIsHandedOverWithoutACopyAndAWrongOneIsMadeAnew()
    {
        using var tape = new Tape<double>();
        using var logits = new Tensor<double>(new Shape(2, 3), [1, -2, 0.5, 3, 0, -1], requiresGradient: true);
        using var target = new Tensor<double>(new Shape(2, 3), [1, 0, 1, 0, 0, 1]);
        double[] Gradient(double expected, out bool moved)
        {
            tape.Reset();
            ref double before = ref logits.Gradient[0];
            tape.Backward(tape.Mean(tape.BernoulliLogLikelihood(logits, target, expected)));
            moved = !Unsafe.AreSame(ref before, ref logits.Gradient[0]);
            return logits.Gradient.ToArray();
        }

        double[] plain = Gradient(0, out bool movedPlain);
        double[] foretold = Gradient(0.5, out bool movedForetold);
        double[] wrong = Gradient(0.25, out bool movedWrong);
        Assert.Equal(plain, foretold);
        Assert.Equal(plain, wrong);
        Assert.True(movedForetold);
        Assert.False(movedPlain);
        Assert.False(movedWrong);
    }

    [Fact]
    public void TwoLossesOfOneRecordingHaveTheirOwnGradients()
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(2, 2), [1, -2, 0.5, 3]);
        using var first = new Tensor<double>(new Shape(2, 2), [0.1, 0.2, -0.3, 0.4], requiresGradient: true);
        using var second = new Tensor<double>(new Shape(2, 2), [0.5, -0.6, 0.7, 0.8], requiresGradient: true);
        using var target = new Tensor<double>(new Shape(2, 2), [1, 0, 0, 1]);
        var logits = tape.Linear(tape.Linear(x, first, null, Activation.Gelu), second);
        var loss = tape.Mean(tape.BernoulliLogLikelihood(logits, target, 0.5));
        var other = tape.Mean(tape.Multiply(logits, logits));
        tape.Backward(loss);
        double[] gradient = first.Gradient.ToArray();
        tape.Backward(other);
        Assert.NotEqual(gradient, first.Gradient.ToArray());
        tape.Backward(loss);
        Assert.Equal(gradient, first.Gradient.ToArray());
    }

    [Fact]
    public void ItemIsForOneElementOnly()
    {
        using var x = new Tensor<double>(new Shape(2), [1, 2]);
        var error = Assert.Throws<ShapeException>(() => x.Item);
        Assert.Contains("[2]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new Tensor<double>(new Shape(2), [1, 2, 3]));
    }
}
