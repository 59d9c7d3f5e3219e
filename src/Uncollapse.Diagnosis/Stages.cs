namespace Uncollapse.Diagnosis;

/// <summary>Turns the progress of stages into that of the whole, by the stages' shares.</summary>
internal sealed class Stages(IProgress<DiagnosisProgress>? progress)
{
    private double _done;

    /// <summary>Starts a stage; what it reports is its own share done.</summary>
    public IProgress<double> Next(string name, double share)
    {
        double from = _done;
        _done = Math.Min(1, _done + share);
        var stage = new Stage(progress, name, from, _done - from);
        stage.Report(0);
        return stage;
    }

    private sealed class Stage(IProgress<DiagnosisProgress>? progress, string name, double from, double share) : IProgress<double>
    {
        private double _most;

        public void Report(double value)
        {
            _most = Math.Max(_most, Math.Clamp(value, 0, 1));
            progress?.Report(new DiagnosisProgress(name, from + (share * _most)));
        }
    }
}
