using System.Globalization;

namespace Uncollapse.Records.Plans;

/// <summary>Collects what does not hold of a plan, so that all problems are reported together.</summary>
internal sealed class PlanChecker
{
    internal List<PlanProblem> Problems { get; } = [];

    internal void That(bool holds, string key, string expected, object? found, string? hint = null)
    {
        if (!holds) Problems.Add(new PlanProblem(key, null, expected, Convert.ToString(found, CultureInfo.InvariantCulture) ?? "null", hint));
    }
}
