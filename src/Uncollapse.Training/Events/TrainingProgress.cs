namespace Uncollapse.Training.Events;

/// <summary>Where a training stands between two epochs' ends.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">Epochs planned.</param>
/// <param name="StepInEpoch">Steps of this epoch that are done.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="Step">Steps done since the training began.</param>
/// <param name="ExamplesPerSecond">The recent rate, evaluation included.</param>
/// <param name="Remaining">The time that the remaining epochs take at that rate.</param>
/// <param name="Elbo">The epoch's running mean of the training bound, nats per example.</param>
/// <param name="Rate">The epoch's running mean of the rate, nats per example.</param>
/// <param name="Distortion">The epoch's running mean of the distortion, nats per example.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    int StepInEpoch,
    int StepsPerEpoch,
    long Step,
    double ExamplesPerSecond,
    TimeSpan Remaining,
    double Elbo,
    double Rate,
    double Distortion);
