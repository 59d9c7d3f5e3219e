using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Diagnosis;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Treatment.Sweeps;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment;

/// <summary>How the cells of a sweep, or the models of a treatment, are measured, as text that stays the same when the program's types change: <c>key=value</c>, with semicolons between.</summary>
internal static class MeasuringText
{
    private const string Between = "; ";

    internal static string Of(SweepOptions options) => Text(Pairs(options));

    internal static string Of(TreatmentOptions options) => Text(Pairs(options));

    /// <summary>Refuses to go on with other options. What an earlier version's record does not know was measured as the default has it.</summary>
    /// <exception cref="DataFormatException">One differs; says which.</exception>
    internal static void RequireSame(string file, string recorded, SweepOptions options) => RequireSame(file, recorded, Pairs(options), Pairs(new SweepOptions()));

    /// <inheritdoc cref="RequireSame(string, string, SweepOptions)"/>
    internal static void RequireSame(string file, string recorded, TreatmentOptions options) => RequireSame(file, recorded, Pairs(options), Pairs(new TreatmentOptions()));

    private static void RequireSame(string file, string recorded, IEnumerable<KeyValuePair<string, string>> asked, IEnumerable<KeyValuePair<string, string>> unasked)
    {
        const string hint = "Give the same options as at first, and --resume";
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string item in recorded.Split(Between))
        {
            string[] pair = item.Split('=', 2);
            if (pair.Length != 2 || !before.TryAdd(pair[0], pair[1])) throw new DataFormatException(file, "measured", "measuring options, each as key=value and once", $"'{item}'", "Name another folder");
        }

        var now = asked.ToDictionary(StringComparer.Ordinal);
        var defaults = unasked.ToDictionary(StringComparer.Ordinal);
        foreach (string key in now.Keys.Union(before.Keys))
        {
            string? had = before.GetValueOrDefault(key, defaults.GetValueOrDefault(key)!), has = now.GetValueOrDefault(key);
            if (had != has) throw new DataFormatException(file, "measured", $"the measuring options that it began with: {key}={had}", has is null ? $"a program without {key}" : $"{key}={has}", hint);
        }
    }

    private static string Text(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join(Between, pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static IEnumerable<KeyValuePair<string, string>> Pairs(SweepOptions options) => Pairs(options.Checkpoint, options.Diagnosis);

    private static IEnumerable<KeyValuePair<string, string>> Pairs(TreatmentOptions options) =>
        Pairs(options.Checkpoint, options.Diagnosis).Append(new("trials", options.Trials.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<KeyValuePair<string, string>> Pairs(CheckpointKind checkpoint, DiagnosisOptions measured)
    {
        static KeyValuePair<string, string> Pair(string key, string value) => new(key, value);
        static KeyValuePair<string, string> Number(string key, long? value, string open = "") => new(key, value?.ToString(CultureInfo.InvariantCulture) ?? open);
        return
        [
            Pair("checkpoint", checkpoint.ToString().ToLowerInvariant()), Pair("split", measured.Split), Number("examples", measured.Examples), Number("aggregate_size", measured.AggregateSize, "all"),
            Number("samples", measured.Samples), Number("importance_samples", measured.ImportanceSamples, "auto"), Number("nll_examples", measured.NllExamples, "all"), Number("unit_examples", measured.UnitExamples),
            Pair("blocks", measured.Blocks.Count == 0 ? "none" : string.Join(',', measured.Blocks)), Number("refined_examples", measured.RefinedExamples, "auto"), Number("probe_examples", measured.ProbeExamples),
            Number("margin_examples", measured.MarginExamples), Number("geometry_examples", measured.GeometryExamples), Number("bootstrap_replicates", measured.BootstrapReplicates), Number("seed", measured.Seed),
        ];
    }
}
