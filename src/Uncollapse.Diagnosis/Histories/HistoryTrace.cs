using Uncollapse.Data;
using Uncollapse.Data.Histories;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Histories;

/// <summary>A log's series, summed up, with the moments that matter.</summary>
internal sealed class HistoryTrace
{
    // The values at the ends are means over so much of the log: one minibatch says little.
    private const double EndShare = 0.1;
    private readonly LogSeries _rate;
    private readonly LogSeries? _weight;

    public HistoryTrace(string source, LogSeries rate, LogSeries? distortion, LogSeries? weight, LogSeries? variance, int? outputs)
    {
        _rate = Finite(source, rate);
        _weight = weight is null ? null : Finite(source, weight);
        Rate = Sum(_rate, rate);
        Distortion = distortion is null ? null : Sum(Finite(source, distortion), distortion);
        Weight = _weight is null ? null : Sum(_weight, weight!);
        Variance = variance is null ? null : Sum(Finite(source, variance), variance);
        Outputs = outputs;
        int highest = Enumerable.Range(0, _rate.Values.Count).MaxBy(i => _rate.Values[i]);
        HighestAt = _rate.Steps[highest];
        int dead = _rate.Values.Count;
        while (dead > 0 && _rate.Values[dead - 1] < Thresholds.CollapsedInformation.Value) dead--;
        DeadFrom = dead < _rate.Values.Count ? _rate.Steps[dead] : null;
    }

    public HistorySummary Rate { get; }

    public HistorySummary? Distortion { get; }

    public HistorySummary? Weight { get; }

    public HistorySummary? Variance { get; }

    public int? Outputs { get; }

    /// <summary>The step of the largest rate.</summary>
    public double HighestAt { get; }

    /// <summary>The step from which on the rate stays below a tenth of a nat; null where it does not.</summary>
    public double? DeadFrom { get; }

    /// <summary>The rate's standard deviation over the last half, over its mean there.</summary>
    public double LateVariation
    {
        get
        {
            double[] late = [.. _rate.Values.Skip(_rate.Values.Count / 2)];
            double mean = late.Average();
            return Math.Sqrt(late.Average(value => (value - mean) * (value - mean))) / Math.Max(1e-12, Math.Abs(mean));
        }
    }

    /// <summary>Whether the weight is larger at the end than it was a tenth of the log before.</summary>
    public bool WeightStillRises => _weight is { Values.Count: > 1 } weight && weight.Values[^1] > weight.Values[Math.Max(0, (int)((1 - EndShare) * weight.Values.Count) - 1)];

    /// <summary>The weight at a step, the last that was written by then.</summary>
    public double? WeightAt(double step)
    {
        if (_weight is null) return null;
        double found = _weight.Values[0];
        for (int i = 0; i < _weight.Values.Count && _weight.Steps[i] <= step; i++) found = _weight.Values[i];
        return found;
    }

    private static LogSeries Finite(string source, LogSeries series)
    {
        int[] kept = [.. Enumerable.Range(0, series.Values.Count).Where(i => double.IsFinite(series.Values[i]))];
        return kept.Length > 0
            ? new LogSeries(series.Name, [.. kept.Select(i => series.Steps[i])], [.. kept.Select(i => series.Values[i])])
            : throw new DataFormatException(source, $"series {series.Name}", "finite values", "none");
    }

    private static HistorySummary Sum(LogSeries finite, LogSeries all)
    {
        int count = finite.Values.Count, end = Math.Max(1, (int)(EndShare * count));
        return new HistorySummary(
            finite.Name, count, finite.Values.Take(end).Average(), finite.Values.TakeLast(end).Average(), finite.Values.Min(), finite.Values.Max(), all.Values.Count - count);
    }
}
