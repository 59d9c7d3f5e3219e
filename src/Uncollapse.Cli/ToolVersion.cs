using System.Reflection;

namespace Uncollapse.Cli;

/// <summary>The program's version and the commit it was built from, as the build stamped them.</summary>
internal static class ToolVersion
{
    /// <summary>Such as <c>0.1.0+4f2a...</c>.</summary>
    internal static string Informational { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    internal static string Number => Informational.Split('+')[0];

    internal static string? Commit => Informational.IndexOf('+', StringComparison.Ordinal) is >= 0 and int plus ? Informational[(plus + 1)..] : null;

    internal static string Line => Commit is { } commit ? $"uncollapse {Number} (commit {commit[..Math.Min(12, commit.Length)]})" : $"uncollapse {Number}";
}
