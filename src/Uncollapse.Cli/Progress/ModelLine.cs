using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Progress;

/// <summary>A model in a line, such as <c>784-200-200-50-200-200-784, bernoulli</c>.</summary>
internal static class ModelLine
{
    internal static string Of(Plan plan, IReadOnlyList<int> exampleShape) =>
        ModelText.Line(plan.Model, exampleShape.Aggregate(1, (product, extent) => product * extent));
}
