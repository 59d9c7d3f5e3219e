using System.Globalization;

namespace Uncollapse.Tensors.Kernels;

/// <summary>The extents of a convolution: images [examples, height, width, channels] are seen through windows, giving [examples, output height, output
/// width, output channels]. A transposed convolution has the same shape and goes the other way.</summary>
public readonly record struct ConvolutionShape
{
    /// <summary>Images.</summary>
    public int Examples { get; private init; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; private init; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; private init; }

    /// <summary>Channels of an image.</summary>
    public int Channels { get; private init; }

    /// <summary>Rows of windows.</summary>
    public int OutputHeight { get; private init; }

    /// <summary>Columns of windows.</summary>
    public int OutputWidth { get; private init; }

    /// <summary>Values of a window.</summary>
    public int OutputChannels { get; private init; }

    /// <summary>Rows of a window.</summary>
    public int KernelHeight { get; private init; }

    /// <summary>Columns of a window.</summary>
    public int KernelWidth { get; private init; }

    /// <summary>How windows lie.</summary>
    public ConvolutionSettings Settings { get; private init; }

    /// <summary>[examples, height, width, channels].</summary>
    public Shape Images => new(Examples, Height, Width, Channels);

    /// <summary>[examples, output height, output width, output channels].</summary>
    public Shape Outputs => new(Examples, OutputHeight, OutputWidth, OutputChannels);

    /// <summary>Multiply-adds of a pass.</summary>
    internal long Work => (long)Examples * OutputHeight * OutputWidth * KernelHeight * KernelWidth * (Channels / Settings.Groups) * OutputChannels;

    /// <summary>The shape of a convolution.</summary>
    /// <param name="operation">Who asks, for errors.</param>
    /// <param name="images">[examples, height, width, channels].</param>
    /// <param name="filter">[kernel height, kernel width, channels / groups, output channels].</param>
    /// <param name="settings">How windows lie.</param>
    /// <exception cref="ShapeException">The shapes or the settings do not fit together, or no window fits into the image.</exception>
    public static ConvolutionShape Of(string operation, Shape images, Shape filter, ConvolutionSettings settings)
    {
        RequireRank(operation, images, filter);
        if (settings.Groups < 1 || images[3] != filter[2] * settings.Groups || filter[3] % settings.Groups != 0)
        {
            throw new ShapeException(
                operation, images, filter, Text($"a filter [height, width, channels / groups, outputs] for {settings.Groups} groups, outputs a multiple of the groups"));
        }

        return Windows(operation, images, filter[0], filter[1], settings) with { OutputChannels = filter[3] };
    }

    /// <summary>The shape of a transposed convolution.</summary>
    /// <param name="operation">Who asks, for errors.</param>
    /// <param name="input">What it reads: [examples, height, width, channels].</param>
    /// <param name="filter">That of the convolution that it is the transpose of: [kernel height, kernel width, result's channels / groups, channels].</param>
    /// <param name="settings">How the windows lie on the result.</param>
    /// <exception cref="ShapeException">The shapes or the settings do not fit together, or nothing is left of the result.</exception>
    public static ConvolutionShape Transposed(string operation, Shape input, Shape filter, ConvolutionSettings settings)
    {
        RequireRank(operation, input, filter);
        RequireSettings(operation, settings);
        if (filter[0] < 1 || filter[1] < 1 || input[3] != filter[3] || filter[3] % settings.Groups != 0)
        {
            throw new ShapeException(
                operation, input, filter, Text($"a filter [height, width, result's channels / groups, {input[3]}], {input[3]} a multiple of the {settings.Groups} groups"));
        }

        if (settings.OutputPaddingY < 0 || settings.OutputPaddingY >= Math.Max(settings.StrideY, settings.DilationY)
            || settings.OutputPaddingX < 0 || settings.OutputPaddingX >= Math.Max(settings.StrideX, settings.DilationX))
        {
            throw new ShapeException(operation, Text($"expected output padding of 0 or more, below the stride or the dilation, found [{settings.OutputPaddingY}, {settings.OutputPaddingX}]"));
        }

        int height = ((input[1] - 1) * settings.StrideY) + (settings.DilationY * (filter[0] - 1)) + 1 - settings.PaddingTop - settings.PaddingBottom + settings.OutputPaddingY;
        int width = ((input[2] - 1) * settings.StrideX) + (settings.DilationX * (filter[1] - 1)) + 1 - settings.PaddingLeft - settings.PaddingRight + settings.OutputPaddingX;
        if (height < 1 || width < 1)
            throw new ShapeException(operation, input, filter, Text($"a result of one pixel or more, found [{height}, {width}]"));

        return new ConvolutionShape
        {
            Examples = input[0], Height = height, Width = width, Channels = filter[2] * settings.Groups,
            OutputHeight = input[1], OutputWidth = input[2], OutputChannels = input[3],
            KernelHeight = filter[0], KernelWidth = filter[1], Settings = settings,
        };
    }

    /// <summary>The shape of windows that keep the channels, as pooling's do.</summary>
    /// <param name="operation">Who asks, for errors.</param>
    /// <param name="images">[examples, height, width, channels].</param>
    /// <param name="kernelHeight">Rows of a window.</param>
    /// <param name="kernelWidth">Columns of a window.</param>
    /// <param name="settings">How windows lie.</param>
    /// <exception cref="ShapeException">The settings do not fit, or no window fits into the image.</exception>
    public static ConvolutionShape Windows(string operation, Shape images, int kernelHeight, int kernelWidth, ConvolutionSettings settings)
    {
        if (images.Rank != 4)
            throw new ShapeException(operation, $"expected images [examples, height, width, channels], found {images}");
        RequireSettings(operation, settings);
        if (kernelHeight < 1 || kernelWidth < 1)
            throw new ShapeException(operation, Text($"expected a window of one pixel or more, found [{kernelHeight}, {kernelWidth}]"));

        int y = images[1] + settings.PaddingTop + settings.PaddingBottom - (settings.DilationY * (kernelHeight - 1)) - 1;
        int x = images[2] + settings.PaddingLeft + settings.PaddingRight - (settings.DilationX * (kernelWidth - 1)) - 1;
        if (y < 0 || x < 0)
            throw new ShapeException(operation, Text($"a window of [{kernelHeight}, {kernelWidth}] does not fit into {images} as padded"));

        return new ConvolutionShape
        {
            Examples = images[0], Height = images[1], Width = images[2], Channels = images[3],
            OutputHeight = (y / settings.StrideY) + 1, OutputWidth = (x / settings.StrideX) + 1, OutputChannels = images[3],
            KernelHeight = kernelHeight, KernelWidth = kernelWidth, Settings = settings,
        };
    }

    private static void RequireRank(string operation, Shape images, Shape filter)
    {
        if (images.Rank != 4 || filter.Rank != 4)
            throw new ShapeException(operation, images, filter, "images [examples, height, width, channels] and a filter of rank 4");
    }

    private static void RequireSettings(string operation, ConvolutionSettings settings)
    {
        if (settings.StrideY < 1 || settings.StrideX < 1 || settings.DilationY < 1 || settings.DilationX < 1 || settings.Groups < 1)
            throw new ShapeException(operation, $"expected strides, dilations and groups of 1 or more, found {settings}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
