namespace Uncollapse.Records.Plans;

/// <summary>How weights are drawn before training.</summary>
public enum Initialisation
{
    /// <summary>Weights and biases uniform in +-1/sqrt(inputs): the default of PyTorch's linear layer.</summary>
    Uniform,

    /// <summary>Weights uniform in +-sqrt(6 / (inputs + outputs)), biases 0 (Glorot &amp; Bengio 2010).</summary>
    Glorot,
}
