using System.Globalization;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Events;
using Uncollapse.Training.Optimizers;
using Uncollapse.Training.Rules;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Schedules;
using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Loop;

/// <summary>One stretch of training, from its start or from a checkpoint to its end.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly Plan _plan;
    private readonly PreparedData _data;
    private readonly RunFolder? _folder;
    private readonly Vae<float> _model;
    private readonly Optimizer<float> _optimizer;
    private readonly Batcher _batches;
    private readonly Tensor<float> _batch;
    private readonly Rng _stepKey;
    private readonly LearningRateSchedule _learningRate;
    private readonly ObjectiveSchedule _objective;
    private readonly WeightController? _controller;
    private readonly ILoopRule _rule;
    private readonly EarlyStopping _stopping;
    private readonly Checkpointer _checkpoints;
    private readonly RunningSums _sums = new();
    private readonly SessionLog _log;
    private readonly bool _resumed;
    private ProgressMeter _meter;
    private int _epoch;
    private int _stepInEpoch;
    private long _step;

    internal TrainingSession(Plan plan, PreparedData data, RunFolder? folder, RunInfo? before, TrainingOptions options)
    {
        _plan = plan;
        _data = data;
        _folder = folder;
        _resumed = before is not null;
        DataStatistics statistics = ModelStatistics.Of(data.Train, plan.Model.Likelihood);
        _model = Vae<float>.Build(plan.Model, statistics, TrainingKeys.Weights(plan));
        _optimizer = Optimizer<float>.From(plan.Training.Optimizer, _model.Parameters.Trained);
        _optimizer.ScaleRate("encoder.", plan.Training.EncoderRate);
        _batches = new Batcher(data.Train, plan.Training.BatchSize, TrainingKeys.Batches(plan), bucketing: plan.Data.Text is { Bucketing: true });
        _batch = new Tensor<float>(new Shape(Math.Min(plan.Training.BatchSize, data.Train.Count), data.Train.RowSize));
        _stepKey = TrainingKeys.Steps(plan);
        _learningRate = LearningRateSchedule.From(plan.Training, _batches.StepsPerEpoch);
        _objective = new ObjectiveSchedule(plan.Objective, _batches.StepsPerEpoch, plan.Training.Epochs);
        _controller = WeightController.Of(plan.Objective);
        _rule = LoopRules.Of(plan, _model, _optimizer, _batches, data.Validation, statistics, _controller);
        _stopping = new EarlyStopping(plan.Training.Patience);
        _checkpoints = new Checkpointer(plan, folder, _model, _optimizer);
        _log = new SessionLog(folder, options.Observers, before ?? FreshInfo(options.Time), options.Watch ? new WatchRules(plan, _batches.StepsPerEpoch) : null);
        _meter = new ProgressMeter(options.Time, 0);
        if (_resumed) Restore(_checkpoints.Load(), options.Time);
    }

    internal TrainedRun Run(CancellationToken cancellation)
    {
        bool learnsVariance = _plan.Model.Likelihood is { Kind: LikelihoodKind.Gaussian, Variance: not VarianceKind.Fixed };
        using SignalMeter? signals = _log.Watches ? new SignalMeter(_model, _data.Train.Count, TrainingKeys.Signals(_plan)) : null;
        using var evaluator = new Evaluator(_model, _data.Validation, learnsVariance, TrainingKeys.Evaluation(_plan)) { Signals = signals };
        if (_resumed) TakeUp();
        else SaveFirst();
        Start();
        (RunStatus status, string? note) = Loop(evaluator, cancellation);
        return Stop(status, note);
    }

    /// <summary>Returns what the run does not take with it.</summary>
    public void Dispose()
    {
        _checkpoints.Settle();
        _rule.Dispose();
        _optimizer.Dispose();
        _batch.Dispose();
    }

    private (RunStatus Status, string? Note) Loop(Evaluator evaluator, CancellationToken cancellation)
    {
        while (_epoch < _plan.Training.Epochs)
        {
            if (_stopping.ShouldStop(_epoch)) return (RunStatus.StoppedEarly, StoppedEarlyNote());
            if (_stepInEpoch == 0 && _rule.BeginEpoch(_epoch) is { } done) _log.Record(Entry("loop", [], done));
            for (; _stepInEpoch < _batches.StepsPerEpoch; _stepInEpoch++, _step++)
            {
                if (cancellation.IsCancellationRequested) return Interrupt();
                if (OneStep() is { } fault) return Diverge(fault);
            }

            // More seldom the longer it goes on: what happens to a code happens early.
            if (evaluator.Signals is { } meter) meter.ComparesPosteriors = int.IsPow2(_epoch + 1);
            Evaluation evaluation = evaluator.Run();
            if (!double.IsFinite(evaluation.Elbo)) return Diverge($"the validation ELBO was {evaluation.Elbo.ToString(CultureInfo.InvariantCulture)}");
            EndEpoch(evaluation);
        }

        return (RunStatus.Finished, null);
    }

    /// <summary>Takes a step; says what was not finite, or null.</summary>
    private string? OneStep()
    {
        int columns = _batch.Columns;
        _batch.Resize(new Shape(Math.Min(_plan.Training.BatchSize, _data.Train.Count), columns));
        int examples = _batches.Fill(_epoch, _stepInEpoch, _batch.Data);
        _batch.Resize(new Shape(examples, columns));
        StepResult result = _rule.Step(new LoopStep(_batch, _epoch, _stepKey.Fork((ulong)_step), Weights(_step), _learningRate.At(_step)));
        if (result.Fault is { } fault) return Describe(fault, result);
        _sums.Add(examples, result);
        if (_meter.Tick(examples)) _log.Progress(Progress());
        return null;
    }

    private void EndEpoch(Evaluation evaluation)
    {
        long lastStep = _step - 1;
        _epoch++;
        var values = new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            [Measures.TrainElbo] = _sums.Bound / _sums.Examples,
            [Measures.TrainRate] = _sums.Rate / _sums.Examples,
            [Measures.TrainDistortion] = _sums.Distortion / _sums.Examples,
            [Measures.TrainLoss] = _sums.Loss / _sums.Examples,
            [Measures.ValidationElbo] = evaluation.Elbo,
            [Measures.ValidationRate] = evaluation.Rate,
            [Measures.ValidationDistortion] = evaluation.Distortion,
            [Measures.LearningRate] = _learningRate.At(lastStep),
            [Measures.ExamplesPerSecond] = _meter.EndEpoch(),
        };
        ScheduledWeights weights = Weights(lastStep);
        AddWeights(values, weights);
        if (_plan.Training.ClipNorm is not null) values[Measures.GradientNorm] = _sums.GradientNorm / _sums.Steps;
        for (int level = 0; level < (evaluation.LevelRates?.Count ?? 0); level++) values[Measures.ValidationLevelRate(level)] = evaluation.LevelRates![level];
        if (evaluation.Sigma2 is { } sigma2) values[Measures.Sigma2] = sigma2;
        if (evaluation.Signals is { } signals) SignalValues.Add(values, signals, (_controller?.KlWeight ?? weights.Beta) * WatchJudge.WeightScale(_plan, _data.Train.OutputSize));
        _sums.Clear();
        _stepInEpoch = 0;
        string? decided = _rule.EndEpoch(values);
        _log.Record(Entry("epoch", values, null) with { PosteriorMeans = evaluation.Signals?.PosteriorMeans });
        if (decided is not null) _log.Record(Entry("loop", [], decided));
        if (_stopping.Improves(_epoch, evaluation.Elbo, IsMoving(lastStep))) _checkpoints.TakeBest(State());
        // A divergence goes back to this epoch, however seldom the disk is written.
        _checkpoints.Keep(State());
        if (_epoch % _plan.Training.CheckpointEpochs != 0) return;
        _checkpoints.Write(_log.Update(info => Info(info, RunStatus.Running, null)));
    }

    private ScheduledWeights Weights(long step) => _rule.KlStep(step) is >= 0 and var at ? _objective.At(at) : new ScheduledWeights(0);

    private bool IsMoving(long step) => _rule.KlStep(step) is var at && (at < 0 || _objective.IsMoving(at));

    /// <summary>What moved the rate: the weight of the KL, GECO's multiplier, or the capacity.</summary>
    private void AddWeights(Dictionary<string, double?> values, ScheduledWeights scheduled)
    {
        if (scheduled.Capacity is { } capacity) values[Measures.Capacity] = capacity;
        else values[Measures.KlWeight] = _controller?.KlWeight ?? scheduled.Beta;
        if (_plan.Objective.TargetDistortion is not null) values[Measures.Multiplier] = _controller!.DistortionWeight;
    }

    private (RunStatus Status, string? Note) Interrupt() =>
        (RunStatus.Interrupted, string.Create(CultureInfo.InvariantCulture, $"interrupted after step {_stepInEpoch} of epoch {_epoch + 1}; the state is saved"));

    private (RunStatus Status, string? Note) Diverge(string fault)
    {
        CheckpointState kept = _checkpoints.Last!;
        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"diverged at step {_stepInEpoch + 1} of epoch {_epoch + 1} (step {_step + 1} in all): {fault}; the state of epoch {kept.Epoch}, step {kept.Step}, is kept");
        _log.Record(Entry("stop", [], note));
        _checkpoints.RestoreLast();
        if (kept.Controller is { } weights) _controller!.Restore(weights);
        (_epoch, _stepInEpoch, _step) = (kept.Epoch, kept.StepInEpoch, kept.Step);
        return (RunStatus.Diverged, note);
    }

    private void Start()
    {
        _log.Start(new TrainingStart(_plan, _log.Info, _batches.StepsPerEpoch, _resumed, _folder?.Path) { Train = _data.Train, History = [.. _log.History] });
        bool goesOn = _resumed && _epoch < _plan.Training.Epochs && !_stopping.ShouldStop(_epoch);
        string? aside = goesOn ? _folder!.SetDiagnosisAside(_epoch) : null;
        string[] warnings = [.. PlanWarnings.All(_plan, _data, _batches.StepsPerEpoch, _log.Watches), .. aside is null ? (string[])[] : [aside]];
        foreach (string warning in warnings) _log.Warn(warning);
        _log.Record(Entry(_resumed ? "resume" : "start", [], warnings.Length == 0 ? null : string.Join("; ", warnings)));
        _meter.Begin();
    }

    private TrainedRun Stop(RunStatus status, string? note)
    {
        // A divergence has said so already, and the state it kept is the truth; else the position is new since the last state kept, or it is that one's.
        if (status != RunStatus.Diverged)
        {
            _log.Record(Entry("stop", [], note ?? "all epochs done"));
            bool kept = _checkpoints.Last is { } last && last.Epoch == _epoch && last.Step == _step;
            if (!kept) _checkpoints.Keep(State());
        }

        _checkpoints.Write(_log.Info);
        _checkpoints.Complete();
        _log.Update(info => Info(info, status, note));
        _log.Write();
        _log.Stop();
        return new TrainedRun(_plan, _log.Info, _log.History, _model, _data, _folder, _checkpoints);
    }

    /// <summary>A state to go back to must be on disk before the first step, and its folder is seen to be writable.</summary>
    private void SaveFirst()
    {
        _checkpoints.Keep(State());
        _checkpoints.Write(_log.Info);
        _checkpoints.Complete();
    }

    /// <summary>The history is the last thing that can refuse to go on; only then may the plan on disk say that it does.</summary>
    private void TakeUp()
    {
        _log.Rewind(_epoch, _step);
        _folder!.SavePlan();
    }

    private void Restore(CheckpointState state, TimeProvider time)
    {
        if (state.StepInEpoch > _batches.StepsPerEpoch || state.Step != ((long)state.Epoch * _batches.StepsPerEpoch) + state.StepInEpoch)
        {
            throw new Data.DataFormatException(
                _folder!.LastCheckpointFile, "state.json", $"a position in epochs of {_batches.StepsPerEpoch} steps", $"epoch {state.Epoch}, step {state.StepInEpoch}, {state.Step} in all");
        }

        if (state.Controller?.Count != _controller?.State.Count)
            throw new Data.DataFormatException(_folder!.LastCheckpointFile, "state.json", $"{_controller?.State.Count ?? 0} numbers of the weights' controller", $"{state.Controller?.Count ?? 0}");
        if (state.Controller is { } weights) _controller!.Restore(weights);
        (_epoch, _stepInEpoch, _step) = (state.Epoch, state.StepInEpoch, state.Step);
        (_optimizer.EncoderSteps, _optimizer.DecoderSteps) = (state.Step, state.Step);
        _rule.Restore(state.Loop);
        _sums.CopyFrom(state.Sums);
        _stopping.Restore(state.BestElbo, state.BestEpoch);
        _meter = new ProgressMeter(time, state.Seconds);
    }

    private CheckpointState State() => new()
    {
        Epoch = _epoch,
        StepInEpoch = _stepInEpoch,
        Step = _step,
        Seconds = _meter.Seconds,
        BestEpoch = _stopping.BestEpoch,
        BestElbo = _stopping.BestElbo,
        Controller = _controller?.State,
        Sums = _sums with { },
        Loop = _rule.State,
    };

    private HistoryEntry Entry(string kind, Dictionary<string, double?> values, string? note) =>
        new() { Kind = kind, Epoch = _epoch, Step = _step, Seconds = _meter.Seconds, Values = values, Note = note };

    private RunInfo FreshInfo(TimeProvider time) => new()
    {
        Status = RunStatus.Running,
        Provenance = ProvenanceFacts.Gather(_data.Describe(), time.GetUtcNow()),
        Parameters = _model.Parameters.Trained.Sum(parameter => (long)parameter.Tensor.Length),
        TrainExamples = _data.Train.Count,
        ValidationExamples = _data.Validation.Count,
        TestExamples = _data.Test.Count,
        VocabularySize = _data.Train.Vocabulary?.Count ?? 0,
        ExampleShape = [_data.Train.Shape.Height, _data.Train.Shape.Width, _data.Train.Shape.Channels],
        ConditionCount = _data.Train.ConditionCount,
        Conditions = ModelStatistics.Describe(_data.Train.Conditions),
    };

    private RunInfo Info(RunInfo info, RunStatus status, string? note) =>
        info with { Status = status, Note = note, Epoch = _epoch, Step = _step, Seconds = _meter.Seconds, BestEpoch = _stopping.BestEpoch };

    private TrainingProgress Progress()
    {
        long total = (long)_plan.Training.Epochs * _data.Train.Count;
        long done = ((long)_epoch * _data.Train.Count) + _sums.Examples;
        double rate = _meter.Rate;
        double count = _sums.Examples;
        return new TrainingProgress(
            _epoch + 1, _plan.Training.Epochs, _stepInEpoch + 1, _batches.StepsPerEpoch, _step + 1, rate,
            TimeSpan.FromSeconds((total - done) / rate), _sums.Bound / count, _sums.Rate / count, _sums.Distortion / count);
    }

    private string StoppedEarlyNote() => string.Create(
        CultureInfo.InvariantCulture,
        $"no better validation ELBO in {_plan.Training.Patience} epochs; the best was {_stopping.BestElbo:F3} nats in epoch {_stopping.BestEpoch}");

    private static string Describe(string fault, in StepResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fault} was not finite (loss {result.Loss:G6}, rate {result.Rate:G6}, distortion {result.Distortion:G6})");
}
