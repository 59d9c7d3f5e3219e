namespace Uncollapse.Cli.Options;

/// <summary>The values of the options that every command has.</summary>
internal readonly record struct CommonValues(bool Json, long? Seed, int? Threads, bool Quiet, bool Color, bool Debug);
