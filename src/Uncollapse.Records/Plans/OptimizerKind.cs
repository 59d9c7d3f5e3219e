namespace Uncollapse.Records.Plans;

/// <summary>The rule that turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma &amp; Ba 2015) with bias correction; weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019).</summary>
    Adamw,

    /// <summary>Gradient descent with momentum.</summary>
    Sgd,
}
