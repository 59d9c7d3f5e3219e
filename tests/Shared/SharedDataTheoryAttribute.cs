namespace Uncollapse.Tests;

/// <summary>A theory that needs real data beside the checkout; skipped with a message where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>A theory that needs these.</summary>
    /// <param name="needed">Paths below <c>shared/data</c>.</param>
    public SharedDataTheoryAttribute(params string[] needed)
    {
        string[] missing = [.. needed.Where(path => !SharedData.Has(path))];
        if (missing.Length > 0) Skip = $"needs shared/data/{string.Join(", ", missing)} beside the checkout (or UNCOLLAPSE_SHARED)";
    }
}
