using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Builtin;

/// <summary>Where data sets that are known by name are looked for, kept and fetched from.</summary>
/// <param name="DataFolder">A folder that holds them already, in sub-folders of their names; looked at first. Null: none.</param>
/// <param name="CacheFolder">Where downloads are kept.</param>
/// <param name="Mirror">Fetch <c>MIRROR/NAME/FILE</c> instead of the publisher's address; null: the publisher's.</param>
public sealed record BuiltinLocations(string? DataFolder, string CacheFolder, string? Mirror)
{
    /// <summary>The environment variable that names <see cref="DataFolder"/>.</summary>
    public const string DataVariable = "UNCOLLAPSE_DATA";

    /// <summary>The environment variable that names <see cref="Mirror"/>.</summary>
    public const string MirrorVariable = "UNCOLLAPSE_MIRROR";

    /// <summary>As the environment says: UNCOLLAPSE_DATA, UNCOLLAPSE_MIRROR, and the user's cache folder.</summary>
    public static BuiltinLocations FromEnvironment()
    {
        static string? Value(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
        return new BuiltinLocations(Value(DataVariable), CacheFolders.Default, Value(MirrorVariable));
    }
}
