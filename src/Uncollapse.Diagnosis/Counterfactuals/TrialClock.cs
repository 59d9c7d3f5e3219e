namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>The budget's clock: seconds used and left, and the progress of all trials.</summary>
internal sealed class TrialClock(CounterfactualOptions allowed, IProgress<CounterfactualProgress>? progress)
{
    private readonly long _start = allowed.Clock.GetTimestamp();
    private double _most;
    private int _done;
    private int _expected = 1;

    /// <summary>Seconds since the start.</summary>
    public double Seconds => allowed.Clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Seconds left.</summary>
    public double Left => Math.Max(0, allowed.Seconds - Seconds);

    /// <summary>How many trainings there will be.</summary>
    public void Expect(int trainings) => (_expected, _done) = (Math.Max(1, trainings), 0);

    /// <summary>One more training is done.</summary>
    public void Done() => _done++;

    /// <summary>A training begins; what it reports is its own share done.</summary>
    public IProgress<double> Stage(string name)
    {
        var stage = new Reporter(this, name);
        stage.Report(0);
        return stage;
    }

    private void Report(string stage, double share)
    {
        double done = Math.Min(1, (_done + share) / _expected), used = Math.Min(1, Seconds / allowed.Seconds);
        _most = Math.Max(_most, Math.Max(done, used));
        double rest = done > 0 ? Math.Min(Left, Seconds * (1 - done) / done) : Left;
        progress?.Report(new CounterfactualProgress(stage, _most, TimeSpan.FromSeconds(rest)));
    }

    private sealed class Reporter(TrialClock clock, string name) : IProgress<double>
    {
        public void Report(double value) => clock.Report(name, Math.Clamp(value, 0, 1));
    }
}
