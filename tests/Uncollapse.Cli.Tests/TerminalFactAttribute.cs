namespace Uncollapse.Cli.Tests;

/// <summary>A fact that needs a pseudo-terminal, which util-linux's script makes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TerminalFactAttribute : FactAttribute
{
    internal const string Script = "/usr/bin/script";

    public TerminalFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Script)) Skip = $"needs {Script} (util-linux)";
    }
}
