namespace Uncollapse.Treatment.Remedies;

/// <summary>What can be chosen of a remedy.</summary>
/// <param name="Name">Its name in <c>remedy:name=value</c>.</param>
/// <param name="Default">The published value as text; <see cref="Auto"/> where plan and data decide.</param>
/// <param name="Meaning">What it is, with its unit; where the default is automatic also by which rule.</param>
public sealed record RemedyParameter(string Name, string Default, string Meaning)
{
    /// <summary>The default of what plan and data decide.</summary>
    public const string Auto = "auto";
}
