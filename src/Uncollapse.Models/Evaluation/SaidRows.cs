using System.Numerics;

namespace Uncollapse.Models.Evaluation;

/// <summary>What a decoder said of some rows, kept in plain arrays: the heads that <see cref="Likelihoods.Likelihood{T}.Heads"/> names.</summary>
/// <param name="Rows">Rows N.</param>
/// <param name="Location">The first head, [rows, outputs x numbers]; zeros for what a decoder of sentences leaves out behind the longest one's end.</param>
/// <param name="Second">The second head, or what the likelihood made of the condition in its place; null for none.</param>
/// <param name="Third">The third; null for none.</param>
/// <param name="LogSize">The logarithm of each row's library; null for none.</param>
public sealed record SaidRows<T>(int Rows, T[] Location, T[]? Second, T[]? Third, T[]? LogSize)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers of the first head in a row.</summary>
    public int Size => Rows == 0 ? 0 : Location.Length / Rows;
}
