namespace Uncollapse.Tensors.Threading;

/// <summary>Work cut into numbered tiles, which any thread may do in any order.</summary>
/// <remarks>
/// Implement it as an unmanaged struct of pointers and numbers: it is run from the caller's stack, without allocation.
/// The cut must depend on the shape alone, never on the number of threads, so that results do not either.
/// </remarks>
public interface ITileJob
{
    /// <summary>Does one tile; must not throw.</summary>
    /// <param name="tile">The tile, from 0.</param>
    void Execute(int tile);
}
