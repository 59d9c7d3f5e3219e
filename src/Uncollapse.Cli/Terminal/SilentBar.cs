namespace Uncollapse.Cli.Terminal;

/// <summary>No bar.</summary>
internal sealed class SilentBar : IProgressBar
{
    internal static readonly SilentBar Instance = new();

    public void Report(double fraction, string detail)
    {
    }
}
