using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Convolutions;

public sealed class ResidualBlockTests
{
    [Fact]
    public void ABlockWhoseLastFilterIsZeroChangesNothing()
    {
        using var parameters = new ParameterSet<double>();
        var block = new ResidualBlock<double>(parameters, "block", new NetworkPlan { Normalisation = Normalisation.Group, Groups = 2 }, 4, 4, Draw());
        parameters["block.second.weight"].Tensor.Data.Clear();
        parameters["block.second.bias"].Tensor.Data.Clear();
        using var tape = new Tape<double>();
        using var x = Image();
        Assert.Equal(x.Data.ToArray(), block.Forward(x, new Pass<double>(tape, true, new Rng(1))).Data.ToArray());
    }

    [Fact]
    public void AShortcutChangesTheChannels()
    {
        using var parameters = new ParameterSet<double>();
        var block = new ResidualBlock<double>(parameters, "block", new NetworkPlan(), 4, 6, Draw());
        using var tape = new Tape<double>();
        using var x = Image();
        Assert.Equal(new Shape(2, 3, 5, 6), block.Forward(x, new Pass<double>(tape, false, new Rng(1))).Shape);
        Assert.Equal(new Shape(1, 1, 4, 6), parameters["block.shortcut.weight"].Tensor.Shape);
    }

    [Fact]
    public void GroupsThatDoNotDivideAreRefused()
    {
        using var parameters = new ParameterSet<double>();
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalisationLayer<double>(parameters, "n", 6, Normalisation.Group, 4));
    }

    private static Initialiser Draw() => new(Initialisation.Uniform, new Rng(3));

    private static Tensor<double> Image()
    {
        var image = new Tensor<double>(new Shape(2, 3, 5, 4));
        new Rng(2).FillNormal(image.Data);
        return image;
    }
}
