using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Loop;

/// <summary>What a likelihood of counts asks of its data: whole numbers of at least 0, as they were counted.</summary>
internal static class CountSupport
{
    /// <summary>Refuses a split with a value that is no count.</summary>
    /// <exception cref="DataFormatException">A value is negative or no whole number.</exception>
    internal static void Check(Plan plan, DataView split) => Walk(split, (example, outputs) =>
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            float value = outputs[i];
            if (value >= 0 && MathF.Truncate(value) == value && float.IsFinite(value)) continue;
            throw new DataFormatException(
                plan.Data.Source, $"{split.Name} split", $"counts, whole numbers of at least 0, for a {LikelihoodSupport.Family(plan.Model.Likelihood.Kind)} likelihood",
                string.Create(CultureInfo.InvariantCulture, $"{value:G6} in value {i + 1} of example {example + 1} ({split.Transform.Scaling})"),
                plan.Data.Scale == Scaling.None
                    ? "Name the counts themselves, not what was made of them (normalised, log), or set model.likelihood.kind to gaussian"
                    : "Set data.scale to none so that counts stay counts, or model.likelihood.kind to gaussian");
        }
    });

    /// <summary>The sums of a split's examples.</summary>
    internal static LibraryStatistics Library(DataView split)
    {
        double[] sums = new double[split.Count];
        Walk(split, (example, outputs) =>
        {
            double sum = 0;
            foreach (float value in outputs) sum += value;
            sums[example] = sum;
        });
        return LibraryStatistics.Of(sums);
    }

    private delegate void Visit(int example, ReadOnlySpan<float> outputs);

    private static void Walk(DataView split, Visit visit)
    {
        int size = split.RowSize, block = Math.Clamp((1 << 20) / size, 1, 256);
        float[] rows = new float[block * size];
        for (int start = 0; start < split.Count; start += block)
        {
            int count = Math.Min(block, split.Count - start);
            split.ReadRange(start, count, default, rows);
            for (int row = 0; row < count; row++) visit(start + row, rows.AsSpan(row * size, split.OutputSize));
        }
    }
}
