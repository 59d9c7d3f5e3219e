using System.Globalization;
using Uncollapse.Cli.Terminal;
using Uncollapse.Data.Builtin;

namespace Uncollapse.Cli.Progress;

/// <summary>Shows a download of several files as one bar.</summary>
internal sealed class DownloadBar(IProgressBar bar, RemoteDataset dataset, long total) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value)
    {
        long before = dataset.Files.TakeWhile(file => file.Name != value.File).Sum(file => file.Bytes);
        double done = (double)(before + value.Received) / Math.Max(1, total);
        bar.Report(done, string.Create(CultureInfo.InvariantCulture, $"{value.File}, {value.Received >> 10:#,0} KiB"));
    }
}
