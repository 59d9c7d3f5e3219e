namespace Uncollapse.Data.Hdf5;

/// <summary>Kinds of types and objects, by the numbers of libhdf5.</summary>
internal static class Hdf5Class
{
    public const int Integer = 0;
    public const int Float = 1;
    public const int String = 3;
    public const int Compound = 6;
    public const int Enumeration = 8;

    /// <summary>An object that is a group.</summary>
    public const int Group = 2;

    /// <summary>An object that is a data set.</summary>
    public const int Dataset = 5;
}
