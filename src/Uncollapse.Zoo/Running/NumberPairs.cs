using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Zoo;

namespace Uncollapse.Zoo.Running;

/// <summary>Numbers of new examples beside what a decoder makes of their codes, for examples that are neither pictures nor text.</summary>
internal static class NumberPairs
{
    private const int Examples = 40;
    private const int Outputs = 5;

    /// <summary>The first outputs of the first test examples, each with the mean of p(x|z) at the code's mean; conditions and skips are the example's own.</summary>
    internal static IReadOnlyList<ZooPair> Of(ModelSubject subject)
    {
        DataView view = subject.Data.Test;
        int count = Math.Min(Examples, view.Count), outputs = Math.Min(Outputs, view.OutputSize);
        float[] examples = new float[count * view.RowSize], mean = new float[count * subject.Model.LatentCount], decoded = new float[count * view.OutputSize];
        view.ReadRange(0, count, default, examples);
        using var model = new VaeEvaluator<float>(subject.Model);
        model.Encode(examples, mean, new float[mean.Length]);
        model.DecodeMean(mean, decoded, new ContextRows<float>(examples) { Past = default });
        return
        [
            .. from n in Enumerable.Range(0, count)
               from d in Enumerable.Range(0, outputs)
               select new ZooPair(examples[(n * view.RowSize) + d], decoded[(n * view.OutputSize) + d]),
        ];
    }
}
