using System.Diagnostics;

namespace Uncollapse.Cli.Tests;

/// <summary>What the program does where people look at it: in a pseudo-terminal.</summary>
public sealed class TerminalTests
{
    private const string Color = "\u001b[38;5;";
    private const string Bar = "\u2501\u2501\u2501";
    private readonly string _folder = SmallData.Folder();

    [TerminalFact]
    public void ATerminalGetsABarAndColours()
    {
        string screen = Screen("", "one");
        Assert.Contains(Bar, screen, StringComparison.Ordinal);
        Assert.Contains(Color, screen, StringComparison.Ordinal);
        Assert.Contains("examples/s", screen, StringComparison.Ordinal);
        Assert.True(screen.LastIndexOf("\u001b[?25l", StringComparison.Ordinal) < screen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal), "the cursor stays hidden");
    }

    [TerminalFact]
    public void NoColorIsHonouredAsAnOptionAndInTheEnvironment()
    {
        Assert.DoesNotContain(Color, Screen("--no-color", "two"), StringComparison.Ordinal);
        Assert.DoesNotContain(Color, Screen("", "three", noColor: true), StringComparison.Ordinal);
    }

    [TerminalFact]
    public void QuietDrawsNothing()
    {
        string screen = Screen("--quiet", "four");
        Assert.DoesNotContain(Bar, screen, StringComparison.Ordinal);
        Assert.Contains("finished: 40 epochs", screen, StringComparison.Ordinal);
    }

    private string Screen(string option, string name, bool noColor = false)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "uncollapse.dll");
        string line = $"dotnet '{tool}' train --data '{Path.Combine(_folder, "bars.npy")}' --epochs 40 --out '{Path.Combine(_folder, name)}' {SmallData.Model} {option}";
        var start = new ProcessStartInfo(TerminalFactAttribute.Script, ["-qec", line, "/dev/null"]) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        if (noColor) start.Environment["NO_COLOR"] = "1";
        using var script = Process.Start(start)!;
        string screen = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        Assert.True(script.ExitCode == 0, screen);
        return screen;
    }
}
