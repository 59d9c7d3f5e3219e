using System.Runtime.InteropServices;
using Uncollapse.Cli;

using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
return Application.Run(args, CliStreams.Console, TimeProvider.System, cancellation.Token);

// The first signal asks the command to save and stop; the second does not wait for it.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (cancellation.IsCancellationRequested)
    {
        // A bar may have hidden the cursor.
        if (!Console.IsErrorRedirected) Console.CursorVisible = true;
        Environment.Exit(ExitCode.Interrupted);
    }

    cancellation.Cancel();
}
