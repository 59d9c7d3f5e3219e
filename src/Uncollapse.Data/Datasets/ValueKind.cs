namespace Uncollapse.Data.Datasets;

/// <summary>What the values of a source are.</summary>
public enum ValueKind
{
    /// <summary>8-bit intensities, 0 to 255 (or 0 and 1, when a source stores binary images in bytes).</summary>
    Byte,

    /// <summary>Real numbers of any range.</summary>
    Real,

    /// <summary>Whole numbers that name the tokens of a vocabulary.</summary>
    Token,

    /// <summary>Whole numbers from 0: how often a gene or a word was met.</summary>
    Count,
}
