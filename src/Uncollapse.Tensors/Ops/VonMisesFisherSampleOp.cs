using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// A sample of the von Mises-Fisher distribution as a function of its parameters: z = cos(theta) mu + sin(theta) v, with v uniform among the unit vectors
/// at a right angle to mu, the part of a normal vector that mu leaves, and theta by inversion of its distribution function (<see cref="SphereMarginal"/>).
/// Gradients flow to mu and kappa exactly.
/// </summary>
public static class VonMisesFisherSampleOp
{
    /// <summary>One point of the unit sphere a row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="direction">mu, [rows, L], unit vectors, L at least 2.</param>
    /// <param name="concentration">kappa, one a row, above 0.</param>
    /// <param name="noise">Standard normal, [rows, L + 1]: the vector, then the angle's; nothing flows back to it.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor<T> VonMisesFisherSample<T>(this Tape<T> tape, Tensor<T> direction, Tensor<T> concentration, Tensor<T> noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (direction.Columns < 2 || concentration.Length != direction.Rows)
            throw new ShapeException("von mises-fisher sample", direction.Shape, concentration.Shape, "at least two columns, and one concentration a row");
        if (noise.Rows != direction.Rows || noise.Columns != direction.Columns + 1)
            throw new ShapeException("von mises-fisher sample", direction.Shape, noise.Shape, "one column of noise more");

        return tape.Finish(tape.Begin<Node<T>>(direction.Shape, direction, concentration, noise));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private SphereMarginal? _marginal;
        private double[] _angles = [];
        private double[] _mean = [];
        private double[] _side = [];
        private double[] _noise = [];

        protected internal override void Forward()
        {
            int units = First.Columns;
            Size(units);
            for (int row = 0; row < First.Rows; row++)
            {
                double length = Side(row);
                _marginal!.Set(double.CreateChecked(Second!.Data[row]));
                double angle = _marginal.Angle(_noise[units]), cosine = Math.Cos(angle), sine = Math.Sin(angle);
                _angles[row] = angle;
                var code = Output.Data.Slice(row * units, units);
                for (int j = 0; j < units; j++)
                    code[j] = T.CreateChecked((cosine * _mean[j]) + (sine * _side[j] / length));
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var direction = tape.WriteGradient(First);
            using var concentration = tape.WriteGradient(Second);
            int units = First.Columns;
            for (int row = 0; row < First.Rows; row++)
            {
                double length = Side(row), cosine = Math.Cos(_angles[row]), sine = Math.Sin(_angles[row]);
                var gradient = Output.Gradient.Slice(row * units, units);
                double along = 0, aside = 0, noise = 0;
                for (int j = 0; j < units; j++)
                {
                    double g = double.CreateChecked(gradient[j]);
                    along += g * _mean[j];
                    aside += g * _side[j] / length;
                    noise += _noise[j] * _mean[j];
                }

                if (concentration.IsNeeded)
                    concentration.Span[row] = T.CreateChecked(Slope(row) * ((cosine * aside) - (sine * along)));
                if (!direction.IsNeeded)
                    continue;

                for (int j = 0; j < units; j++)
                {
                    double g = double.CreateChecked(gradient[j]);
                    double turn = (along * _noise[j]) + (noise * (g - (aside * _side[j] / length)));
                    direction.Span[(row * units) + j] = T.CreateChecked((cosine * g) - (sine * turn / length));
                }
            }
        }

        protected internal override void Pushforward()
        {
            int units = First.Columns;
            for (int row = 0; row < First.Rows; row++)
            {
                double length = Side(row), cosine = Math.Cos(_angles[row]), sine = Math.Sin(_angles[row]);
                double angle = Second!.HasTangent ? Slope(row) * double.CreateChecked(Second.Tangent[row]) : 0;
                double noise = 0, turned = 0, aside = 0;
                for (int j = 0; j < units; j++)
                {
                    double moved = Moved(row, j);
                    noise += _noise[j] * _mean[j];
                    turned += _noise[j] * moved;
                    aside += moved * _side[j] / length;
                }

                for (int j = 0; j < units; j++)
                {
                    double unit = _side[j] / length, moved = Moved(row, j);
                    double side = -((turned * _mean[j]) + (noise * (moved - (aside * unit)))) / length;
                    Output.Tangent[(row * units) + j] = T.CreateChecked(
                        (angle * ((cosine * unit) - (sine * _mean[j]))) + (cosine * moved) + (sine * side));
                }
            }
        }

        private double Moved(int row, int j) => First.HasTangent ? double.CreateChecked(First.Tangent[(row * First.Columns) + j]) : 0;

        private double Slope(int row)
        {
            _marginal!.Set(double.CreateChecked(Second!.Data[row]));
            return _marginal.AngleSlope(_angles[row]);
        }

        private void Size(int units)
        {
            if (_mean.Length != units)
            {
                _marginal = new SphereMarginal(units);
                _mean = new double[units];
                _side = new double[units];
                _noise = new double[units + 1];
            }

            if (_angles.Length < First.Rows)
                _angles = new double[First.Rows];
        }

        /// <summary>Reads a row's direction and noise, and makes the noise's part at a right angle to it; returns that part's length.</summary>
        private double Side(int row)
        {
            int units = First.Columns;
            double dot = 0, square = 0;
            for (int j = 0; j < units; j++)
            {
                _mean[j] = double.CreateChecked(First.Data[(row * units) + j]);
                _noise[j] = double.CreateChecked(Third!.Data[(row * (units + 1)) + j]);
                dot += _mean[j] * _noise[j];
            }

            _noise[units] = double.CreateChecked(Third!.Data[(row * (units + 1)) + units]);
            for (int j = 0; j < units; j++)
            {
                _side[j] = _noise[j] - (dot * _mean[j]);
                square += _side[j] * _side[j];
            }

            return Math.Sqrt(square) + double.Epsilon;
        }
    }
}
