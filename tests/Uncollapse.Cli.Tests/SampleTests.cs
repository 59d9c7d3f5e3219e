using System.Diagnostics;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

public sealed class SampleTests
{
    [Fact]
    public void TheSampleTrainsDiagnosesAndReportsWhereItSays()
    {
        // Without an argument, as the README has it: in a folder of its own below the current one.
        string here = TestFiles.TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FirstDiagnosis.dll")]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = here };
        using var sample = Process.Start(start)!;
        string output = sample.StandardOutput.ReadToEnd();
        sample.WaitForExit();
        Assert.Equal(0, sample.ExitCode);
        Assert.Matches(@"^(Healthy|Partial): the code tells [0-9]\.[0-9]{2} nats about an example; report: .*sample-1/report\.html\n$", output);
        string report = File.ReadAllText(output[(output.IndexOf("report: ", StringComparison.Ordinal) + 8)..].Trim());
        Assert.Contains("data:image/png;base64,", report, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(here, "runs", "sample-1", "report.html")));
        string source = File.ReadAllText(Path.Combine(TestFiles.Root, "samples", "FirstDiagnosis", "Program.cs"));
        Assert.Contains(source, File.ReadAllText(Path.Combine(TestFiles.Root, "README.md")), StringComparison.Ordinal);
        Assert.True(File.ReadLines(Path.Combine(TestFiles.Root, "samples", "FirstDiagnosis", "Program.cs")).Count() <= 25, "a sample is at most 25 lines");
    }
}
