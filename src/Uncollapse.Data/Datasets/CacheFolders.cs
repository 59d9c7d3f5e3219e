namespace Uncollapse.Data.Datasets;

/// <summary>Where downloaded and unpacked data is kept.</summary>
public static class CacheFolders
{
    /// <summary><c>$XDG_CACHE_HOME/uncollapse</c>, or the system's folder for local application data, or <c>~/.cache/uncollapse</c>.</summary>
    public static string Default
    {
        get
        {
            string? chosen = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (!string.IsNullOrEmpty(chosen) && Path.IsPathRooted(chosen))
                return Path.Combine(chosen, "uncollapse");
            if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "uncollapse");
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "uncollapse");
        }
    }
}
