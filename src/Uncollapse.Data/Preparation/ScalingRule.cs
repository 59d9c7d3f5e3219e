using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>Chooses shift and divisor from the training split alone, and refuses to binarise what is not in [0, 1] in any split.</summary>
internal static class ScalingRule
{
    private const float ByteRange = 255;
    private const string Trained = "train";

    public static ValueTransform Build(DenseDataset train, DenseDataset validation, DenseDataset test, DataPlan plan, Rng staticKey)
    {
        // Auto leaves reals as they are and needs no statistics unless values must be checked for binarisation.
        bool needed = train.Kind == ValueKind.Byte || plan.Scale is Scaling.Unit or Scaling.Standardise || plan.Binarise != Binarisation.None;
        OutputStatistics? raw = needed ? OutputStatistics.Of(train) : null;
        ValueTransform transform = Choose(train, plan, raw, staticKey);
        if (plan.Binarise == Binarisation.None)
            return transform;
        RequireUnitRange(Trained, train, transform, raw!);
        foreach ((string name, DenseDataset split) in (ReadOnlySpan<(string, DenseDataset)>)[("validation", validation), ("test", test)])
        {
            // A byte divided by 255 cannot be outside, and a pass over the split is saved.
            if (split.Kind == ValueKind.Byte && transform.Divisor[0] == ByteRange && transform.Shift[0] == 0) continue;
            RequireUnitRange(name, split, transform, OutputStatistics.Of(split));
        }

        return transform;
    }

    private static ValueTransform Choose(DenseDataset train, DataPlan plan, OutputStatistics? raw, Rng staticKey)
    {
        ValueTransform Uniform(float shift, float divisor, string words) => new([shift], [divisor], plan.Binarise, staticKey, words);
        switch (plan.Scale)
        {
            case Scaling.Auto or Scaling.Unit when train.Kind == ValueKind.Byte:
                // Bytes that hold only 0 and 1 are binary images already.
                return raw!.OverallMaximum <= 1 ? Uniform(0, 1, "unscaled (already binary)") : Uniform(0, ByteRange, "x / 255");
            case Scaling.Unit:
                float low = (float)raw!.OverallMinimum;
                float range = (float)(raw.OverallMaximum - raw.OverallMinimum);
                if (low >= 0 && raw.OverallMaximum <= 1)
                    return Uniform(0, 1, "unscaled (already in [0, 1])");
                return range > 0
                    ? Uniform(low, range, string.Create(CultureInfo.InvariantCulture, $"(x - {low}) / {range}"))
                    : throw new DataFormatException(train.Provenance.Source, "", "values that vary, to scale them to [0, 1]", string.Create(CultureInfo.InvariantCulture, $"the value {low} everywhere"), "Use scale: none");
            case Scaling.Standardise:
                float[] mean = Array.ConvertAll(raw!.Mean, value => (float)value);
                float[] deviation = Array.ConvertAll(raw.Variance, value => value > 0 ? (float)Math.Sqrt(value) : 1);
                return new ValueTransform(mean, deviation, plan.Binarise, staticKey, "each output to mean 0, deviation 1");
            default:
                return Uniform(0, 1, "unscaled");
        }
    }

    private static void RequireUnitRange(string split, DenseDataset data, ValueTransform transform, OutputStatistics raw)
    {
        // In the arithmetic of the transform: the largest value of a range comes out as 1, not as 1 and a rounding.
        float low = ((float)raw.OverallMinimum - transform.Shift[0]) / transform.Divisor[0];
        float high = ((float)raw.OverallMaximum - transform.Shift[0]) / transform.Divisor[0];
        if (transform.Shift.Length == 1 && low >= 0 && high <= 1) return;
        throw new DataFormatException(
            data.Provenance.Source,
            $"{split} split",
            "values in [0, 1] to binarise",
            string.Create(CultureInfo.InvariantCulture, $"values from {low} to {high} after scaling ({transform.Scaling})"),
            split == Trained
                ? "Use scale: unit, or binarise: none"
                : "The training split alone sets the scale: bring all values to [0, 1] in the file, or use binarise: none");
    }
}
