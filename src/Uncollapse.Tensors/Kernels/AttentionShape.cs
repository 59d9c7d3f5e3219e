namespace Uncollapse.Tensors.Kernels;

/// <summary>The extents of causal attention: the queries are the last of the keys' steps.</summary>
/// <param name="Examples">Sequences of the batch.</param>
/// <param name="Queries">Steps that ask; fewer than <paramref name="Keys"/> where earlier ones are cached.</param>
/// <param name="Keys">Steps that may be looked at, at least as many.</param>
/// <param name="Features">Of queries, keys and values, all heads together.</param>
/// <param name="Heads">Equal parts of the features that attend by themselves.</param>
public readonly record struct AttentionShape(int Examples, int Queries, int Keys, int Features, int Heads)
{
    /// <summary>Features of a head.</summary>
    public int HeadFeatures => Features / Heads;
}
