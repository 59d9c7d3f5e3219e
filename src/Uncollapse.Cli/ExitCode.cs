namespace Uncollapse.Cli;

/// <summary>What the program's exit status says; scripts depend on it.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The command line asks for something that does not exist, is incomplete, or would overwrite what exists.</summary>
    public const int Usage = 1;

    /// <summary>A file, a format or a plan is not what it should be.</summary>
    public const int BadInput = 2;

    /// <summary><c>diagnose --fail-on</c> found what it was told to fail on.</summary>
    public const int Found = 3;

    /// <summary>The training diverged; the last good checkpoint is kept.</summary>
    public const int Diverged = 4;

    /// <summary>A defect of this program (sysexits' EX_SOFTWARE).</summary>
    public const int Defect = 70;

    /// <summary>Interrupted; the state is saved.</summary>
    public const int Interrupted = 130;
}
