namespace Uncollapse.Records.History;

/// <summary>The matters that a watch over a training warns of.</summary>
public static class WatchMatters
{
    /// <summary>The code holds next to nothing and has stopped rising while the KL is charged for.</summary>
    public const string Collapse = "collapse";

    /// <summary>The code held information and loses it.</summary>
    public const string Fading = "fading";

    /// <summary>A learned variance rises epoch after epoch while the rate falls.</summary>
    public const string VarianceSpiral = "variance-spiral";

    /// <summary>The KL weight will not reach its end in the epochs that are planned.</summary>
    public const string UnfinishedSchedule = "unfinished-schedule";

    /// <summary>A rate that tells nothing: the code is nearly the same for every example.</summary>
    public const string ConstantCode = "constant-code";

    /// <summary>Validation examples get worse while training examples get better.</summary>
    public const string Overfitting = "overfitting";

    /// <summary>All matters, in the order in which they are judged.</summary>
    public static IReadOnlyList<string> All { get; } = [UnfinishedSchedule, Collapse, Fading, VarianceSpiral, ConstantCode, Overfitting];
}
