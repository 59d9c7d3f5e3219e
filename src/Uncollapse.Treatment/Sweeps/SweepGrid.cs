using System.Security.Cryptography;
using System.Text;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The cells of a sweep: the product of its axes, and a name for each.</summary>
internal static class SweepGrid
{
    internal const int Most = 10_000;
    private const int LongestName = 100;
    private const int HashDigits = 8;

    /// <summary>All combinations, the last axis' values changing fastest.</summary>
    /// <exception cref="Records.Plans.PlanException">There are too many.</exception>
    internal static IReadOnlyList<IReadOnlyList<SweepSetting>> Product(IReadOnlyList<SweepAxis> axes)
    {
        double cells = axes.Aggregate(1.0, (count, axis) => count * axis.Values.Count);
        if (cells > Most) throw SweepAxes.Problem("sweep", $"at most {Most} cells", FormattableString.Invariant($"{cells:0}"), "sweep fewer values");
        IEnumerable<IReadOnlyList<SweepSetting>> all = [[]];
        foreach (SweepAxis axis in axes) all = all.SelectMany(settings => axis.Values.Select(value => (IReadOnlyList<SweepSetting>)[.. settings, new SweepSetting(axis.Key, value)]));
        return [.. all];
    }

    /// <summary>A cell's name, such as <c>beta-4_seed-1</c>: a file name everywhere, and the same whatever other cells there are. What does not fit is told by a hash.</summary>
    internal static string Name(IReadOnlyList<SweepSetting> settings)
    {
        string[] keys = [.. settings.Select(setting => setting.Key)];
        string full = string.Join('_', settings.Select(setting => $"{SweepAxis.Short(setting.Key, keys)}-{setting.Value}"));
        string name = string.Concat(full.Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        if (name == full && name.Length <= LongestName && !name.EndsWith('.')) return name;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..HashDigits];
        return $"{name[..Math.Min(name.Length, LongestName - HashDigits - 1)].TrimEnd('.', '-')}-{hash}";
    }
}
