using Uncollapse.Data.Datasets;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Preparation;

/// <summary>What the values of a split are, one figure an output (a pixel, a column), from one pass in double precision.</summary>
/// <param name="Count">Examples seen.</param>
/// <param name="Mean">Mean of each output.</param>
/// <param name="Variance">Population variance of each output (divided by the count).</param>
/// <param name="Minimum">Smallest value of each output.</param>
/// <param name="Maximum">Largest value of each output.</param>
/// <param name="ZeroShare">Share of all values that are exactly 0.</param>
public sealed record OutputStatistics(long Count, double[] Mean, double[] Variance, double[] Minimum, double[] Maximum, double ZeroShare)
{
    /// <summary>Mean over all outputs.</summary>
    public double OverallMean => Mean.Average();

    /// <summary>Smallest value of any output.</summary>
    public double OverallMinimum => Minimum.Min();

    /// <summary>Largest value of any output.</summary>
    public double OverallMaximum => Maximum.Max();

    /// <summary>Sum of the variances of the outputs: the trace of the covariance.</summary>
    public double TotalVariance => Variance.Sum();

    /// <summary>Figures of a data set's own values, as the source holds them.</summary>
    public static OutputStatistics Of(DenseDataset data) =>
        new DataView("raw", data, new ValueTransform([0], [1], Binarisation.None, default, "none")).Statistics();
}
