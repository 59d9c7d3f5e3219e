namespace Uncollapse.Cli.Terminal;

/// <summary>A bar that fills.</summary>
internal interface IProgressBar
{
    /// <summary>How much is done, in [0, 1], and a few words beside the bar. Cheap: drawing happens elsewhere.</summary>
    void Report(double fraction, string detail);
}
