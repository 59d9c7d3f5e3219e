using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Counts;

/// <summary>A theory that needs anndata in the system's Python, and real data; skipped with a message where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnndataTheoryAttribute : TheoryAttribute
{
    public AnndataTheoryAttribute(params string[] needed)
    {
        if (!needed.All(SharedData.Has))
            Skip = $"needs shared/data/{string.Join(", ", needed)} beside the checkout (or UNCOLLAPSE_SHARED)";
        else if (!Anndata.IsThere)
            Skip = "needs anndata in /usr/bin/python3 (apt-get install python3-anndata)";
    }
}
