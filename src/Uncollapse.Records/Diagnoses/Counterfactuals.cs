namespace Uncollapse.Records.Diagnoses;

/// <summary>All counterfactual trainings of a diagnosis, beside one control.</summary>
public sealed record Counterfactuals
{
    /// <summary>Seconds that were allowed.</summary>
    public required double BudgetSeconds { get; init; }

    /// <summary>Seconds that were used.</summary>
    public required double Seconds { get; init; }

    /// <summary>Epochs of each training, the control's too; null where none was begun.</summary>
    public int? Epochs { get; init; }

    /// <summary>Training examples of each; null where none was begun.</summary>
    public int? Examples { get; init; }

    /// <summary>Whether trials were as long as the run itself: then the run is its own control.</summary>
    public bool IsWholeLength { get; init; }

    /// <summary>The unchanged plan, trained as long; null where none was needed or the budget did not suffice.</summary>
    public Trial? Control { get; init; }

    /// <summary>The trials in the order in which they were made.</summary>
    public IReadOnlyList<Trial> Trials { get; init; } = [];

    /// <summary>What they say together, or why there are none, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether somebody stopped them before they were done.</summary>
    public bool Interrupted { get; init; }
}
