using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The rate of a von Mises-Fisher distribution against the uniform distribution on the unit sphere of R^L, in nats, which does not depend on the direction:
/// KL = kappa A_L(kappa) + log C_L(kappa) + log of the sphere's area. Gradient: dL/dkappa = dL/dKL kappa A'_L(kappa).
/// </summary>
public static class VonMisesFisherKlOp
{
    /// <summary>KL(vMF(mu, kappa) || uniform) of each row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="concentration">kappa, one a row, above 0.</param>
    /// <param name="dimension">L, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">L is below 2.</exception>
    public static Tensor<T> VonMisesFisherKl<T>(this Tape<T> tape, Tensor<T> concentration, int dimension)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        var node = tape.Begin<Node<T>>(new Shape(concentration.Length), concentration);
        node.Dimension = dimension;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private SphereMarginal? _marginal;
        private int _dimension;
        private double[] _slopes = [];

        public int Dimension { get; set; }

        protected internal override void Forward()
        {
            if (_dimension != Dimension)
                (_marginal, _dimension) = (new SphereMarginal(Dimension), Dimension);
            if (_slopes.Length < First.Length)
                _slopes = new double[First.Length];
            for (int row = 0; row < First.Length; row++)
            {
                double kappa = double.CreateChecked(First.Data[row]);
                _marginal!.Set(kappa);
                Output.Data[row] = T.CreateChecked(_marginal.UniformKl);
                _slopes[row] = kappa * _marginal.ResultantSlope;
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Scale(Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Scale(First.Tangent, Output.Tangent);

        private void Scale(ReadOnlySpan<T> source, Span<T> destination)
        {
            for (int row = 0; row < First.Length; row++)
                destination[row] = source[row] * T.CreateChecked(_slopes[row]);
        }
    }
}
