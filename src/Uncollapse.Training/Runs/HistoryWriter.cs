using Uncollapse.Records.History;
using Uncollapse.Training.Events;

namespace Uncollapse.Training.Runs;

/// <summary>The observer that writes <c>history.jsonl</c>.</summary>
/// <param name="path">The file; created or appended to.</param>
public sealed class HistoryWriter(string path) : ITrainingObserver
{
    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Recorded(HistoryEntry entry) => HistoryFile.Append(path, entry);
}
