namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What findings say of trials that were not made, in one place: where trials are made, it is taken back.</summary>
internal static class Untried
{
    /// <summary>Of a way round the code.</summary>
    public const string Way = "Whether the code would carry more without that way needs a trial, which was not made.";

    /// <summary>Of a weight above 1.</summary>
    public const string Weight = "Whether the data would pay for more information at a weight of 1 needs a prediction or a trial, which were not made.";

    /// <summary>The statement without them.</summary>
    public static string Strip(string statement) => statement.Replace(Way, "", StringComparison.Ordinal).Replace(Weight, "", StringComparison.Ordinal).TrimEnd();
}
