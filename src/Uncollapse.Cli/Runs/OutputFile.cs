namespace Uncollapse.Cli.Runs;

/// <summary>Where a command writes: nothing that exists is overwritten unless the user says so.</summary>
internal static class OutputFile
{
    /// <summary>Checks a file that is to be written; nothing is made before the input is known to be good.</summary>
    /// <exception cref="CliException">It exists and <paramref name="force"/> is false, or it is a folder.</exception>
    internal static void Claim(string path, bool force)
    {
        if (Directory.Exists(path)) throw CliException.Usage($"--out {path}: expected a file, found a folder", $"--out {Path.Combine(path, "NAME")}");
        if (File.Exists(path) && !force) throw CliException.Usage($"--out {path}: the file exists", "name another, or add --force to overwrite it");
    }

    /// <summary>Checks a folder that is about to be filled with files of these names.</summary>
    /// <exception cref="CliException">It has one of them and <paramref name="force"/> is false, or it is a file.</exception>
    internal static void ClaimFolder(string folder, bool force, params ReadOnlySpan<string> names)
    {
        if (File.Exists(folder)) throw CliException.Usage($"--out {folder}: expected a folder, found a file", "name a folder");
        if (force) return;
        foreach (string name in names)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) throw CliException.Usage($"{path} exists", "add --force to overwrite it, or name another folder with --out");
        }
    }

    /// <summary>Checks the folder of a new run.</summary>
    /// <exception cref="CliException">It is a file, or it has something in it and <paramref name="force"/> is false.</exception>
    internal static void ClaimRun(string folder, bool force)
    {
        if (File.Exists(folder)) throw CliException.Usage($"--out {folder}: expected a folder, found a file", "name another folder");
        if (force || !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        throw File.Exists(Path.Combine(folder, "plan.yaml"))
            ? CliException.Usage($"--out {folder}: a run is there", $"go on with it (uncollapse train {folder} --resume), replace it (--force), or name another folder")
            : CliException.Usage($"--out {folder}: the folder is not empty", "name another folder; --force writes beside what is there");
    }
}
