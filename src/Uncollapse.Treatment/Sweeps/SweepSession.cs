using System.Globalization;
using System.Reflection;
using Uncollapse.Data;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Training.Events;
using Uncollapse.Training.Loop;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>One sweep under way.</summary>
internal sealed class SweepSession
{
    private readonly Plan _plan;
    private readonly IReadOnlyList<SweepAxis> _axes;
    private readonly SweepFolder _folder;
    private readonly SweepOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly SweepMeter _meter;
    private readonly Lock _gate = new();
    private SweepRecord _record = null!;

    internal SweepSession(Plan plan, IReadOnlyList<SweepAxis> axes, SweepFolder folder, SweepOptions options, IProgress<SweepProgress>? progress, CancellationToken cancellation)
    {
        (_plan, _axes, _folder, _options, _cancellation) = (plan, axes, folder, options, cancellation);
        _meter = new SweepMeter(options.Time, progress);
    }

    private string Doing => string.Create(CultureInfo.InvariantCulture, $"{_record.Cells.Count(cell => cell.Status != CellStatus.Waiting)} of {_record.Cells.Count} cells");

    internal SweepRecord Run()
    {
        IReadOnlyList<PlannedCell> cells = SweepPlanner.Set(_plan, _axes);
        Dictionary<string, SweepCell> had = _options.Resume ? TakeUp(cells) : [];
        if (!_options.Resume) _folder.RefuseOccupied(_options.Force);
        IReadOnlyList<string> replaced = _options.Resume ? [] : _folder.Earlier();
        PlannedCell[] open = [.. cells.Where(cell => had.GetValueOrDefault(cell.Name) is not { Status: not CellStatus.Waiting })];
        if (open.Length == 0 && _record is { Status: SweepStatus.Done } && had.Count == cells.Count) return _record;
        _meter.Tell(string.Create(CultureInfo.InvariantCulture, $"preparing {open.Length} of {cells.Count} cells"));
        void Require(PlannedCell cell)
        {
            if (!replaced.Contains(cell.Name, StringComparer.OrdinalIgnoreCase)) CellFolder.RequireOwn(_folder.CellPath(cell.Name), cell);
        }

        open = [.. SweepPlanner.Prepare(open, _options.Diagnosis, Require, _cancellation)];
        // Nothing is deleted before all is known to be good.
        if (!_options.Resume) _folder.Clear(replaced);
        Begin(cells, had, open);
        TrainAll(open);
        return _record;
    }

    /// <summary>What an earlier stretch did.</summary>
    private Dictionary<string, SweepCell> TakeUp(IReadOnlyList<PlannedCell> cells)
    {
        _record = _folder.Read();
        _meter.Before = _record.Seconds;
        if (_record.Plan != PlanYaml.Format(_plan))
            throw new DataFormatException(_folder.RecordFile, "plan", "a sweep of this plan, as it is now", "one of another", "Resume it with the plan and the options that it began with, or name another folder");
        MeasuringText.RequireSame(_folder.RecordFile, _record.Measured, _options);
        string keys = string.Join(", ", _record.Axes.Select(axis => axis.Key)), given = string.Join(", ", _axes.Select(axis => axis.Key));
        if (keys != given) throw new DataFormatException(_folder.RecordFile, "axes", $"the keys that it began with, in their order: {keys}", given, "Name another folder for another grid");
        foreach ((SweepAxis before, SweepAxis now) in _record.Axes.Zip(_axes))
        {
            if (before.Values.Except(now.Values, StringComparer.Ordinal).FirstOrDefault() is { } missing)
                throw new DataFormatException(_folder.RecordFile, before.Key, $"all values that it began with, and more if you like: {string.Join(", ", before.Values)}", $"none that is {missing}", "Name another folder for another grid");
        }

        var names = cells.Select(cell => cell.Name).ToHashSet(StringComparer.Ordinal);
        return _record.Cells.Where(cell => names.Contains(cell.Name)).ToDictionary(cell => cell.Name, StringComparer.Ordinal);
    }

    private void Begin(IReadOnlyList<PlannedCell> cells, Dictionary<string, SweepCell> had, PlannedCell[] open)
    {
        var prepared = open.ToDictionary(cell => cell.Name, StringComparer.Ordinal);
        SweepCell Known(PlannedCell cell) => prepared.TryGetValue(cell.Name, out PlannedCell? ready)
            ? new SweepCell { Name = cell.Name, Settings = cell.Settings, CriticalBeta = ready.CriticalBeta, CriticalBetaIsOfPlainDecoder = ready.CriticalBetaIsOfPlainDecoder, CollapseIsForetold = ready.CollapseIsForetold }
            : had[cell.Name];
        _record = new SweepRecord
        {
            ToolVersion = Version(), Status = SweepStatus.Running, Plan = PlanYaml.Format(_plan), Measured = MeasuringText.Of(_options), Axes = _axes, Cells = [.. cells.Select(Known)],
        };
        foreach (PlannedCell cell in open) _meter.Add(cell.Name, cell.Plan.Training.Epochs);
        Save();
        int ill = open.Count(cell => cell.CollapseIsForetold);
        _meter.Tell(string.Create(CultureInfo.InvariantCulture, $"{open.Length} of {cells.Count} cells to train{(ill == 0 ? "" : $"; the data foretell that {ill} collapse")}"));
    }

    private void TrainAll(PlannedCell[] open)
    {
        try
        {
            Lanes.Run([.. open.Select(cell => (Action)(() => Train(cell)))], _options.Lanes, _cancellation);
            _record = _record with { Status = SweepStatus.Done };
        }
        finally
        {
            Save();
        }

        _meter.Tell(Doing);
    }

    private void Train(PlannedCell cell)
    {
        var observer = new Listener(this, cell.Name);
        SweepCell begun = _record.Cells.First(one => one.Name == cell.Name), ended;
        try
        {
            ended = new CellRun(_folder.CellPath(cell.Name), cell.Plan, _options).Run(begun, observer, _cancellation);
        }
        catch (DataFormatException error)
        {
            // A damaged run of one cell is that cell's: its folder is in the message.
            throw new DataFormatException(error.Path, error.Location.Length == 0 ? $"cell {cell.Name}" : $"cell {cell.Name}: {error.Location}", error.Expected, error.Found, error.Hint, error);
        }

        lock (_gate)
        {
            _record = _record with { Cells = [.. _record.Cells.Select(one => one.Name == cell.Name ? ended : one)] };
            _meter.End(cell.Name);
            Save();
            _meter.Tell(Doing, ended);
        }
    }

    private static string Version() => (typeof(SweepSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];

    private void Save()
    {
        _record = _record with { Seconds = _meter.Seconds };
        _record = _record with { Statement = SweepWords.Statement(_record) };
        _folder.Write(_record);
    }

    /// <summary>Hears how one cell's training goes.</summary>
    private sealed class Listener(SweepSession session, string cell) : ITrainingObserver
    {
        public void Started(TrainingStart start)
        {
            lock (session._gate) session._meter.Had(cell, start.Info.Epoch);
        }

        public void Progressed(in TrainingProgress progress)
        {
            double epochs = progress.Epoch - 1 + ((double)progress.StepInEpoch / progress.StepsPerEpoch);
            lock (session._gate)
            {
                session._meter.Train(cell, epochs, progress.ExamplesPerSecond);
                session._meter.Tell(session.Doing);
            }
        }

        public void Stopped(RunInfo info)
        {
            lock (session._gate) session._meter.Stop(cell);
        }
    }
}
