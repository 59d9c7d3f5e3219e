using System.Diagnostics;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

public sealed class SampleTests
{
    [Fact]
    public void TheSampleTrainsDiagnosesAndReports()
    {
        string folder = Path.Combine(TestFiles.TemporaryFolder(), "first");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FirstDiagnosis.dll"), folder]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var sample = Process.Start(start)!;
        string output = sample.StandardOutput.ReadToEnd();
        sample.WaitForExit();
        Assert.Equal(0, sample.ExitCode);
        Assert.Matches(@"^(Healthy|Partial): the code tells [0-9]\.[0-9]{2} nats about an example\n$", output);
        string report = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("data:image/png;base64,", report, StringComparison.Ordinal);
        Assert.True(File.ReadLines(Path.Combine(TestFiles.Root, "samples", "FirstDiagnosis", "Program.cs")).Count() <= 25, "a sample is at most 25 lines");
    }
}
