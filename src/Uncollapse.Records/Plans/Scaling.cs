namespace Uncollapse.Records.Plans;

/// <summary>How raw values are scaled before binarisation.</summary>
public enum Scaling
{
    /// <summary>8-bit images by 1/255; everything else is left as it is.</summary>
    Auto,

    /// <summary>Values as they are in the file.</summary>
    None,

    /// <summary>To [0, 1]: 8-bit images by 1/255, others by the minimum and maximum of the training split.</summary>
    Unit,

    /// <summary>Each output to mean 0 and standard deviation 1 of the training split; constant outputs are only centred.</summary>
    Standardise,
}
