using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Layers;

/// <summary>What runs through a PixelCNN's layers, [examples, height, width, features] each.</summary>
/// <param name="Vertical">v, which has seen the rows above; null behind the last layer.</param>
/// <param name="Horizontal">h, which has seen the pixels to the left too; null behind the last layer.</param>
/// <param name="Skips">The sum of what the layers hand to the head; null before the first.</param>
internal readonly record struct PixelState<T>(Tensor<T>? Vertical, Tensor<T>? Horizontal, Tensor<T>? Skips)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
