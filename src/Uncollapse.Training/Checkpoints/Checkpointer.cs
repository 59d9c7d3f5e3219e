using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Optimizers;
using Uncollapse.Training.Runs;

namespace Uncollapse.Training.Checkpoints;

/// <summary>
/// The last and the best state of a training, in memory at every epoch's end and on disk, where there is a folder, as often as the plan says and at the end.
/// The best is written just before the last, so that <c>last.npz</c>, which says which epoch was best, is never ahead of <c>best.npz</c>. The disk is written
/// from the copies in memory while training goes on.
/// </summary>
internal sealed class Checkpointer
{
    private readonly Plan _plan;
    private readonly RunFolder? _folder;
    private readonly Snapshot _last;
    private readonly Snapshot _best;
    private readonly NamedTensor[] _everything;
    private readonly NamedTensor[] _weights;
    private bool _bestIsNew;
    private bool _lastIsNew;
    private Task _writing = Task.CompletedTask;

    internal Checkpointer(Plan plan, RunFolder? folder, Vae<float> model, Optimizer<float> optimizer)
    {
        _plan = plan;
        _folder = folder;
        _weights = Weights(model);
        _everything = [.. _weights, .. optimizer.State.Select(state => new NamedTensor(CheckpointFile.OptimizerPrefix + state.Name, state.Value))];
        _last = new Snapshot(_everything);
        _best = new Snapshot(_weights);
    }

    /// <summary>The position of the last state kept; null before the first.</summary>
    internal CheckpointState? Last => _last.State;

    /// <summary>A model's parameters and buffers under their names.</summary>
    internal static NamedTensor[] Weights(Vae<float> model) =>
        [.. model.Parameters.All.Select(parameter => new NamedTensor(parameter.Name, parameter.Tensor))];

    /// <summary>Keeps the weights as the best so far; they reach the disk with the next <see cref="Write"/>.</summary>
    internal void TakeBest(CheckpointState state)
    {
        Complete();
        _best.Take(state);
        _bestIsNew = true;
    }

    /// <summary>Keeps the state as the one to go back to; it reaches the disk with the next <see cref="Write"/>.</summary>
    /// <exception cref="IOException">What was begun before cannot be written.</exception>
    internal void Keep(CheckpointState state)
    {
        Complete();
        _last.Take(state);
        _lastIsNew = true;
    }

    /// <summary>Begins to write what was kept since the last time; nothing where nothing was.</summary>
    /// <param name="info">The head that belongs to it, written last.</param>
    /// <exception cref="IOException">What was begun before cannot be written.</exception>
    internal void Write(RunInfo info)
    {
        Complete();
        if (_folder is not { } folder || !_lastIsNew) return;
        bool writeBest = _bestIsNew;
        (_bestIsNew, _lastIsNew) = (false, false);
        _writing = Task.Run(() =>
        {
            if (writeBest) CheckpointFile.Write(folder.BestCheckpointFile, _best, _plan);
            CheckpointFile.Write(folder.LastCheckpointFile, _last, _plan);
            folder.WriteInfo(info);
        });
    }

    /// <summary>Waits until what was saved is on disk.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Complete() => _writing.GetAwaiter().GetResult();

    /// <summary>Waits for the disk on the way out of a failure, whose own exception matters more than another one here.</summary>
    internal void Settle() => Task.WaitAny(_writing);

    /// <summary>Fills model and optimiser from the folder.</summary>
    internal CheckpointState Load()
    {
        RunFolder folder = _folder ?? throw new InvalidOperationException("a training in memory has nothing to load");
        if (File.Exists(folder.BestCheckpointFile)) _best.Take(CheckpointFile.Read(folder.BestCheckpointFile, _plan, _weights));
        CheckpointState state = CheckpointFile.Read(folder.LastCheckpointFile, _plan, _everything);
        _last.Take(state);
        return state;
    }

    /// <summary>Puts the last kept state back, as after a divergence.</summary>
    internal void RestoreLast() => _last.Restore();

    /// <summary>Puts the best weights into the model; false where no epoch counted.</summary>
    internal bool RestoreBest()
    {
        if (_best.State is null) return false;
        _best.Restore();
        return true;
    }
}
