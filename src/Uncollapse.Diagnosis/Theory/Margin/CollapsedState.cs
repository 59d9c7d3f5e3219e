using Uncollapse.Models.Evaluation;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>What a decoder is given when it is given no code.</summary>
/// <param name="Suspect">What is taken away beside the code; null for nothing.</param>
internal sealed record CollapsedState(string? Suspect)
{
    /// <summary>Whether its own past is hidden.</summary>
    public bool HidesPast { get; init; }

    /// <summary>Whether skips are hidden.</summary>
    public bool HidesSkips { get; init; }

    /// <summary>The condition that all examples get; null where each has its own.</summary>
    public float[]? Condition { get; init; }

    /// <summary>What is hidden, in words.</summary>
    public string Words => string.Concat(HidesPast ? ", its past hidden" : "", HidesSkips ? ", its skips cut" : "", Condition is not null ? ", told the average condition" : "");

    /// <summary>What the decoder sees of some examples.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="rowSize">Numbers in a row, the condition last.</param>
    /// <param name="room">For the examples with another condition.</param>
    public ContextRows<float> Of(ReadOnlySpan<float> rows, int rowSize, ref float[] room)
    {
        ReadOnlySpan<float> told = rows;
        if (Condition is not null)
        {
            if (room.Length < rows.Length) room = new float[rows.Length];
            rows.CopyTo(room);
            for (int end = rowSize; end <= rows.Length; end += rowSize) Condition.CopyTo(room.AsSpan(end - Condition.Length));
            told = room.AsSpan(0, rows.Length);
        }

        return new ContextRows<float>(rows) { Condition = told, HidesPast = HidesPast, HidesSkips = HidesSkips };
    }
}
