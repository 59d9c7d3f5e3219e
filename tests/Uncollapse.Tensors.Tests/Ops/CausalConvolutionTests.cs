using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>Convolutions that are causal by their padding: no output depends on a pixel that its filter must not see, and on every one that it may.</summary>
public sealed class CausalConvolutionTests
{
    private const int Height = 6, Width = 7;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void RowsAbove(int rows, int columns) => Check(
        rows, columns, ConvolutionSettings.Above(rows, columns), (dy, dx) => dy < 0 && dy >= -rows && Math.Abs(dx) <= columns / 2);

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void PixelsToTheLeft(int columns, bool itself) => Check(
        1, columns, ConvolutionSettings.LeftOf(columns, itself), (dy, dx) => dy == 0 && (itself ? dx <= 0 && dx > -columns : dx < 0 && dx >= -columns));

    /// <summary>The gradient of one output by every pixel is zero exactly where the pixel must not be seen.</summary>
    private static void Check(int rows, int columns, ConvolutionSettings settings, Func<int, int, bool> seen)
    {
        using var tape = new Tape<double>();
        using var x = new Tensor<double>(new Shape(1, Height, Width, 2), requiresGradient: true);
        using var w = new Tensor<double>(new Shape(rows, columns, 2, 1));
        new Rng(1).FillNormal(x.Data);
        new Rng(2).FillUniform(w.Data);
        foreach (ref double weight in w.Data)
            weight += 0.5;
        for (int pixel = 0; pixel < Height * Width; pixel++)
        {
            tape.Reset();
            var y = tape.Conv2d(x, w, null, settings);
            Assert.Equal(new Shape(1, Height, Width, 1), y.Shape);
            var one = tape.Constant(y.Shape);
            one.Data.Clear();
            one.Data[pixel] = 1;
            tape.Backward(tape.Mean(tape.Multiply(y, one)));
            for (int other = 0; other < Height * Width; other++)
            {
                bool depends = x.Gradient[2 * other] != 0 || x.Gradient[(2 * other) + 1] != 0;
                Assert.Equal(seen((other / Width) - (pixel / Width), (other % Width) - (pixel % Width)), depends);
            }
        }
    }
}
