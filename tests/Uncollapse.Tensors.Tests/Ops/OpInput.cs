namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>An input of a case: uniform values in a range, and whether derivatives by it are checked.</summary>
public readonly record struct OpInput(Shape Shape, double Low = -2, double High = 2, bool Constant = false);
