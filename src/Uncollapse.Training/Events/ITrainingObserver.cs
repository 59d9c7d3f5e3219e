using Uncollapse.Records.History;

namespace Uncollapse.Training.Events;

/// <summary>Whoever wants to know how a training goes. The loop calls these on its own thread and knows nothing of what they do.</summary>
/// <remarks>Override what is of interest. An exception thrown here ends the training as any other error does.</remarks>
public interface ITrainingObserver
{
    /// <summary>Everything is built and the first step is about to run.</summary>
    /// <param name="start">What is about to be trained, and from where it goes on.</param>
    void Started(TrainingStart start)
    {
    }

    /// <summary>A moment of the training was measured: a line of the history, such as the end of an epoch.</summary>
    /// <param name="entry">The measurements, nats per example.</param>
    void Recorded(HistoryEntry entry)
    {
    }

    /// <summary>The training goes on; called a few times a second at most, however short a step is.</summary>
    /// <param name="progress">Position, rate and time left.</param>
    void Progressed(in TrainingProgress progress)
    {
    }

    /// <summary>Something in the plan or the training deserves attention but stops nothing.</summary>
    /// <param name="message">A sentence for people.</param>
    void Warned(string message)
    {
    }

    /// <summary>The training ended, for whatever reason; the state is saved.</summary>
    /// <param name="info">How it ended.</param>
    void Stopped(RunInfo info)
    {
    }
}
