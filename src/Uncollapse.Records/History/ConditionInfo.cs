namespace Uncollapse.Records.History;

/// <summary>What the numbers behind an example mean to a conditional model.</summary>
public sealed record ConditionInfo
{
    /// <summary>The label column, or the file of a second array.</summary>
    public required string Column { get; init; }

    /// <summary>The values in the order of their places in the one-hot code; empty where it is one number or an array's row.</summary>
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];

    /// <summary>Numbers in the row of a second array, each standardised by the training split; null for a label column.</summary>
    public int? Columns { get; init; }

    /// <summary>What is subtracted from a number; null for classes.</summary>
    public double? Mean { get; init; }

    /// <summary>What a number is divided by; null for classes.</summary>
    public double? Deviation { get; init; }
}
