using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>What a plan does not say of itself and its data do: remedies whose values hang on the data ask here.</summary>
public sealed class PlanFacts
{
    private readonly Lazy<Prediction?> _prediction;

    /// <summary>Facts that are known.</summary>
    /// <param name="trainExamples">Examples of the training split.</param>
    /// <param name="outputs">Outputs of an example.</param>
    /// <param name="predict">The prediction for the plan at hand, made when a remedy asks; null: there is none.</param>
    public PlanFacts(int trainExamples, int outputs, Func<Prediction?>? predict = null)
    {
        TrainExamples = trainExamples;
        Outputs = outputs;
        _prediction = new Lazy<Prediction?>(predict ?? (() => null));
    }

    /// <summary>Examples of the training split.</summary>
    public int TrainExamples { get; }

    /// <summary>Outputs of an example.</summary>
    public int Outputs { get; }

    /// <summary>What the training examples foretell for the plan, intervals of few replicates; null where the likelihood has no prediction, or no KL is charged for.</summary>
    public Prediction? Prediction => _prediction.Value;

    /// <summary>Facts of a plan and its data.</summary>
    /// <param name="plan">The plan that remedies are to be given to.</param>
    /// <param name="data">Its data; used when a remedy asks, so not to be disposed of before.</param>
    /// <param name="examples">The most examples that a prediction measures.</param>
    /// <param name="cancellation">Stops a prediction.</param>
    public static PlanFacts Of(Plan plan, PreparedData data, int examples = 10_000, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(data);
        PredictionOptions options = Options(plan, data, examples);
        // The weight of each example's own KL, which InfoVAE takes away altogether.
        bool predicts = options.Beta > 0 && Predictor.CanPredict(plan.Model.Likelihood);
        return new PlanFacts(data.Train.Count, data.Train.OutputSize, predicts ? () => Predictor.Predict(data.Train, options, cancellation) : null);
    }

    /// <summary>What a prediction for remedies is of: plans with the same on the same data have the same facts. No remedy asks how sure the first eigenvalue is.</summary>
    internal static PredictionOptions Options(Plan plan, PreparedData data, int examples) => PredictionOptions.Of(plan, data.Train.OutputSize) with { Examples = examples, BootstrapReplicates = 20 };
}
