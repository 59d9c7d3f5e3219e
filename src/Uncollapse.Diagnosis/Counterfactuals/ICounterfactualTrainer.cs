using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>Trains what a diagnosis wants to know of. A diagnosis does not train; who asks for counterfactuals hands it somebody who does.</summary>
public interface ICounterfactualTrainer
{
    /// <summary>Trains a plan in memory.</summary>
    /// <param name="plan">A validated plan.</param>
    /// <param name="best">Whether the weights of the best validation bound are wanted; else the last.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <returns>The model; not whole where it was stopped or diverged. An exception is for plans and data that cannot be used.</returns>
    CounterfactualModel Train(Plan plan, bool best, IProgress<double> progress, CancellationToken cancellation);
}
