namespace Uncollapse.Tests;

/// <summary>A fact that needs real data beside the checkout; skipped with a message where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>A fact that needs these.</summary>
    /// <param name="needed">Paths below <c>shared/data</c>.</param>
    public SharedDataFactAttribute(params string[] needed)
    {
        string[] missing = [.. needed.Where(path => !SharedData.Has(path))];
        if (missing.Length > 0) Skip = $"needs shared/data/{string.Join(", ", missing)} beside the checkout (or UNCOLLAPSE_SHARED)";
    }
}
