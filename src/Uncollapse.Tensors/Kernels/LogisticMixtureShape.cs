namespace Uncollapse.Tensors.Kernels;

/// <summary>The extents of a mixture of discretised logistics.</summary>
/// <param name="Examples">Images.</param>
/// <param name="Positions">Pixels of each.</param>
/// <param name="Channels">1, or 3 with each channel's mean linear in the channels before.</param>
/// <param name="Mixtures">Components K of each pixel.</param>
public readonly record struct LogisticMixtureShape(int Examples, int Positions, int Channels, int Mixtures)
{
    /// <summary>Parameters of a pixel: 3 K for one channel, 10 K for three.</summary>
    public int Parameters => ParametersOf(Channels, Mixtures);

    /// <summary>Parameters of a pixel: 3 K for one channel, 10 K for three.</summary>
    /// <exception cref="ShapeException">Neither one channel nor three, or no component.</exception>
    public static int ParametersOf(int channels, int mixtures)
    {
        if (channels is not (1 or 3) || mixtures < 1)
            throw new ShapeException("logistic mixture", $"expected 1 or 3 channels and at least one component, found {channels} and {mixtures}");
        return mixtures * (channels == 1 ? 3 : 10);
    }

    /// <summary>Where a channel's K means lie in a pixel's parameters; its K log-scales follow.</summary>
    internal int MeanOf(int channel) => Mixtures * (1 + (2 * channel));

    /// <summary>Where the K coefficients of a channel's mean in an earlier channel lie.</summary>
    internal int CoefficientOf(int channel, int earlier) => Mixtures * (7 + channel - 1 + earlier);
}
