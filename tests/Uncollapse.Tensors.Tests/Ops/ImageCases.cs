using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The operations on images, with odd sizes and every kind of window.</summary>
internal static class ImageCases
{
    private static readonly ConvolutionSettings Odd = new()
    {
        StrideY = 3, StrideX = 2, PaddingTop = 2, PaddingRight = 1, DilationY = 2, DilationX = 3,
    };

    public static IEnumerable<OpCase> All()
    {
        yield return new ConvolutionCase("3x3", new Shape(2, 5, 4, 3), new Shape(3, 3, 3, 2), ConvolutionSettings.Uniform(padding: 1));
        yield return new ConvolutionCase("no bias", new Shape(2, 4, 5, 2), new Shape(2, 3, 2, 3), default, bias: false);
        yield return new ConvolutionCase("pointwise", new Shape(2, 3, 4, 3), new Shape(1, 1, 3, 2), default);
        yield return new ConvolutionCase("stride 2", new Shape(1, 7, 6, 2), new Shape(4, 4, 2, 3), ConvolutionSettings.Uniform(stride: 2, padding: 1));
        yield return new ConvolutionCase("odd", new Shape(1, 8, 9, 2), new Shape(3, 2, 2, 3), Odd);
        yield return new ConvolutionCase("groups", new Shape(1, 4, 5, 6), new Shape(3, 3, 2, 3), ConvolutionSettings.Uniform(stride: 2, padding: 1, groups: 3));
        yield return new ConvolutionCase("rows above", new Shape(1, 4, 5, 2), new Shape(2, 3, 2, 2), ConvolutionSettings.Above(2, 3));
        yield return new ConvolutionCase("pixels to the left", new Shape(1, 3, 6, 2), new Shape(1, 3, 2, 2), ConvolutionSettings.LeftOf(3, itself: false));
        yield return new ConvolutionCase("gelu", new Shape(2, 4, 4, 2), new Shape(3, 3, 2, 2), ConvolutionSettings.Uniform(padding: 1), Activation.Gelu);
        yield return new ConvolutionCase("tanh", new Shape(2, 4, 4, 2), new Shape(3, 3, 2, 2), ConvolutionSettings.Uniform(padding: 1), Activation.Tanh);
        yield return new TransposedCase("4x4, stride 2", new Shape(2, 3, 4, 3), new Shape(4, 4, 2, 3), ConvolutionSettings.Uniform(stride: 2, padding: 1));
        yield return new TransposedCase("output padding", new Shape(1, 3, 2, 2), new Shape(3, 3, 3, 2), ConvolutionSettings.Uniform(stride: 2, padding: 1, outputPadding: 1));
        yield return new TransposedCase("odd", new Shape(1, 3, 3, 2), new Shape(3, 2, 2, 2), Odd with { OutputPaddingY = 2 });
        yield return new TransposedCase("groups", new Shape(1, 3, 3, 4), new Shape(3, 2, 3, 4), ConvolutionSettings.Uniform(stride: 2, groups: 2));
        yield return new TransposedCase("silu", new Shape(1, 3, 3, 2), new Shape(3, 3, 2, 2), ConvolutionSettings.Uniform(padding: 1), Activation.Silu);
        yield return new TransposedCase("stride beyond the filter", new Shape(1, 2, 3, 2), new Shape(2, 2, 2, 2), ConvolutionSettings.Uniform(stride: 3));
        yield return new StackCase(forked: false);
        yield return new StackCase(forked: true);
        yield return new ReshapeCase();
        yield return new MaxPoolCase(2, 2, ConvolutionSettings.Uniform(stride: 2));
        yield return new MaxPoolCase(3, 2, Odd);
        yield return new AveragePoolCase(3, 3, ConvolutionSettings.Uniform(stride: 2, padding: 1));
        yield return new AveragePoolCase(3, 2, Odd);
        yield return new UpsampleCase();
        yield return new GroupNormCase(1);
        yield return new GroupNormCase(3);
        yield return new GroupNormCase(6);
    }

