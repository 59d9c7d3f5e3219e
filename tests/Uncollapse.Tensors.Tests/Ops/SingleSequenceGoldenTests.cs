namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The comparisons in single precision, as models are trained: 1e-5.</summary>
public sealed class SingleSequenceGoldenTests() : SequenceGoldenTests<float>(1e-5);
