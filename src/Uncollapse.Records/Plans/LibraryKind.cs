namespace Uncollapse.Records.Plans;

/// <summary>Where a likelihood of counts gets an example's library, the expected sum of its counts.</summary>
public enum LibraryKind
{
    /// <summary>The example's own sum, which the decoder is told beside the code.</summary>
    Observed,

    /// <summary>One more latent unit, the last: log library = m + s z, with m and s the mean and standard deviation of the training examples' log sums.</summary>
    Latent,
}
