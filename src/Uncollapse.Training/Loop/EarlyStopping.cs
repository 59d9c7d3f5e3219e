namespace Uncollapse.Training.Loop;

/// <summary>
/// Remembers the best validation bound and says when it has not been bettered for too long. Epochs that end with a KL weight below its final value
/// count for nothing: their model was trained for another objective.
/// </summary>
internal sealed class EarlyStopping
{
    private readonly int? _patience;

    internal EarlyStopping(int? patience) => _patience = patience;

    internal double? BestElbo { get; private set; }

    internal int? BestEpoch { get; private set; }

    internal bool ShouldStop(int epoch) => _patience is { } patience && BestEpoch is { } best && epoch - best >= patience;

    /// <summary>Takes note of an epoch's bound; true when it is the best so far.</summary>
    internal bool Improves(int epoch, double elbo, bool weightMoving)
    {
        if (weightMoving || !double.IsFinite(elbo) || elbo <= BestElbo) return false;
        Restore(elbo, epoch);
        return true;
    }

    internal void Restore(double? elbo, int? epoch)
    {
        BestElbo = elbo;
        BestEpoch = epoch;
    }
}
