using System.Numerics;

namespace Uncollapse.Tensors.Kernels;

/// <summary>The plain twin of every kernel: one loop a formula, sums in double. It is the oracle of the other variants' tests.</summary>
internal sealed unsafe partial class ScalarKernels<T> : KernelTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal ScalarKernels()
        : base("scalar", 0)
    {
    }

    private static double D(T x) => double.CreateTruncating(x);

    private static T F(double x) => T.CreateTruncating(x);

    private static double Value(Activation activation, double x) => activation switch
    {
        Activation.Identity => x,
        Activation.Relu => x > 0 || double.IsNaN(x) ? x : 0,
        Activation.Tanh => Math.Tanh(x),
        Activation.Elu => x > 0 ? x : SpecialFunctions.ExpMinusOne(x),
        Activation.Gelu => double.IsNegativeInfinity(x) ? -0.0 : x * SpecialFunctions.NormalDistribution(x),
        Activation.Silu => double.IsNegativeInfinity(x) ? -0.0 : x * SpecialFunctions.Sigmoid(x),
        Activation.LeakyRelu => x > 0 ? x : 0.01 * x,
        Activation.Softplus => SpecialFunctions.Softplus(x),
        Activation.Sigmoid => SpecialFunctions.Sigmoid(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "no such activation"),
    };

    /// <summary>f' from the state: the output, or the preactivation where <see cref="ActivationExtensions.UsesPreactivation"/>.</summary>
    private static double Slope(Activation activation, double state)
    {
        switch (activation)
        {
            case Activation.Identity: return 1;
            case Activation.Relu: return state > 0 ? 1 : 0;
            case Activation.Tanh: return 1 - (state * state);
            case Activation.Elu: return state > 0 ? 1 : state + 1;
            case Activation.Gelu: return SpecialFunctions.NormalDistribution(state) + (Math.Clamp(state, -40, 40) * SpecialFunctions.NormalDensity(state));
            case Activation.Silu:
                double s = SpecialFunctions.Sigmoid(state);
                return s + (Math.Clamp(state, -800, 800) * s * SpecialFunctions.Sigmoid(-state));
            case Activation.LeakyRelu: return state > 0 ? 1 : 0.01;
            case Activation.Softplus: return SpecialFunctions.Sigmoid(state);
            case Activation.Sigmoid: return state * (1 - state);
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "no such activation");
        }
    }

    private static T Value(UnaryFunction function, T x) => function switch
    {
        UnaryFunction.Negate => -x,
        UnaryFunction.Absolute => T.Abs(x),
        UnaryFunction.Exp => F(Math.Exp(D(x))),
        UnaryFunction.ExpMinusOne => F(SpecialFunctions.ExpMinusOne(D(x))),
        UnaryFunction.Log => F(Math.Log(D(x))),
        UnaryFunction.Sqrt => T.Sqrt(x),
        UnaryFunction.Square => x * x,
        UnaryFunction.Reciprocal => T.One / x,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no such function"),
    };

    private static T Value(BinaryFunction function, T x, T y) => function switch
    {
        BinaryFunction.Add => x + y,
        BinaryFunction.Subtract => x - y,
        BinaryFunction.Multiply => x * y,
        BinaryFunction.Divide => x / y,
        BinaryFunction.Maximum => T.Max(x, y),
        BinaryFunction.Minimum => T.Min(x, y),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no such function"),
    };
}
