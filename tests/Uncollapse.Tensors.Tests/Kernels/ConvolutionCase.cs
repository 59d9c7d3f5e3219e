using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>A convolution to be checked: images, filter, settings.</summary>
internal sealed record ConvolutionCase(Shape Images, Shape Filter, ConvolutionSettings Settings)
{
    /// <summary>Every kind of window: odd sizes, strides, dilations, groups, one-sided and negative padding, more images than a task has.</summary>
    internal static ConvolutionCase[] All { get; } =
    [
        new(new(2, 5, 7, 3), new(3, 3, 3, 4), ConvolutionSettings.Uniform(padding: 1)),
        new(new(1, 1, 1, 1), new(1, 1, 1, 1), default),
        new(new(3, 6, 5, 20), new(1, 1, 20, 40), default),
        new(new(2, 5, 31, 32), new(3, 3, 32, 32), ConvolutionSettings.Uniform(padding: 1)),
        new(new(2, 8, 8, 5), new(4, 4, 5, 33), ConvolutionSettings.Uniform(stride: 2, padding: 1)),
        new(new(2, 7, 9, 5), new(4, 4, 5, 17), ConvolutionSettings.Uniform(stride: 2, padding: 1)),
        new(new(1, 11, 10, 4), new(3, 2, 4, 6), new ConvolutionSettings { StrideY = 3, StrideX = 2, PaddingTop = 2, PaddingRight = 1, DilationY = 2, DilationX = 3 }),
        new(new(2, 6, 6, 8), new(3, 3, 2, 12), ConvolutionSettings.Uniform(padding: 1, groups: 4)),
        new(new(2, 7, 6, 6), new(3, 3, 1, 6), ConvolutionSettings.Uniform(stride: 2, padding: 1, groups: 6)),
        new(new(2, 7, 5, 34), new(2, 3, 17, 66), ConvolutionSettings.Uniform(padding: 2, dilation: 2, groups: 2)),
        new(new(1, 9, 9, 3), new(2, 2, 3, 5), ConvolutionSettings.Uniform(stride: 3)),
        new(new(2, 5, 5, 2), new(5, 5, 2, 1), ConvolutionSettings.Uniform(padding: 2)),
        new(new(2, 6, 7, 3), new(2, 3, 3, 4), ConvolutionSettings.Above(2, 3)),
        new(new(2, 6, 7, 3), new(1, 3, 3, 4), ConvolutionSettings.LeftOf(3, itself: false)),
        new(new(2, 6, 7, 3), new(1, 3, 3, 4), ConvolutionSettings.LeftOf(3, itself: true)),
        new(new(2, 6, 7, 3), new(3, 3, 3, 2), new ConvolutionSettings { StrideX = 2, PaddingTop = -1, PaddingLeft = -2, PaddingBottom = 3, PaddingRight = -1 }),
        new(new(40, 3, 3, 2), new(3, 3, 2, 4), ConvolutionSettings.Uniform(padding: 1)),
        new(new(1, 40, 50, 24), new(3, 3, 24, 10), ConvolutionSettings.Uniform(padding: 1)),
        new(new(2, 6, 19, 20), new(3, 3, 20, 1), ConvolutionSettings.Uniform(padding: 1)),
        new(new(2, 7, 9, 3), new(4, 4, 3, 18), ConvolutionSettings.Uniform(stride: 2, padding: 1)),
        new(new(2, 5, 6, 70), new(3, 2, 35, 4), ConvolutionSettings.Uniform(stride: 2, groups: 2)),
        new(new(0, 4, 4, 2), new(3, 3, 2, 4), ConvolutionSettings.Uniform(padding: 1)),
    ];

    internal ConvolutionShape Shape => ConvolutionShape.Of("test", Images, Filter, Settings);
}
