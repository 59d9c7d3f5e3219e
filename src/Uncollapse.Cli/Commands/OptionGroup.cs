using System.CommandLine;

namespace Uncollapse.Cli.Commands;

/// <summary>Options under one heading of the help.</summary>
internal sealed record OptionGroup(string Heading, IReadOnlyList<Option> Options);
