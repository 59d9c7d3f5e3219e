using Spectre.Console;

namespace Uncollapse.Cli.Terminal;

/// <summary>A bar of Spectre.Console, drawn by the library's own thread.</summary>
internal sealed class SpectreBar(ProgressTask task, DetailColumn words) : IProgressBar
{
    public void Report(double fraction, string detail)
    {
        task.Value = 100 * Math.Clamp(fraction, 0, 1);
        words.Show(detail);
    }
}
