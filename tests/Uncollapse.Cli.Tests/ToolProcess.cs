using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Uncollapse.Cli.Tests;

/// <summary>The program as a process of its own: exit codes, signals and streams as a shell sees them.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    internal const int Interrupt = 2;
    internal const int Kill9 = 9;
    internal const int Terminate = 15;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ToolProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    internal string Output => _output.Result;

    internal string Error => _error.Result;

    internal bool HasExited => _process.HasExited;

    internal static ToolProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "uncollapse.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    internal static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var tool = Start(arguments);
        return (tool.Wait(), tool.Output, tool.Error);
    }

    internal int Wait()
    {
        if (!_process.WaitForExit(_patience))
        {
            _process.Kill();
            Assert.Fail("the program does not end");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal.</summary>
    internal void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    /// <summary>Waits until something is so, or fails.</summary>
    internal void Until(Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); Thread.Sleep(5))
        {
            Assert.True(clock.Elapsed < _patience, "waited in vain");
            if (_process.HasExited) Assert.Fail("the program ended early: " + Error);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
