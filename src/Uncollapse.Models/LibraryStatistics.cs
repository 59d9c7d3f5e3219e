namespace Uncollapse.Models;

/// <summary>The sums of counts of the training examples.</summary>
/// <param name="Median">The median sum: the library of a code that no example stands behind.</param>
/// <param name="LogMean">The mean of log sums over the examples that hold any count.</param>
/// <param name="LogDeviation">Their standard deviation, above 0.</param>
public readonly record struct LibraryStatistics(double Median, double LogMean, double LogDeviation)
{
    // Examples of all but equal sums still leave a latent library something to say.
    private const double LeastDeviation = 0.01;

    /// <summary>The statistics of sums; of an example of one count where no example holds any.</summary>
    /// <param name="sums">The sum of each example's counts; reordered.</param>
    public static LibraryStatistics Of(Span<double> sums)
    {
        sums.Sort();
        var full = sums[sums.IndexOfAnyInRange(double.Epsilon, double.MaxValue) is var first and >= 0 ? first.. : sums.Length..];
        if (full.IsEmpty)
            return new LibraryStatistics(1, 0, 1);

        double mean = 0, squares = 0;
        foreach (double sum in full)
            mean += Math.Log(sum) / full.Length;
        foreach (double sum in full)
            squares += (Math.Log(sum) - mean) * (Math.Log(sum) - mean) / full.Length;
        int middle = full.Length / 2;
        double median = full.Length % 2 == 1 ? full[middle] : 0.5 * (full[middle - 1] + full[middle]);
        return new LibraryStatistics(median, mean, Math.Max(LeastDeviation, Math.Sqrt(squares)));
    }
}
