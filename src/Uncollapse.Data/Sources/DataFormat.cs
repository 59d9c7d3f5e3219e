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

    /// <summary>HDF5: .h5ad, Cell Ranger's .h5, loom, arrays (also MATLAB 7.3).</summary>
    Hdf5,

    /// <summary>A sparse matrix in the Matrix Market's coordinate format, perhaps with names beside it as Cell Ranger writes them.</summary>
    MatrixMarket,

    /// <summary>Lines of a label and pairs of index and value: a bag of words.</summary>
    Libsvm,

    /// <summary>A Python pickle.</summary>
    Pickle,

    /// <summary>A zip archive without arrays or pictures.</summary>
    Zip,
}
