namespace Uncollapse.Data.Sources;

/// <summary>The part of a data set that a file or array holds.</summary>
internal enum Split
{
    Train,
    Validation,
    Test,
}
