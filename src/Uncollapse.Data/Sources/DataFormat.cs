namespace Uncollapse.Data.Sources;

/// <summary>File formats, as their content shows them.</summary>
public enum DataFormat
{
    /// <summary>None that is known.</summary>
    Unknown,

    /// <summary>The idx format of MNIST.</summary>
    Idx,

    /// <summary>One numpy array.</summary>
    Npy,

    /// <summary>Named numpy arrays in a zip archive.</summary>
    Npz,

    /// <summary>A table of numbers separated by commas, semicolons or tabs.</summary>
    Csv,

    /// <summary>A table of numbers separated by spaces.</summary>
    Amat,

    /// <summary>A MATLAB version 5 to 7.2 file.</summary>
    Matlab,

    /// <summary>One PNG picture.</summary>
    Png,

    /// <summary>PNG pictures in a zip archive.</summary>
    PngZip,

    /// <summary>Sentences in UTF-8, one a line.</summary>
    Text,

    /// <summary>HDF5 (also MATLAB 7.3 and .h5ad).</summary>
    Hdf5,

    /// <summary>A Python pickle.</summary>
    Pickle,

    /// <summary>A zip archive without arrays or pictures.</summary>
    Zip,
}
