namespace Uncollapse.Treatment.Trials;

/// <summary>The time of a treatment, and how far it is.</summary>
internal sealed class TreatmentMeter(TimeProvider time, IProgress<TreatmentProgress>? progress)
{
    /// <summary>Where each round ends on the way from 0 to 1; the rest is the last diagnoses'.</summary>
    private const double Diagnosed = 0.05, Trained = 0.9;

    private readonly long _start = time.GetTimestamp();
    private long _courseStart = time.GetTimestamp();
    private double _from = Diagnosed;
    private double _to = Diagnosed;
    private double _epochs = 1;
    private double _done;
    private string _doing = "";

    /// <summary>Seconds before this stretch.</summary>
    internal double Before { get; set; }

    internal double Seconds => Before + time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>All begins anew, with other trials.</summary>
    internal void Begin()
    {
        _courseStart = time.GetTimestamp();
        (_from, _to) = (Diagnosed, Diagnosed);
    }

    /// <summary>A round of so many epochs over all trials begins; it ends at a share of the way.</summary>
    internal void Plan(string doing, int epochs, double share)
    {
        _doing = doing;
        (_from, _to) = (_to, Diagnosed + ((Trained - Diagnosed) * share));
        (_epochs, _done) = (Math.Max(1, epochs), 0);
    }

    internal void Add(int epochs)
    {
        _done = Math.Min(_epochs, _done + epochs);
        Tell(_doing, _from + ((_to - _from) * _done / _epochs));
    }

    internal void Tell(string doing, double fraction)
    {
        double elapsed = time.GetElapsedTime(_courseStart).TotalSeconds;
        TimeSpan remaining = fraction > 0.01 ? TimeSpan.FromSeconds(Math.Min(1e9, elapsed * (1 - fraction) / fraction)) : TimeSpan.MaxValue;
        progress?.Report(new TreatmentProgress(fraction, doing, remaining));
    }
}
