namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The comparisons in double: to rounding.</summary>
public sealed class DoubleSequenceGoldenTests() : SequenceGoldenTests<double>(1e-9);