    private sealed class ConvolutionCase(
        string name, Shape images, Shape filter, ConvolutionSettings settings, Activation activation = Activation.Identity, bool bias = true)
        : OpCase($"convolution, {name}", new OpInput(images), new OpInput(filter, -1, 1), new OpInput(new Shape(filter[3]), Constant: !bias))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Conv2d(inputs[0], inputs[1], bias ? inputs[2] : null, settings, activation);
    }

    private sealed class TransposedCase(string name, Shape images, Shape filter, ConvolutionSettings settings, Activation activation = Activation.Identity)
        : OpCase($"transposed convolution, {name}", new OpInput(images), new OpInput(filter, -1, 1), new OpInput(new Shape(filter[2] * settings.Groups)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.ConvTranspose2d(inputs[0], inputs[1], inputs[2], settings, activation);
    }

    /// <summary>Layer upon layer, through views: derivatives of a nonlinearity are made in the next layer's pass unless something else reads it.</summary>
    private sealed class StackCase(bool forked) : OpCase(
        $"convolutions{(forked ? ", forked" : string.Empty)}",
        new OpInput(new Shape(2, 32)),
        new OpInput(new Shape(3, 3, 2, 3), -1, 1),
        new OpInput(new Shape(48, 5), -0.5, 0.5),
        new OpInput(new Shape(12, 5), -0.5, 0.5, Constant: !forked))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            var images = tape.Reshape(inputs[0], new Shape(2, 4, 4, 2));
            var hidden = tape.Conv2d(images, inputs[1], null, ConvolutionSettings.Uniform(stride: 2, padding: 1), Activation.Elu);
            var back = tape.ConvTranspose2d(hidden, inputs[1], null, ConvolutionSettings.Uniform(stride: 2, padding: 1, outputPadding: 1), Activation.Silu);
            var again = tape.Conv2d(back, inputs[1], null, ConvolutionSettings.Uniform(padding: 1), Activation.Tanh);
            var features = tape.Linear(tape.Reshape(again, new Shape(2, 48)), inputs[2], null, Activation.Tanh);
            return forked ? tape.Add(features, tape.Linear(tape.Reshape(hidden, new Shape(2, 12)), inputs[3])) : features;
        }
    }

    /// <summary>A tensor read both as it is and in another shape: the shares of its gradient add.</summary>
    private sealed class ReshapeCase() : OpCase("reshape", new OpInput(new Shape(3, 8)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            var squares = tape.Multiply(inputs[0], inputs[0]);
            var view = tape.Reshape(squares, new Shape(3, 2, 2, 2));
            return tape.Multiply(tape.Flatten(view), tape.Add(squares, tape.Reshape(tape.RowSum(tape.Reshape(inputs[0], new Shape(24, 1))), new Shape(3, 8))));
        }
    }

    private sealed class MaxPoolCase(int height, int width, ConvolutionSettings settings)
        : OpCase($"max pooling, {height}x{width}", new OpInput(new Shape(2, 7, 6, 3)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.MaxPool2d(inputs[0], height, width, settings);
    }

    private sealed class AveragePoolCase(int height, int width, ConvolutionSettings settings)
        : OpCase($"average pooling, {height}x{width}", new OpInput(new Shape(2, 7, 6, 3)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.AveragePool2d(inputs[0], height, width, settings);
    }

    private sealed class UpsampleCase() : OpCase("upsample nearest", new OpInput(new Shape(2, 3, 2, 3)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.UpsampleNearest2d(inputs[0], 3);
    }

    private sealed class GroupNormCase(int groups)
        : OpCase($"group norm, {groups}", new OpInput(new Shape(2, 3, 2, 6)), new OpInput(new Shape(6)), new OpInput(new Shape(6)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.GroupNorm(inputs[0], groups, inputs[1], inputs[2]);
    }
}
