using Uncollapse.Records.History;
using Uncollapse.Training.Events;

namespace Uncollapse.Zoo.Running;

/// <summary>Tells the share of a training that is done, at each epoch's end.</summary>
internal sealed class ShareObserver(Action<double> report) : ITrainingObserver
{
    private int _epochs = 1;

    public void Started(TrainingStart start) => _epochs = start.Plan.Training.Epochs;

    public void Recorded(HistoryEntry entry)
    {
        if (entry.Kind == "epoch") report((double)entry.Epoch / _epochs);
    }
}
