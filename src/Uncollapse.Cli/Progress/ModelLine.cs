using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Progress;

/// <summary>A model in a line, such as <c>784-200-200-50-200-200-784, bernoulli</c>.</summary>
internal static class ModelLine
{
    internal static string Of(Plan plan, IReadOnlyList<int> exampleShape)
    {
        int outputs = exampleShape.Aggregate(1, (product, extent) => product * extent);
        IEnumerable<int> widths = [outputs, .. plan.Model.Encoder.Hidden, plan.Model.Latent, .. plan.Model.Decoder.Hidden, outputs];
        return $"{string.Join('-', widths)}, {PlanSchema.Find("model.likelihood.kind")!.Format(plan)}";
    }
}
