namespace Uncollapse.Records.History;

/// <summary>Which program made a run, where, and from what.</summary>
public sealed record Provenance
{
    /// <summary>The program's version.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The source commit it was built from; null where unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>Operating system and processor architecture.</summary>
    public required string Platform { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The vector width of the kernels, such as <c>512</c> or <c>scalar</c>.</summary>
    public required string Kernels { get; init; }

    /// <summary>The number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>What the data are: source, format, counts, checksum.</summary>
    public required string Data { get; init; }
}
