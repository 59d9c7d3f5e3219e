namespace Uncollapse.Tensors.Kernels;

/// <summary>What is done with the windows of images.</summary>
internal enum WindowPass
{
    /// <summary>Images to outputs: the greatest value.</summary>
    Maximum,

    /// <summary>Outputs to images: to where the maximum was.</summary>
    MaximumGradient,

    /// <summary>Images to outputs: from where the maximum was.</summary>
    AtMaximum,

    /// <summary>Images to outputs: the sum.</summary>
    Sum,

    /// <summary>Outputs to images: to all pixels.</summary>
    Spread,
}
