using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Loop;

/// <summary>What a likelihood over 256 levels asks of its data: values that are levels.</summary>
internal static class LevelSupport
{
    private const int Highest = 255;

    // Scaled levels differ from k/255 by rounding alone.
    private const float Slack = 1e-3f;

    /// <summary>Refuses a split with a value between two levels: counted to the nearer one, its likelihood would be another image's.</summary>
    /// <exception cref="DataFormatException">A value is no multiple of 1/255.</exception>
    internal static void Check(Plan plan, DataView split)
    {
        // Behind a row's outputs stands what the model is told, which need not be levels.
        int size = split.RowSize, outputs = split.OutputSize, block = Math.Clamp((1 << 18) / size, 1, 256);
        float[] rows = new float[block * size];
        for (int start = 0; start < split.Count; start += block)
        {
            int count = Math.Min(block, split.Count - start);
            split.ReadRange(start, count, default, rows);
            for (int i = 0; i < count * size; i++)
            {
                float level = rows[i] * Highest;
                if (i % size >= outputs || Math.Abs(level - MathF.Round(level)) <= Slack) continue;
                throw new DataFormatException(
                    plan.Data.Source, $"{split.Name} split", $"256 levels, 0 to 255 or multiples of 1/255, for a {LikelihoodSupport.Family(plan.Model.Likelihood.Kind)} likelihood",
                    string.Create(CultureInfo.InvariantCulture, $"{rows[i]:G6} in value {(i % size) + 1} of example {start + (i / size) + 1} ({split.Transform.Scaling})"),
                    "Give 8-bit images with data.scale of auto or unit, or set model.likelihood.kind to gaussian");
            }
        }
    }
}
