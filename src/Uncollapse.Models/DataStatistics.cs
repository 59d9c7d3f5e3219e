namespace Uncollapse.Models;

/// <summary>What a model must know of its data before it is built.</summary>
public sealed record DataStatistics
{
    /// <summary>The statistics of a data set.</summary>
    /// <param name="outputMean">The mean of each output over the training examples, after scaling.</param>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public DataStatistics(IReadOnlyList<double> outputMean)
    {
        if (outputMean.Count == 0)
            throw new ArgumentException("a model needs at least one output", nameof(outputMean));

        OutputMean = outputMean;
    }

    /// <summary>The number of values of an example, D.</summary>
    public int OutputCount => OutputMean.Count;

    /// <summary>The mean of each output over the training examples, after scaling.</summary>
    public IReadOnlyList<double> OutputMean { get; }
}
