using System.ComponentModel;
using System.Diagnostics;

namespace Uncollapse.Data.Tests.Counts;

/// <summary>The anndata of the system's Python, where there is one.</summary>
internal static class Anndata
{
    private const string Python = "/usr/bin/python3";

    public static bool IsThere { get; } = Run("import anndata, h5py") == "";

    /// <summary>Runs a script; its errors, empty where there are none.</summary>
    public static string Run(string script, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(Python) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (string argument in new[] { "-W", "ignore", "-c", script }.Concat(arguments))
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"exit {process.ExitCode}: {errors}";
        }
        catch (Win32Exception cause)
        {
            return cause.Message;
        }
    }
}
