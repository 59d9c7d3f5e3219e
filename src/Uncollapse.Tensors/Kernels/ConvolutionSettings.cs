namespace Uncollapse.Tensors.Kernels;

/// <summary>How a window moves over an image: strides, padding, dilation, groups. The default moves by one pixel and pads nothing.</summary>
/// <remarks>
/// <para>The result of a convolution has floor((extent + padding before + padding after - dilation (kernel - 1) - 1) / stride) + 1 rows or columns; that of
/// a transposed one (extent - 1) stride + dilation (kernel - 1) + 1 - padding before - padding after + output padding.</para>
/// <para>Each side has its own padding, with zeros; a negative one crops. So a convolution is causal by its geometry, at no cost: see <see cref="Above"/>
/// and <see cref="LeftOf"/>.</para>
/// </remarks>
public readonly record struct ConvolutionSettings
{
    // Kept less one, so that the default value of the struct is the usual window.
    private readonly int _strideY, _strideX, _dilationY, _dilationX, _groups;

    /// <summary>Rows from one window to the next; at least 1.</summary>
    public int StrideY
    {
        get => _strideY + 1;
        init => _strideY = value - 1;
    }

    /// <summary>Columns from one window to the next; at least 1.</summary>
    public int StrideX
    {
        get => _strideX + 1;
        init => _strideX = value - 1;
    }

    /// <summary>Rows from one tap of the filter to the next; at least 1.</summary>
    public int DilationY
    {
        get => _dilationY + 1;
        init => _dilationY = value - 1;
    }

    /// <summary>Columns from one tap of the filter to the next; at least 1.</summary>
    public int DilationX
    {
        get => _dilationX + 1;
        init => _dilationX = value - 1;
    }

    /// <summary>Into how many runs the channels are cut, each of which sees only its own; at least 1.</summary>
    public int Groups
    {
        get => _groups + 1;
        init => _groups = value - 1;
    }

    /// <summary>Rows of zeros above.</summary>
    public int PaddingTop { get; init; }

    /// <summary>Rows of zeros below.</summary>
    public int PaddingBottom { get; init; }

    /// <summary>Columns of zeros to the left.</summary>
    public int PaddingLeft { get; init; }

    /// <summary>Columns of zeros to the right.</summary>
    public int PaddingRight { get; init; }

    /// <summary>Rows that a transposed convolution's result has more, at the bottom: a stride leaves open which of several extents a convolution came
    /// from. Below the stride or the dilation.</summary>
    public int OutputPaddingY { get; init; }

    /// <summary>Columns that a transposed convolution's result has more, to the right.</summary>
    public int OutputPaddingX { get; init; }

    /// <summary>The same in both directions and on all sides.</summary>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    /// <param name="groups">Runs of channels.</param>
    /// <param name="outputPadding">For a transposed convolution.</param>
    public static ConvolutionSettings Uniform(int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0) => new()
    {
        StrideY = stride, StrideX = stride, DilationY = dilation, DilationX = dilation, Groups = groups,
        PaddingTop = padding, PaddingBottom = padding, PaddingLeft = padding, PaddingRight = padding,
        OutputPaddingY = outputPadding, OutputPaddingX = outputPadding,
    };

    /// <summary>Padding with which a stride of one keeps the extents, and a greater stride gives ceil(extent / stride); where it is odd, the zero more is
    /// at the end.</summary>
    /// <param name="kernelHeight">Rows of the filter.</param>
    /// <param name="kernelWidth">Columns of the filter.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    public static ConvolutionSettings Same(int kernelHeight, int kernelWidth, int dilation = 1)
    {
        int y = (kernelHeight - 1) * dilation, x = (kernelWidth - 1) * dilation;
        return new ConvolutionSettings
        {
            DilationY = dilation, DilationX = dilation, PaddingTop = y / 2, PaddingBottom = y - (y / 2), PaddingLeft = x / 2, PaddingRight = x - (x / 2),
        };
    }

    /// <summary>A filter [rows, columns] that sees, from each pixel, only the rows above it (a vertical stack): no pixel of its own row.</summary>
    /// <param name="rows">Rows of the filter: how far up it sees.</param>
    /// <param name="columns">Columns of the filter, centred; odd.</param>
    public static ConvolutionSettings Above(int rows, int columns) => new()
    {
        PaddingTop = rows, PaddingBottom = -1, PaddingLeft = columns / 2, PaddingRight = columns / 2,
    };

    /// <summary>A filter [1, columns] that sees, from each pixel, only those to its left (a horizontal stack).</summary>
    /// <param name="columns">Columns of the filter.</param>
    /// <param name="itself">Whether the last column is the pixel itself (type B), else the one before it (type A).</param>
    public static ConvolutionSettings LeftOf(int columns, bool itself) => new()
    {
        PaddingLeft = itself ? columns - 1 : columns, PaddingRight = itself ? 0 : -1,
    };
}
