using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Checkpoints;

namespace Uncollapse.Training.Runs;

/// <summary>A training that ended: its model, its data and what was measured. It owns model and data.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly Checkpointer _checkpoints;

    internal TrainedRun(Plan plan, RunInfo info, IReadOnlyList<HistoryEntry> history, Vae<float> model, PreparedData data, RunFolder? folder, Checkpointer checkpoints)
    {
        Plan = plan;
        Info = info;
        History = history;
        Model = model;
        Data = data;
        Folder = folder;
        _checkpoints = checkpoints;
    }

    /// <summary>What it was trained from.</summary>
    public Plan Plan { get; }

    /// <summary>How it ended; <see cref="RunInfo.Status"/> says whether all epochs were done.</summary>
    public RunInfo Info { get; }

    /// <summary>Everything that was measured, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; }

    /// <summary>The model with its last weights (after a divergence, the last good ones), or the best ones after <see cref="UseBest"/>.</summary>
    public Vae<float> Model { get; }

    /// <summary>The splits it was trained and measured on.</summary>
    public PreparedData Data { get; }

    /// <summary>The run folder; null for a training in memory.</summary>
    public RunFolder? Folder { get; }

    /// <summary>Puts the weights with the highest validation ELBO at the full KL weight into <see cref="Model"/>.</summary>
    /// <returns>False, with the weights left as they are, where no epoch counted.</returns>
    public bool UseBest() => _checkpoints.RestoreBest();

    /// <summary>Returns the model's native memory and closes the data.</summary>
    public void Dispose()
    {
        Model.Dispose();
        Data.Dispose();
    }
}
