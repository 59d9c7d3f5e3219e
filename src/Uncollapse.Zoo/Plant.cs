using Uncollapse.Records.Plans;
using Uncollapse.Records.Zoo;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo;

/// <summary>A cause of collapse as a pure function from the healthy twin's plan to one in which it is planted, with the numbers that prove it.</summary>
public sealed record Plant
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>The cause that is planted, by its name in findings.</summary>
    public required string Cause { get; init; }

    /// <summary>A second cause that is planted beside it; null where there is one alone.</summary>
    public string? SecondCause { get; init; }

    /// <summary>All that is planted.</summary>
    public IReadOnlyList<string> Causes => SecondCause is null ? [Cause] : [Cause, SecondCause];

    /// <summary>A heading for people.</summary>
    public required string Title { get; init; }

    /// <summary>What is planted and what to look at, in a few sentences.</summary>
    public required string Story { get; init; }

    /// <summary>What a strength of 1 plants and what another changes, in words; null where the cause is there or not.</summary>
    public string? Dose { get; init; }

    /// <summary>What cures it first, in words.</summary>
    public required IReadOnlyList<string> Cures { get; init; }

    /// <summary>The healthy twin's plan, its seed still to be set.</summary>
    public required Func<ZooSize, Plan> Twin { get; init; }

    /// <summary>From the twin's plan, its size and a strength to the planted plan. It changes nothing but the cause.</summary>
    public required Func<Plan, ZooSize, double, Plan> Sow { get; init; }

    /// <summary>The signs that prove the plant, from the twin's and the plant's outcome, the most telling first.</summary>
    public required Func<Outcome, Outcome, IReadOnlyList<ZooSign>> Signs { get; init; }
}
