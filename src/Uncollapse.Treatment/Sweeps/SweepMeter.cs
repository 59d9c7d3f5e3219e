using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The time of a sweep, and how far it is: cells weigh their epochs.</summary>
internal sealed class SweepMeter(TimeProvider time, IProgress<SweepProgress>? progress)
{
    /// <summary>The part of a cell's work that is its training; the rest is its diagnosis.</summary>
    private const double Trained = 0.9;

    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<string, (double Epochs, double Share, double Rate)> _cells = new(StringComparer.Ordinal);
    private double _before;

    /// <summary>Seconds before this stretch.</summary>
    internal double Before { get; set; }

    internal double Seconds => Before + time.GetElapsedTime(_start).TotalSeconds;

    internal void Add(string cell, int epochs) => _cells[cell] = (epochs, 0, 0);

    /// <summary>What was done in an earlier stretch, which says nothing of this one's pace.</summary>
    internal void Had(string cell, double epochs)
    {
        double share = Trained * epochs / _cells[cell].Epochs;
        _before += share * _cells[cell].Epochs;
        _cells[cell] = _cells[cell] with { Share = share };
    }

    internal void Train(string cell, double epochs, double rate) => _cells[cell] = _cells[cell] with { Share = Trained * Math.Min(1, epochs / _cells[cell].Epochs), Rate = rate };

    internal void Stop(string cell) => _cells[cell] = _cells[cell] with { Rate = 0 };

    internal void End(string cell) => _cells[cell] = _cells[cell] with { Share = 1, Rate = 0 };

    internal void Tell(string doing, SweepCell? ended = null)
    {
        double all = _cells.Values.Sum(cell => cell.Epochs), done = _cells.Values.Sum(cell => cell.Share * cell.Epochs), now = done - _before;
        double elapsed = time.GetElapsedTime(_start).TotalSeconds;
        TimeSpan remaining = now > 0.005 * all ? TimeSpan.FromSeconds(Math.Min(1e9, elapsed * (all - done) / now)) : TimeSpan.MaxValue;
        progress?.Report(new SweepProgress(all > 0 ? Math.Clamp(done / all, 0, 1) : 0, doing, _cells.Values.Sum(cell => cell.Rate), remaining, ended));
    }
}
