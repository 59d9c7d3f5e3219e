using System.Numerics;

namespace Uncollapse.Models.Evaluation;

/// <summary>The examples from which the parts of a decoder's context are taken: an intervention gives one part other examples and leaves the rest.</summary>
/// <remarks>Each is [rows, <see cref="Vae{T}.RowSize"/>]; empty: the targets' own where there are targets.</remarks>
public readonly ref struct ContextRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One set of examples for all parts.</summary>
    /// <param name="all">The examples.</param>
    public ContextRows(ReadOnlySpan<T> all)
    {
        Past = Skips = Condition = Library = all;
    }

    /// <summary>Whose outputs an autoregressive decoder sees before its own.</summary>
    public ReadOnlySpan<T> Past { get; init; }

    /// <summary>Whose features bypass the code.</summary>
    public ReadOnlySpan<T> Skips { get; init; }

    /// <summary>What the decoder is told.</summary>
    public ReadOnlySpan<T> Condition { get; init; }

    /// <summary>Whose sum of counts is the library; empty where there are no targets: the training examples' median.</summary>
    public ReadOnlySpan<T> Library { get; init; }

    /// <summary>Whether the past is hidden: every output is described from the code alone.</summary>
    public bool HidesPast { get; init; }

    /// <summary>Whether skips are hidden: the decoder sees zeros in their place, as for a code that no example stands behind.</summary>
    public bool HidesSkips { get; init; }

    /// <summary>The same with the targets wherever nothing else is given.</summary>
    internal ContextRows<T> WithOwn(ReadOnlySpan<T> targets) => new()
    {
        Past = Past.IsEmpty ? targets : Past,
        Skips = Skips.IsEmpty ? targets : Skips,
        Condition = Condition.IsEmpty ? targets : Condition,
        Library = Library.IsEmpty ? targets : Library,
        HidesPast = HidesPast,
        HidesSkips = HidesSkips,
    };
}
