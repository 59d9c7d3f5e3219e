using System.Numerics;

namespace Uncollapse.Models.Likelihoods;

/// <summary>Products of a Fisher information with directions, [rows, count, numbers of a row], for the forms it has.</summary>
internal static class Information
{
    /// <summary>One number an output: F is diagonal, a function of the number.</summary>
    public static void Diagonal<T>(ReadOnlySpan<T> location, int rows, ReadOnlySpan<T> directions, Span<T> products, Func<T, T> information)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = location.Length / rows, count = directions.Length / location.Length;
        var values = new T[size];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < size; i++)
                values[i] = information(location[(row * size) + i]);
            for (int c = 0; c < count; c++)
            {
                int from = ((row * count) + c) * size;
                for (int i = 0; i < size; i++)
                    products[from + i] = values[i] * directions[from + i];
            }
        }
    }

    /// <summary>Classes: F = (diag p - p p^T) / temperature^2 for each block of logits.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> logits, int classes, double temperature, int rows, ReadOnlySpan<T> directions, Span<T> products)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = logits.Length / rows, count = directions.Length / logits.Length;
        var sharpness = T.CreateChecked(1 / temperature);
        var shares = new T[classes];
        for (int at = 0; at < logits.Length; at += classes)
        {
            int row = at / size, place = at - (row * size);
            Shares(logits.Slice(at, classes), sharpness, shares);
            for (int c = 0; c < count; c++)
            {
                int from = (((row * count) + c) * size) + place;
                var along = T.Zero;
                for (int k = 0; k < classes; k++)
                    along += shares[k] * directions[from + k];
                for (int k = 0; k < classes; k++)
                    products[from + k] = shares[k] * (directions[from + k] - along) * sharpness * sharpness;
            }
        }
    }

    /// <summary>Logits whose softmax are shares rho, with f the information of each about the logarithm of its own share: (I - 1 rho^T)^T diag(f) (I - 1 rho^T) v.</summary>
    public static void Shared<T>(ReadOnlySpan<T> shares, ReadOnlySpan<double> information, ReadOnlySpan<T> direction, Span<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double along = 0, total = 0;
        for (int d = 0; d < shares.Length; d++)
            along += double.CreateTruncating(shares[d]) * double.CreateTruncating(direction[d]);
        for (int d = 0; d < shares.Length; d++)
            total += information[d] * (double.CreateTruncating(direction[d]) - along);
        for (int d = 0; d < shares.Length; d++)
            product[d] = T.CreateTruncating((information[d] * (double.CreateTruncating(direction[d]) - along)) - (double.CreateTruncating(shares[d]) * total));
    }

    /// <summary>softmax(logits sharpness).</summary>
    internal static void Shares<T>(ReadOnlySpan<T> logits, T sharpness, Span<T> shares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = logits[Discrete.Largest(logits)];
        double sum = 0;
        for (int k = 0; k < shares.Length; k++)
            sum += double.CreateTruncating(shares[k] = T.Exp((logits[k] - largest) * sharpness));
        var scale = T.CreateTruncating(1 / sum);
        foreach (ref var share in shares)
            share *= scale;
    }
}
