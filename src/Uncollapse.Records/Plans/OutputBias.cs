namespace Uncollapse.Records.Plans;

/// <summary>Where the bias of the decoder's last layer starts.</summary>
public enum OutputBias
{
    /// <summary>Drawn or zeroed as all biases.</summary>
    Default,

    /// <summary>At the value that makes the decoder output the mean of the training data (for Bernoulli its logit).</summary>
    DataMean,
}
