namespace Uncollapse.Models.Likelihoods;

/// <summary>A parameter of a likelihood that a decoder must make.</summary>
/// <param name="Name">Such as <c>logits</c>: the name of the layer that makes it.</param>
/// <param name="PerOutput">How many numbers it has for each output: one, or as many as there are classes.</param>
public readonly record struct LikelihoodHead(string Name, int PerOutput = 1);
