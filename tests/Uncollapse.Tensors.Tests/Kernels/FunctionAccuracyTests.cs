using System.Text.Json;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>The scalar twin against mpmath and PyTorch, and the single-precision polynomials against the twin in double, densely.</summary>
public sealed class FunctionAccuracyTests
{
    public static TheoryData<Activation, string> Named => new()
    {
        { Activation.Relu, "relu" }, { Activation.Tanh, "tanh" }, { Activation.Elu, "elu" }, { Activation.Gelu, "gelu" }, { Activation.Silu, "silu" },
        { Activation.LeakyRelu, "leaky_relu" }, { Activation.Softplus, "softplus" }, { Activation.Sigmoid, "sigmoid" },
    };

    [Theory]
    [MemberData(nameof(Named))]
    public void ActivationsAndSlopesMatchTheGolden(Activation activation, string name)
    {
        JsonElement activations = GoldenNumbers.Open("functions.json").GetProperty("activations");
        double[] x = GoldenNumbers.List(activations.GetProperty("x")), value = GoldenNumbers.List(activations.GetProperty(name).GetProperty("value"));
        double[] derivative = GoldenNumbers.List(activations.GetProperty(name).GetProperty("derivative")), ones = [.. x.Select(_ => 1.0)];
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            double[] y = new double[x.Length], slope = new double[x.Length];
            table.ActivationForward(activation, x, y);
            table.ActivationBackward(activation, activation.UsesPreactivation() ? x : y, ones, slope);
            // From tanh's or the sigmoid's own value the slope is right to the unit of 1.
            // In the normal tail both sides carry rounding: x^2 / 2 in an exponent here, 1 + erf there.
            Variants<double>.Close(value, y, 2e-12, 1e-300, $"{table.Name} {name}");
            Variants<double>.Close(derivative, slope, 1e-14, 4e-16, $"{table.Name} {name}'");
        }
    }

    [Theory]
    [InlineData(UnaryFunction.Exp, -86.5, 88.7, 3e-7)]
    [InlineData(UnaryFunction.Exp, -1e-3, 1e-3, 2e-7)]
    [InlineData(UnaryFunction.ExpMinusOne, -90, 88.3, 3e-7)]
    [InlineData(UnaryFunction.ExpMinusOne, -1e-2, 1e-2, 3e-7)]
    [InlineData(UnaryFunction.Log, 1e-38, 1e-30, 3e-7)]
    [InlineData(UnaryFunction.Log, 0.5, 2, 3e-7)]
    [InlineData(UnaryFunction.Log, 1, 1e38, 3e-7)]
    [InlineData(UnaryFunction.Sqrt, 0, 1e6, 6e-8)]
    public void PolynomialsAreWithinTheirBound(UnaryFunction function, double low, double high, double bound) =>
        Sweep((table, x, y) => table.Apply(function, x, y), (table, x, y) => table.Apply(function, x, y), low, high, bound, 0);

    [Theory]
    [InlineData(Activation.Tanh, -20, 20, 4e-7, 0)]
    [InlineData(Activation.Tanh, -1e-3, 1e-3, 4e-7, 0)]
    [InlineData(Activation.Sigmoid, -80, 80, 4e-7, 0)]
    [InlineData(Activation.Softplus, -80, 80, 4e-7, 0)]
    [InlineData(Activation.Elu, -20, 5, 4e-7, 0)]
    [InlineData(Activation.Silu, -80, 80, 5e-7, 0)]
    [InlineData(Activation.Gelu, -3, 10, 2e-6, 3e-7)]
    [InlineData(Activation.Gelu, -12, -3, 2e-5, 3e-7)]
    public void ActivationsAreWithinTheirBound(Activation activation, double low, double high, double relative, double absolute) =>
        Sweep((table, x, y) => table.ActivationForward(activation, x, y), (table, x, y) => table.ActivationForward(activation, x, y), low, high, relative, absolute);

    private delegate void Map<T>(KernelTable<T> table, T[] x, T[] y)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>;

    private static void Sweep(Map<float> map, Map<double> exact, double low, double high, double relative, double absolute)
    {
        const int Points = 20_000;
        float[] x = new float[Points], y = new float[Points];
        double[] wide = new double[Points], expected = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            x[i] = (float)(low + ((high - low) * i / (Points - 1)));
            wide[i] = x[i];
        }
        exact(Variants<double>.Scalar, wide, expected);
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            map(table, x, y);
            Variants<double>.Close(expected, [.. y.Select(v => (double)v)], relative, Math.Max(absolute, 1e-37), $"{table.Name} on [{low}, {high}]");
        }
    }
}
