namespace Uncollapse.Models.Tests.Layers;

public sealed class ActivationTests
{
    /// <summary>A plan's words and the kernels' are two lists, because their rooms do not know each other: one must not outgrow the other.</summary>
    [Fact]
    public void PlansAndKernelsKnowTheSameActivationsByTheSameNames() =>
        Assert.Equal(Enum.GetNames<Records.Plans.Activation>().Order(), Enum.GetNames<Tensors.Kernels.Activation>().Order());
}
