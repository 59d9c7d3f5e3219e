using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>Chooses shift and divisor from the training split alone, clips stragglers of the others, and refuses to binarise what is not in [0, 1].</summary>
internal static class ScalingRule
{
    private const float ByteRange = 255;

    /// <summary>The largest share of a held-out split's values that is clipped: beyond it the splits are not alike.</summary>
    internal const double MostClipped = 0.01;

    public static ValueTransform ForTraining(DenseDataset train, DataPlan plan, Rng staticKey)
    {
        // Auto leaves reals as they are and needs no statistics unless values must be checked for binarisation.
        bool needed = train.Kind == ValueKind.Byte || plan.Scale is Scaling.Unit or Scaling.Standardise || plan.Binarise != Binarisation.None;
        OutputStatistics? raw = needed ? OutputStatistics.Of(train) : null;
        ValueTransform transform = Choose(train, plan, raw, staticKey);
        if (plan.Binarise != Binarisation.None && !IsUnit(transform, raw!.OverallMinimum, raw.OverallMaximum))
            throw NotUnit("train", train, transform, raw, "Use scale: unit, or binarise: none");
        return transform;
    }

    /// <summary>The training split's transform for another split, whose values may reach beyond the training range.</summary>
    /// <remarks>
    /// Under scale: unit up to <see cref="MostClipped"/> of a split's values are set to the ends of [0, 1], and that is said; more than that
    /// are no stragglers but other data.
    /// </remarks>
    public static ValueTransform ForHeldOut(string name, DenseDataset split, ValueTransform transform, DataPlan plan, List<string> warnings)
    {
        // A byte divided by 255 cannot be outside, and a pass over the split is saved.
        bool mustBeUnit = plan.Binarise != Binarisation.None || plan.Scale == Scaling.Unit;
        if (!mustBeUnit || (split.Kind == ValueKind.Byte && transform.Divisor[0] == ByteRange && transform.Shift[0] == 0)) return transform;
        var raw = OutputStatistics.Of(split);
        if (IsUnit(transform, raw.OverallMinimum, raw.OverallMaximum)) return transform;
        if (plan.Scale == Scaling.Unit)
        {
            long values = (long)split.Count * split.OutputSize, outside = CountOutside(split, transform);
            if (outside <= MostClipped * values)
            {
                warnings.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outside} of {values} values of the {name} split lie beyond the training split's range, which scale: unit brings to [0, 1] (the split's own comes to [{Scaled(transform, raw.OverallMinimum):g4}, {Scaled(transform, raw.OverallMaximum):g4}]): they were set to its ends"));
                return transform.Clipped();
            }

            // A likelihood of any real values can live with them; one that cannot says so.
            if (plan.Binarise == Binarisation.None) return transform;
            throw NotUnit(name, split, transform, raw, string.Create(
                CultureInfo.InvariantCulture,
                $"{(double)outside / values:P1} of the values lie beyond the training split's range, too many to clip: are these splits of the same data? Join them in one file and let it be divided anew, or use binarise: none with likelihood gaussian"));
        }

        throw NotUnit(name, split, transform, raw, "Use scale: unit, which clips stragglers beyond the training split's range, or binarise: none");
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

    // In the arithmetic of the transform: the largest value of a range comes out as 1, not as 1 and a rounding.
    private static bool IsUnit(ValueTransform transform, double low, double high) =>
        transform.Shift.Length == 1 && Scaled(transform, low) >= 0 && Scaled(transform, high) <= 1;

    private static float Scaled(ValueTransform transform, double value) => ((float)value - transform.Shift[0]) / transform.Divisor[0];

    private static long CountOutside(DenseDataset split, ValueTransform transform)
    {
        long outside = 0;
        float[] row = new float[split.OutputSize];
        for (int i = 0; i < split.Count; i++)
        {
            split.ReadRows([i], row);
            foreach (float value in row)
                outside += Scaled(transform, value) is >= 0 and <= 1 ? 0 : 1;
        }
        return outside;
    }

    private static DataFormatException NotUnit(string split, DenseDataset data, ValueTransform transform, OutputStatistics raw, string hint)
    {
        bool one = transform.Shift.Length == 1;
        string range = one
            ? string.Create(CultureInfo.InvariantCulture, $"values from {Scaled(transform, raw.OverallMinimum)} to {Scaled(transform, raw.OverallMaximum)} after scaling ({transform.Scaling})")
            : $"values scaled by output ({transform.Scaling})";
        return new DataFormatException(data.Provenance.Source, $"{split} split", "values in [0, 1] to binarise", range, hint);
    }
}
