using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The log-density of the von Mises-Fisher distribution on the unit sphere of R^L, in nats: y[n] = log C_L(kappa) + kappa mu . z.
/// Gradient: dL/dmu = dL/dy kappa z, dL/dz = dL/dy kappa mu, dL/dkappa = dL/dy (mu . z - A_L(kappa)).
/// </summary>
public static class VonMisesFisherLogDensityOp
{
    /// <summary>log vMF(z; mu, kappa) of each row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="direction">mu, [rows, L], unit vectors.</param>
    /// <param name="concentration">kappa, one a row, above 0.</param>
    /// <param name="code">z, [rows, L], unit vectors.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor<T> VonMisesFisherLogDensity<T>(this Tape<T> tape, Tensor<T> direction, Tensor<T> concentration, Tensor<T> code)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("von mises-fisher log-density", direction.Shape, code.Shape);
        if (direction.Columns < 2 || concentration.Length != direction.Rows)
            throw new ShapeException("von mises-fisher log-density", direction.Shape, concentration.Shape, "at least two columns, and one concentration a row");

        return tape.Finish(tape.Begin<Node<T>>(new Shape(direction.Rows), direction, concentration, code));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private SphereMarginal? _marginal;
        private int _dimension;
        private double[] _cosines = [];
        private double[] _resultants = [];

        protected internal override void Forward()
        {
            int units = First.Columns;
            if (_dimension != units)
                (_marginal, _dimension) = (new SphereMarginal(units), units);
            if (_cosines.Length < First.Rows)
                (_cosines, _resultants) = (new double[First.Rows], new double[First.Rows]);
            for (int row = 0; row < First.Rows; row++)
            {
                double kappa = double.CreateChecked(Second!.Data[row]);
                _marginal!.Set(kappa);
                _cosines[row] = Kernels.Dot(First.Data.Slice(row * units, units), Third!.Data.Slice(row * units, units));
                _resultants[row] = _marginal.Resultant;
                Output.Data[row] = T.CreateChecked(_marginal.LogNormaliser + (kappa * _cosines[row]));
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var direction = tape.WriteGradient(First);
            using var concentration = tape.WriteGradient(Second);
            using var code = tape.WriteGradient(Third);
            int units = First.Columns;
            for (int row = 0; row < First.Rows; row++)
            {
                var gradient = Output.Gradient[row];
                var slope = gradient * Second!.Data[row];
                if (concentration.IsNeeded)
                    concentration.Span[row] = gradient * T.CreateChecked(_cosines[row] - _resultants[row]);
                if (direction.IsNeeded)
                    Kernels.Affine(slope, Third!.Data.Slice(row * units, units), T.Zero, direction.Span[(row * units)..]);
                if (code.IsNeeded)
                    Kernels.Affine(slope, First.Data.Slice(row * units, units), T.Zero, code.Span[(row * units)..]);
            }
        }

        protected internal override void Pushforward()
        {
            int units = First.Columns;
            for (int row = 0; row < First.Rows; row++)
            {
                double kappa = double.CreateChecked(Second!.Data[row]), sum = 0;
                if (First.HasTangent)
                    sum += kappa * Kernels.Dot(First.Tangent.Slice(row * units, units), Third!.Data.Slice(row * units, units));
                if (Third!.HasTangent)
                    sum += kappa * Kernels.Dot(Third.Tangent.Slice(row * units, units), First.Data.Slice(row * units, units));
                if (Second.HasTangent)
                    sum += double.CreateChecked(Second.Tangent[row]) * (_cosines[row] - _resultants[row]);
                Output.Tangent[row] = T.CreateChecked(sum);
            }
        }
    }
}
