namespace Uncollapse.Records.Zoo;

/// <summary>A number of an example, as the model sees it, and what the decoder makes of the example's code.</summary>
/// <param name="Value">x.</param>
/// <param name="Reconstruction">The mean of p(x|z) at the mean of q(z|x).</param>
public readonly record struct ZooPair(double Value, double Reconstruction);
