using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Summaries;

/// <summary>What <c>data describe</c> says of a source: its size, shape and values, and what suits them.</summary>
public sealed record DatasetSummary
{
    // Values this near the ends of the range count as black or white; a tenth of the range.
    private const double EndOfRange = 0.1;

    // From so large a share of black and white, grey pictures are customarily read as probabilities of binary pixels.
    private const double BinaryLikeShare = 0.75;

    /// <summary>The source's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the examples come from.</summary>
    public required DataProvenance Provenance { get; init; }

    /// <summary>Training examples, or all of them where the source has no split.</summary>
    public required int Examples { get; init; }

    /// <summary>The source's own validation examples; null when it has none.</summary>
    public required int? ValidationExamples { get; init; }

    /// <summary>The source's own test examples; null when it has none.</summary>
    public required int? TestExamples { get; init; }

    /// <summary>The shape of one example.</summary>
    public required ExampleShape Shape { get; init; }

    /// <summary>What the values are.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>Smallest value.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest value.</summary>
    public required double Maximum { get; init; }

    /// <summary>Mean over all outputs and examples.</summary>
    public required double Mean { get; init; }

    /// <summary>Sum of the outputs' variances.</summary>
    public required double TotalVariance { get; init; }

    /// <summary>Share of values that are exactly 0.</summary>
    public required double ZeroShare { get; init; }

    /// <summary>Outputs that have one value everywhere, which carry no information.</summary>
    public required int ConstantOutputs { get; init; }

    /// <summary>Whether every value is 0 or 1.</summary>
    public required bool IsBinary { get; init; }

    /// <summary>Whether rows are read from a file when asked for.</summary>
    public required bool IsStreamed { get; init; }

    /// <summary>The label columns.</summary>
    public required IReadOnlyList<LabelSummary> Labels { get; init; }

    /// <summary>Which likelihood and preparation suit.</summary>
    public required Suggestion Suggestion { get; init; }

    /// <summary>Describes an opened source of numbers, in two passes over its training examples; <see cref="TextSummary"/> is for text.</summary>
    public static DatasetSummary Of(SourceData source)
    {
        ArgumentNullException.ThrowIfNull(source);
        DenseDataset train = source.Train;
        var statistics = OutputStatistics.Of(train);
        (bool binary, double ends) = Ends(train, statistics);
        return new DatasetSummary
        {
            Name = train.Name,
            Provenance = train.Provenance,
            Examples = train.Count,
            ValidationExamples = source.Validation?.Count,
            TestExamples = source.Test?.Count,
            Shape = train.Shape,
            Kind = train.Kind,
            Minimum = statistics.OverallMinimum,
            Maximum = statistics.OverallMaximum,
            Mean = statistics.OverallMean,
            TotalVariance = statistics.TotalVariance,
            ZeroShare = statistics.ZeroShare,
            ConstantOutputs = statistics.Minimum.Zip(statistics.Maximum).Count(pair => pair.First == pair.Second),
            IsBinary = binary,
            IsStreamed = train.IsStreamed,
            Labels = [.. train.Labels.Select(LabelSummary.Of)],
            Suggestion = Suggest(train.Kind, statistics, binary, ends),
        };
    }

    /// <summary>Whether all values are 0 or 1, and the share of values near the ends of the range.</summary>
    private static (bool Binary, double Ends) Ends(DenseDataset data, OutputStatistics statistics)
    {
        float low = (float)(statistics.OverallMinimum + (EndOfRange * (statistics.OverallMaximum - statistics.OverallMinimum)));
        float high = (float)(statistics.OverallMaximum - (EndOfRange * (statistics.OverallMaximum - statistics.OverallMinimum)));
        bool binary = true;
        long ends = 0;
        float[] row = new float[data.OutputSize];
        Span<int> index = [0];
        for (int i = 0; i < data.Count; i++)
        {
            index[0] = i;
            data.ReadRows(index, row);
            foreach (float value in row)
            {
                binary &= value is 0 or 1;
                ends += value <= low || value >= high ? 1 : 0;
            }
        }
        return (binary, (double)ends / data.Count / data.OutputSize);
    }

    private static Suggestion Suggest(ValueKind kind, OutputStatistics statistics, bool binary, double ends)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"{statistics.OverallMinimum:g6} to {statistics.OverallMaximum:g6}");
        if (binary)
            return new Suggestion(LikelihoodKind.Bernoulli, Scaling.Auto, Binarisation.None, "Every value is 0 or 1.");
        bool unit = kind == ValueKind.Byte || (statistics.OverallMinimum >= 0 && statistics.OverallMaximum <= 1);
        if (unit && ends >= BinaryLikeShare)
        {
            return new Suggestion(
                LikelihoodKind.Bernoulli, Scaling.Unit, Binarisation.Dynamic, string.Create(CultureInfo.InvariantCulture, $"{ends:p0} of the values are near black or white: the custom is to draw binary pixels anew each epoch."));
        }
        if (unit)
            return new Suggestion(LikelihoodKind.ContinuousBernoulli, Scaling.Unit, Binarisation.None, $"Grey values of a bounded range ({range}); a Gaussian with a learned variance suits too.");
        return new Suggestion(LikelihoodKind.Gaussian, Scaling.Standardise, Binarisation.None, $"Real values from {range}.");
    }
}
