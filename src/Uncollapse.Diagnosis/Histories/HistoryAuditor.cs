using Uncollapse.Data;
using Uncollapse.Data.Histories;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Histories;

/// <summary>Audits a training that another program did, from its log alone.</summary>
public static class HistoryAuditor
{
    // What is left of a name without the words that say of which split, and how it was averaged.
    private static readonly string[] _rateNames = ["rate", "kl", "kld", "kldiv", "kldivergence", "kllocal", "dkl"];
    private static readonly string[] _distortionNames = ["distortion", "recon", "reconstruction", "rec", "nll", "bce", "mse", "neglogp"];
    private static readonly string[] _weightNames = ["weight", "beta", "klweight", "kldweight", "anneal", "klanneal", "annealing"];
    private static readonly string[] _varianceNames = ["sigma2", "variance", "decodervariance", "sigmasquared"];
    private static readonly string[] _filling = ["train", "training", "loss", "losses", "term", "avg", "mean", "per", "epoch", "step", "batch"];

    private const int MostUnits = 512;

    /// <summary>Audits.</summary>
    /// <param name="log">The log.</param>
    /// <param name="columns">Which series are what.</param>
    /// <exception cref="DataFormatException">A named series is not there, or none is the rate, or it has no finite value.</exception>
    public static HistoryAudit Audit(TrainingLog log, HistoryColumns columns)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(columns);
        LogSeries rate = Find(log, columns.Rate, _rateNames)
            ?? throw new DataFormatException(log.Source, "", "a series of the KL, named by --rate", $"the series {string.Join(", ", log.Series.Select(series => series.Name).Take(12))}", "--rate NAME says which is the KL, summed over units and not weighted");
        LogSeries? distortion = Find(log, columns.Distortion, _distortionNames), weight = Find(log, columns.Weight, _weightNames), variance = Find(log, columns.Variance, _varianceNames);
        HistoryTrace trace = new(log.Source, rate, distortion, weight, variance, columns.Outputs);
        // A customary name does not say that units were summed: of an unnamed rate even the mean over 512 units must be below.
        bool isCollapsed = trace.Rate.Last < Thresholds.CollapsedInformation.Value / (columns.Rate is null ? MostUnits : 1);
        IReadOnlyList<Finding> findings = HistoryFindings.Of(trace, isCollapsed);
        var series = new Dictionary<string, HistorySummary>(StringComparer.Ordinal) { ["rate"] = trace.Rate };
        if (trace.Distortion is { } d) series["distortion"] = d;
        if (trace.Weight is { } w) series["weight"] = w;
        if (trace.Variance is { } v) series["variance"] = v;
        return new HistoryAudit
        {
            ToolVersion = CodeMeasurement.Version(),
            Source = log.Source,
            Verdict = isCollapsed ? Verdict.Collapsed : null,
            Explanation = [.. Explain(trace, isCollapsed)],
            Series = series,
            Findings = findings,
        };
    }

    private static LogSeries? Find(TrainingLog log, string? named, string[] customary) => named is null
        ? customary.Select(name => log.Series.FirstOrDefault(series => Bare(series.Name) == name)).FirstOrDefault(series => series is not null)
        : log.Find(named) ?? throw new DataFormatException(log.Source, "", $"a series '{named}'", $"the series {string.Join(", ", log.Series.Select(series => series.Name).Take(12))}", "Name one of those");

    /// <summary>A name's words but the filling ones, together: <c>Loss/train_kl_loss</c> is kl, <c>val_kl</c> stays valkl.</summary>
    private static string Bare(string name)
    {
        string[] words = name.ToLowerInvariant().Split(['/', '_', '-', '.', ' ', ':', '|'], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Where(word => !_filling.Contains(word, StringComparer.Ordinal)));
    }

    private static IEnumerable<string> Explain(HistoryTrace trace, bool isCollapsed)
    {
        yield return isCollapsed
            ? Text.Of($"Collapsed: the rate ends at {trace.Rate.Last:G2} nats, and the code cannot tell more than it costs.")
            : Text.Of($"Not known: the rate ends at {Text.Nats(trace.Rate.Last)} nats. That is what the code costs; whether it tells examples apart, and whether the decoder listens, a log does not say.{(trace.Rate.Last < Thresholds.CollapsedInformation.Value ? Text.Of($" If {trace.Rate.Name} is summed over units, it is a collapse: --rate {trace.Rate.Name} says so.") : "")}");
        if (isCollapsed)
        {
            yield return trace.Rate.Most < Thresholds.CollapsedInformation.Value
                ? "It never lived: no value of the log reaches a tenth of a nat."
                : trace.DeadFrom is null
                ? Text.Of($"It has lived: the rate was {Text.Nats(trace.Rate.Most)} nats at {trace.HighestAt:0}, in the log's own steps; single values still reach a tenth of a nat.")
                : Text.Of($"It has lived: the rate was {Text.Nats(trace.Rate.Most)} nats at {trace.HighestAt:0}, and below {Thresholds.CollapsedInformation.Value} for good from {trace.DeadFrom:0} on, in the log's own steps.");
        }

        if (trace.Rate.NotFinite > 0) yield return Text.Of($"{Text.Count(trace.Rate.NotFinite, "value")} of the rate is not finite: the training diverged there.");
        yield return Text.Of($"Read as the rate: {trace.Rate.Name}; as the distortion: {trace.Distortion?.Name ?? "nothing"}; as the KL's weight: {trace.Weight?.Name ?? "nothing"}; as the decoder's variance: {trace.Variance?.Name ?? "nothing"}. {Text.Count(trace.Rate.Points, "value")} of the rate.");
        if (!isCollapsed) yield return "Save the posteriors (mu and logvar of every example) and diagnose them: uncollapse diagnose --posterior Q.npz";
    }
}
