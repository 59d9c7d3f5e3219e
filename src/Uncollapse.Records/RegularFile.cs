namespace Uncollapse.Records;

/// <summary>Tells files from what only looks like one, without opening it.</summary>
public static class RegularFile
{
    /// <summary>
    /// Whether a path leads to something of a length above 0. Named pipes and devices have none; opening them may wait for ever, reading
    /// them may never end.
    /// </summary>
    /// <param name="path">A path; links are followed.</param>
    /// <exception cref="IOException">There is nothing at the path, or it may not be looked at.</exception>
    public static bool HasBytes(string path)
    {
        var file = new FileInfo(path);
        // A link to what has no name (a shell's process substitution) cannot be followed; what it leads to has a writer already.
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target) file = target;
        return file.Length > 0;
    }
}
