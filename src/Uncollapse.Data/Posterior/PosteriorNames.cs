namespace Uncollapse.Data.Posterior;

/// <summary>What to do about an archive whose arrays have other names than a posterior's.</summary>
internal static class PosteriorNames
{
    private const string Example = "np.savez('q.npz', mu=mu, logvar=logvar)";
    private static readonly string[] Spreads = ["logvar", "var", "std"];

    // Endings of the customary names, without underscores: the longer ones first, for 'logvar' ends in 'var'.
    private static readonly (string Ending, string Name)[] Customary =
    [
        ("logvariance", "logvar"), ("logvariances", "logvar"), ("logvar", "logvar"), ("logvars", "logvar"), ("lnvar", "logvar"), ("logsigma2", "logvar"), ("logsigmasq", "logvar"),
        ("logstd", "logstd"), ("logsigma", "logstd"), ("logscale", "logstd"),
        ("variance", "var"), ("variances", "var"), ("var", "var"), ("sigma2", "var"), ("sigmasq", "var"),
        ("std", "std"), ("stds", "std"), ("stddev", "std"), ("sigma", "std"), ("scale", "std"),
        ("mean", "mu"), ("means", "mu"), ("mu", "mu"), ("mus", "mu"), ("loc", "mu"),
    ];

    /// <summary>A hint: which array to rename, or which to leave out.</summary>
    internal static string Hint(IReadOnlyList<string> names)
    {
        string[] spreads = [.. Spreads.Where(names.Contains)];
        if (spreads.Length > 1) return $"Keep one of {string.Join(", ", spreads)}: they say the same";
        var steps = new List<string>();
        if (!names.Contains("mu") && Near(names, "mu") is { } mean) steps.Add($"rename '{mean}' to 'mu'");
        if (spreads.Length == 0)
        {
            string? kind = Spreads.FirstOrDefault(spread => Near(names, spread) is not null);
            if (kind is not null) steps.Add($"rename '{Near(names, kind)}' to '{kind}'");
            else if (Near(names, "logstd") is { } deviation) steps.Add($"save 2 * {deviation} as 'logvar'");
        }

        return steps.Count == 0 ? Example : char.ToUpperInvariant(steps[0][0]) + string.Join(" and ", steps)[1..];
    }

    private static string? Near(IReadOnlyList<string> names, string wanted) => names.FirstOrDefault(name => Meaning(name) == wanted);

    private static string? Meaning(string name)
    {
        string bare = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).ToLowerInvariant();
        return Customary.Where(custom => bare.EndsWith(custom.Ending, StringComparison.Ordinal)).Select(custom => custom.Name).FirstOrDefault();
    }
}
