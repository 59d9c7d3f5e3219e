using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Layers;

/// <summary>The extents on both sides of a stage that halves an image, and the padding that makes it so for any extents and any filter.</summary>
/// <remarks>From extent e a stage makes ceil(e / 2), with (ceil(e / 2) - 1) 2 + kernel - e zeros in all, the odd one at the end. The transposed convolution with
/// the same padding makes e again: an autoencoder gives back exactly the shape it was given.</remarks>
/// <param name="Height">Rows on the example's side.</param>
/// <param name="Width">Columns on the example's side.</param>
/// <param name="HalfHeight">Rows on the code's side.</param>
/// <param name="HalfWidth">Columns on the code's side.</param>
/// <param name="Settings">Stride 2 and the padding.</param>
public readonly record struct StageGeometry(int Height, int Width, int HalfHeight, int HalfWidth, ConvolutionSettings Settings)
{
    private const int Stride = 2;

    /// <summary>The stages of a network over images, from the example's side.</summary>
    /// <param name="path">The network's place in the plan, such as <c>model.encoder</c>.</param>
    /// <param name="plan">How many stages, and their filters.</param>
    /// <param name="statistics">The images' shape.</param>
    /// <exception cref="PlanException">The data are no images.</exception>
    public static StageGeometry[] Of(string path, NetworkPlan plan, DataStatistics statistics)
    {
        DataStatistics.RequireImages(path, plan.Kind, statistics.Height, statistics.Width);
        var stages = new StageGeometry[plan.Channels.Count];
        (int height, int width) = (statistics.Height, statistics.Width);
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i] = Halving(height, width, plan.Kernel);
            (height, width) = (stages[i].HalfHeight, stages[i].HalfWidth);
        }

        return stages;
    }

    /// <summary>A stage of given extents.</summary>
    /// <param name="height">Rows on the example's side.</param>
    /// <param name="width">Columns on the example's side.</param>
    /// <param name="kernel">The side of the filter.</param>
    public static StageGeometry Halving(int height, int width, int kernel)
    {
        int halfHeight = (height + 1) / Stride, halfWidth = (width + 1) / Stride;
        int rows = ((halfHeight - 1) * Stride) + kernel - height, columns = ((halfWidth - 1) * Stride) + kernel - width;
        int top = Math.Max(0, rows) / 2, left = Math.Max(0, columns) / 2;
        var settings = ConvolutionSettings.Uniform(Stride) with
        {
            PaddingTop = top, PaddingBottom = rows - top, PaddingLeft = left, PaddingRight = columns - left,
        };
        return new StageGeometry(height, width, halfHeight, halfWidth, settings);
    }
}
