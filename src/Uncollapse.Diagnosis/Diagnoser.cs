using System.Diagnostics;
using Uncollapse.Data.Posterior;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Probes;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis;

/// <summary>Tells whether, where and how much a posterior collapsed. It measures and judges; it never trains.</summary>
/// <remarks>A diagnosis is a function of the model, the data, the options and the program's version: threads change nothing.</remarks>
public static class Diagnoser
{
    /// <summary>Diagnoses a model on one of its splits.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="options">How much is measured.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it within a second or so.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, the aggregate is larger than the examples, or a block has units that the code has not.</exception>
    /// <exception cref="Data.DataFormatException">The split has fewer than two examples, a file cannot be read any more, or the encoder gives
    /// values that are not finite: it says for which example and unit.</exception>
    public static Records.Diagnoses.Diagnosis Diagnose(
        ModelSubject subject, DiagnosisOptions options, IProgress<DiagnosisProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        options.Validate();
        long start = Stopwatch.GetTimestamp();
        var stages = new Stages(progress);
        using var measurement = new ModelMeasurement(subject, options, stages, cancellation);
        Records.Diagnoses.Diagnosis measured = CodeProbing.Add(measurement.Run(), subject, options, stages, cancellation);
        measured = measured with { Prediction = Foretell(subject, options, cancellation) };
        measured = measured with { Stability = Confirmed(measured, subject) };
        return Untrained.Tell(DepthOnly.Tell(Judgement.Complete(measured, Audited(subject), Epochs(subject))), subject.Steps) with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    /// <summary>The rate of each unit in closed form, nats, on the very examples that <see cref="Diagnose(ModelSubject, DiagnosisOptions, IProgress{DiagnosisProgress}?, CancellationToken)"/> measures with these options.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="options">The split, the number of examples and the seed; the rest is not used.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>R_j of unit j against the prior's marginal; none where units mean nothing alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="Data.DataFormatException">As for a diagnosis.</exception>
    public static IReadOnlyList<double> Rates(ModelSubject subject, DiagnosisOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        options.Validate();
        using var measurement = new ModelMeasurement(subject, options, new Stages(null), cancellation);
        EncodedExamples encoded = measurement.Encoded();
        return encoded.UnitPrior() is { } prior ? Rate.Measure(encoded.Units, prior).PerUnit : [];
    }

    /// <summary>The importance-weighted -log p(x) of each example, nats, on the very examples and with the very draws that a diagnosis with these options has: two models of the same data can
    /// be compared example by example.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="options">The split, the examples, the codes for each, and the seed; the rest is not used.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Upper bounds in expectation; null where the decoder sees features of the example, and where no codes are asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="Data.DataFormatException">As for a diagnosis.</exception>
    public static IReadOnlyList<double>? NegativeLogLikelihoods(ModelSubject subject, DiagnosisOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        options.Validate();
        using var measurement = new ModelMeasurement(subject, options, new Stages(null), cancellation);
        return measurement.Likelihoods();
    }

    /// <summary>Diagnoses the posteriors of a model that lives elsewhere. What needs its decoder stays null.</summary>
    /// <param name="arrays">The posteriors; where they come with log p(x|z), the distortion and ELBO are known too.</param>
    /// <param name="options">How much is measured; its split is not used.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or the aggregate is larger than the examples.</exception>
    /// <exception cref="Data.DataFormatException">There are fewer than two examples, or a value cannot be measured.</exception>
    public static Records.Diagnoses.Diagnosis Diagnose(
        PosteriorArrays arrays, DiagnosisOptions options, IProgress<DiagnosisProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        options.Validate();
        long start = Stopwatch.GetTimestamp();
        var rng = new Rng((ulong)options.Seed);
        int[] drawn = ExampleDraw.Sorted(arrays.Count, options.Examples, rng.Fork("examples"));
        var posteriors = Posteriors.Create(arrays.Source, arrays.Count, arrays.LatentSize, arrays.Mean, arrays.LogVariance, drawn);
        var subject = new Subject { Source = arrays.Source, Kind = "posterior", Examples = drawn.Length, Seed = options.Seed };
        Records.Diagnoses.Diagnosis measured = CodeMeasurement.Run(
            subject, posteriors, arrays.Labels is { } labels ? [labels] : [], drawn, options, new Stages(progress).Next("mutual information", 1), cancellation);
        if (arrays.LogLikelihood is { } logLikelihood)
        {
            double[] distortion = Array.ConvertAll(drawn, n => -logLikelihood[n]);
            var reconstruction = new Reconstruction { Distortion = distortion.Average(), StandardError = Moments.StandardError(distortion) };
            measured = measured with { Reconstruction = reconstruction, Elbo = -(reconstruction.Distortion + measured.Rate) };
        }

        return Judgement.Complete(measured, null) with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    private static double? Epochs(ModelSubject subject) => subject is { Steps: { } steps, Plan: { } plan }
        ? steps / StepsPerEpoch(subject, plan)
        : null;

    private static double StepsPerEpoch(ModelSubject subject, Plan plan) => Math.Ceiling(subject.Data.Train.Count / (double)plan.Training.BatchSize);

    /// <summary>The plan with all of its schedules in epochs, as an audit that knows no batches asks.</summary>
    private static Plan? Audited(ModelSubject subject) => subject.Plan is { Objective.WarmupSteps: > 0 } plan
        ? plan with { Objective = plan.Objective with { WarmupSteps = 0, WarmupEpochs = plan.Objective.WarmupSteps / StepsPerEpoch(subject, plan) } }
        : subject.Plan;

    /// <summary>
    /// The margin of counts seeks its direction by the diagonal of an information that is more than its diagonal, and may miss the largest eigenvalue by far: their state is called stable only where
    /// the prediction, which whitens exactly, says so too.
    /// </summary>
    private static Stability? Confirmed(Records.Diagnoses.Diagnosis measured, ModelSubject subject) =>
        measured.Stability is { CollapsedState: StateStability.Stable } stability && subject.Model.Likelihood is Models.Likelihoods.CountLikelihood<float> && measured.Prediction is not { CollapseIsForetold: true }
            ? stability with { CollapsedState = StateStability.Near }
            : measured.Stability;

    private static Prediction? Foretell(ModelSubject subject, DiagnosisOptions options, CancellationToken cancellation) => subject.Plan is { } plan && Predictor.CanForetell(plan)
        ? Predictor.Predict(subject.Data.Train, PredictionOptions.Of(plan, subject.Data.Train.OutputSize) with { Examples = options.Examples, Seed = options.Seed }, cancellation)
        : null;
}
