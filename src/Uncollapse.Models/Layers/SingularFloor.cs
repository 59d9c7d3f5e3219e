using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Layers;

/// <summary>Keeps the singular values of a wide matrix at a floor: W = U S V^T becomes U max(S, floor) V^T, the nearest matrix of which none is below.</summary>
/// <param name="weight">W, [rows, columns], at least as many columns as rows.</param>
/// <param name="floor">The least singular value, above 0.</param>
internal sealed class SingularFloor<T>(Tensor<T> weight, double floor)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostSweeps = 50;

    private readonly int _size = weight.Rows;
    private readonly double[] _gram = new double[weight.Rows * weight.Rows];
    private readonly double[] _work = new double[weight.Rows * weight.Rows];
    private readonly double[] _vectors = new double[weight.Rows * weight.Rows];
    private readonly double[] _column = new double[weight.Rows];

    /// <summary>Lifts what is below the floor; a matrix that is above it keeps its bits, and nothing is allocated.</summary>
    public void Apply()
    {
        Gram();
        if (IsAbove()) return;
        Diagonalise();
        Lift();
    }

    private void Gram()
    {
        ReadOnlySpan<T> values = weight.Data;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j <= i; j++)
                _gram[(i * _size) + j] = _gram[(j * _size) + i] = KernelTable<T>.Current.Dot(values.Slice(i * weight.Columns, weight.Columns), values.Slice(j * weight.Columns, weight.Columns));
        }
    }

    /// <summary>Whether W W^T - floor^2 I has a Cholesky factor: then no singular value is below the floor.</summary>
    private bool IsAbove()
    {
        _gram.CopyTo(_work, 0);
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = _work[(i * _size) + j] - (i == j ? floor * floor : 0);
                for (int k = 0; k < j; k++)
                    sum -= _work[(i * _size) + k] * _work[(j * _size) + k];
                if (i == j && !(sum > 0)) return false;
                _work[(i * _size) + j] = i == j ? Math.Sqrt(sum) : sum / _work[(j * _size) + j];
            }
        }

        return true;
    }

    /// <summary>Eigenvalues into the diagonal of the Gram matrix, eigenvectors into columns, by Jacobi's rotations.</summary>
    private void Diagonalise()
    {
        Array.Clear(_vectors);
        for (int i = 0; i < _size; i++)
            _vectors[(i * _size) + i] = 1;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double off = 0, all = 0;
            for (int i = 0; i < _gram.Length; i++)
            {
                all += _gram[i] * _gram[i];
                off += i / _size == i % _size ? 0 : _gram[i] * _gram[i];
            }

            if (off <= 1e-28 * all) return;
            for (int p = 0; p < _size; p++)
            {
                for (int q = p + 1; q < _size; q++)
                    Rotate(p, q);
            }
        }
    }

    private void Rotate(int p, int q)
    {
        double between = _gram[(p * _size) + q];
        if (between == 0) return;
        double angle = (_gram[(q * _size) + q] - _gram[(p * _size) + p]) / (2 * between);
        double tangent = (angle < 0 ? -1 : 1) / (Math.Abs(angle) + Math.Sqrt((angle * angle) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
        for (int k = 0; k < _size; k++)
            Turn(ref _gram[(k * _size) + p], ref _gram[(k * _size) + q], cosine, sine);
        for (int k = 0; k < _size; k++)
            Turn(ref _gram[(p * _size) + k], ref _gram[(q * _size) + k], cosine, sine);
        for (int k = 0; k < _size; k++)
            Turn(ref _vectors[(k * _size) + p], ref _vectors[(k * _size) + q], cosine, sine);
    }

    private static void Turn(ref double first, ref double second, double cosine, double sine) =>
        (first, second) = ((cosine * first) - (sine * second), (sine * first) + (cosine * second));

    /// <summary>W += U diag(max(floor / s, 1) - 1) U^T W.</summary>
    private void Lift()
    {
        Array.Clear(_work);
        for (int e = 0; e < _size; e++)
        {
            // A direction without any length has no direction to grow in; training starts far from there and is kept from it.
            double singular = Math.Sqrt(Math.Max(_gram[(e * _size) + e], 0)), growth = (floor / Math.Max(singular, 1e-6 * floor)) - 1;
            for (int i = 0; growth > 0 && i < _size * _size; i++)
                _work[i] += growth * _vectors[(i / _size * _size) + e] * _vectors[(i % _size * _size) + e];
        }

        for (int column = 0; column < weight.Columns; column++)
        {
            for (int i = 0; i < _size; i++)
                _column[i] = double.CreateChecked(weight.Data[(i * weight.Columns) + column]);
            for (int i = 0; i < _size; i++)
            {
                double sum = _column[i];
                for (int j = 0; j < _size; j++)
                    sum += _work[(i * _size) + j] * _column[j];
                weight.Data[(i * weight.Columns) + column] = T.CreateChecked(sum);
            }
        }
    }
}
