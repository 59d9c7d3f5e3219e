namespace Uncollapse.Reporting.Tables;

/// <summary>How a cell is to be read; always said in words too, colour only helps.</summary>
public enum Tone
{
    /// <summary>Nothing to say.</summary>
    Normal,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Wrong.</summary>
    Bad,

    /// <summary>Of little weight, or unknown.</summary>
    Muted,
}
