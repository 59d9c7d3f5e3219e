using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Inference;
using Uncollapse.Diagnosis.Geometry;
using Uncollapse.Diagnosis.Interventions;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Theory.Margin;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis;

/// <summary>One diagnosis of a model: the walk through its measures.</summary>
internal sealed class ModelMeasurement : IDisposable
{
    private const string NoLikelihood = "The decoder sees features of the very example that it describes, through the skips: what it gives is no p(x|z) of a model that makes x from z. There is no negative log-likelihood, and what is called the ELBO is the objective; no bound.";
    private readonly ModelSubject _subject;
    private readonly DiagnosisOptions _options;
    private readonly Stages _stages;
    private readonly CancellationToken _cancellation;
    private readonly Rng _rng;
    private readonly VaeEvaluator<float> _model;

    public ModelMeasurement(ModelSubject subject, DiagnosisOptions options, Stages stages, CancellationToken cancellation)
    {
        _subject = subject;
        _options = options;
        _stages = stages;
        _cancellation = cancellation;
        _rng = new Rng((ulong)options.Seed);
        _model = new VaeEvaluator<float>(subject.Model);
    }

    public Records.Diagnoses.Diagnosis Run()
    {
        DataView view = _subject.Split(_options.Split);
        ExampleBlocks examples = Blocks(view, _options.Examples);
        EncodedExamples encoded = Encode(view, examples);
        Subject subject = Subject(view, examples.Examples);
        IProgress<double> stage = _stages.Next("mutual information", 0.15);
        Records.Diagnoses.Diagnosis measured = encoded.IsPlain
            ? CodeMeasurement.Run(subject, encoded.Units, view.Labels, examples.Indices, _options, stage, _cancellation)
            : CodeMeasurement.Compose(subject, encoded.Units, LatentMeasurement.Run(encoded, _options, _rng, stage, _cancellation), view.Labels, examples.Indices, _options);
        return WithDecoder(measured, view, examples, encoded);
    }

    /// <summary>The posteriors of the examples that <see cref="Run"/> measures.</summary>
    public EncodedExamples Encoded()
    {
        DataView view = _subject.Split(_options.Split);
        return Encode(view, Blocks(view, _options.Examples));
    }

    /// <summary>-log p(x) of each example that the likelihood of <see cref="Run"/> measures; null where the decoder gives none, or none was asked for.</summary>
    public IReadOnlyList<double>? Likelihoods() => SeesExample || ImportanceSamples == 0 ? null : Likelihoods(Blocks(_subject.Split(_options.Split), _options.Examples), ImportanceSamples).Values;

    public void Dispose() => _model.Dispose();

    private EncodedExamples Encode(DataView view, ExampleBlocks examples) =>
        ModelMeasures.Encode(_model, examples, $"{_subject.Source}, {view.Name} split", _stages.Next("encoding", 0.05).Report, _cancellation);

    private Records.Diagnoses.Diagnosis WithDecoder(Records.Diagnoses.Diagnosis measured, DataView view, ExampleBlocks examples, EncodedExamples encoded)
    {
        var bootstrap = new Bootstrap(_options.BootstrapReplicates, _rng.Fork("bootstrap"));
        var interventions = new CodeInterventions(_model, examples, encoded, _rng.Fork("interventions"));
        DecoderMeasures decoder = interventions.Whole(_stages.Next("interventions", 0.1).Report, _cancellation);
        IReadOnlyList<NamedBlock> blocks = BlockChoice.Of(_options.Blocks, encoded, measured.Units);
        (IReadOnlyList<Intervention> perUnit, IReadOnlyList<BlockIntervention> perBlock) =
            interventions.Parts(_options.UnitExamples, blocks, bootstrap, _stages.Next("interventions on units", 0.1).Report, _cancellation);
        var reconstruction = new Reconstruction
        {
            Distortion = decoder.Distortion.Average(),
            StandardError = Moments.StandardError(decoder.Distortion),
            MeanSquaredError = decoder.MeanSquaredError,
            Sigma2 = decoder.Sigma2,
            Binarisation = view.Transform.Binarisation.ToString().ToLowerInvariant(),
        };
        return measured with
        {
            Reconstruction = reconstruction,
            Elbo = -(reconstruction.Distortion + measured.Rate),
            DecoderSeesExample = SeesExample,
            Undefined = SeesExample ? [.. measured.Undefined, NoLikelihood] : measured.Undefined,
            Splits = Splits(),
            InferenceGap = Gap(examples),
            Nll = Likelihood(view, examples),
            Interventions = Whole(decoder, bootstrap) with { PerUnit = perUnit, PerBlock = perBlock },
            Geometry = GeometryMeasurement.Measure(_model, _subject.Plan, examples, encoded, _options, _rng.Fork("geometry"), _stages.Next("geometry", 0.05).Report, _cancellation),
            Stability = StabilityMeasurement.Measure(
                _model, _subject.Plan, examples, encoded, _options, _rng.Fork("stability"), _stages.Next("stability of the collapsed state", 0.1).Report, _cancellation),
        };
    }

    private static Records.Diagnoses.Interventions Whole(DecoderMeasures decoder, Bootstrap bootstrap)
    {
        double[]?[] asked = [decoder.ShuffleCost, decoder.PriorCost, decoder.MeanCost, decoder.SkipCost, decoder.ConditionCost, decoder.ContextCost, decoder.BlindShuffleCost];
        double[][] costs = [.. asked.OfType<double[]>()];
        int examples = decoder.ShuffleCost.Length;
        double[] columns = new double[examples * costs.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = costs[i % costs.Length][i / costs.Length];
        Interval[] intervals = bootstrap.OfMeans(examples, costs.Length, columns);
        Intervention? Found(double[]? cost) => cost is null
            ? null
            : new Intervention { LossNats = cost.Average(), Ci95 = intervals[Array.IndexOf(costs, cost)].ToList(), Examples = examples };
        return new Records.Diagnoses.Interventions
        {
            ShuffleCode = Found(decoder.ShuffleCost),
            PriorCode = Found(decoder.PriorCost),
            MeanCode = Found(decoder.MeanCost),
            ShuffleSkip = Found(decoder.SkipCost),
            ShuffleCondition = Found(decoder.ConditionCost),
            DropContext = Found(decoder.ContextCost),
            ShuffleCodeWithoutContext = Found(decoder.BlindShuffleCost),
        };
    }

    private bool SeesExample => _model.Model.Looks(ContextUse.Skips);

    private List<SplitMeasures> Splits()
    {
        IProgress<double> stage = _stages.Next("bounds of all splits", 0.05);
        var result = new List<SplitMeasures>();
        foreach (DataView view in new[] { _subject.Data.Train, _subject.Data.Validation, _subject.Data.Test })
        {
            if (view.Count == 0) continue;
            ExampleBlocks examples = Blocks(view, _options.Examples);
            (double rate, double distortion) = ModelMeasures.Bound(_model, examples, _rng.Fork("bounds"), _cancellation);
            result.Add(new SplitMeasures { Split = view.Name, Examples = examples.Examples, Elbo = -(rate + distortion), Rate = rate, Distortion = distortion });
            stage.Report(result.Count / 3.0);
        }

        return result;
    }

    private InferenceGap? Gap(ExampleBlocks examples)
    {
        int wanted = _options.RefinedExamples ?? DiagnosisOptions.DefaultRefinedExamples(_model.Model.Looks(ContextUse.Past));
        if (wanted == 0 || examples.Examples < 2) return null;
        Rng rng = _rng.Fork("refinement");
        ExampleBlocks some = examples.Some(ExampleDraw.Sorted(examples.Examples, Math.Max(2, wanted), rng.Fork("examples")));
        return new GapMeasurement(_model, some, _subject.Plan is { } plan ? plan.Objective.EffectiveBeta(examples.Outputs) : 1, rng).Run(_options, _stages.Next("inference gap", 0.1), _cancellation);
    }

    private NegativeLogLikelihood? Likelihood(DataView view, ExampleBlocks examples)
    {
        int samples = ImportanceSamples;
        if (samples == 0 || SeesExample) return null;
        (int[] positions, double[] values) = Likelihoods(examples, samples);
        double estimate = values.Average();
        double? tokens = view.Vocabulary is null ? null : positions.Average(position => (double)view.Length(examples.Indices[position]));
        return new NegativeLogLikelihood
        {
            Estimate = estimate,
            StandardError = Moments.StandardError(values),
            ImportanceSamples = samples,
            Examples = values.Length,
            PerDimension = estimate / (tokens ?? examples.Outputs),
            Perplexity = tokens is { } each ? Math.Exp(estimate / each) : null,
        };
    }

    private int ImportanceSamples => _options.ImportanceSamples ?? DiagnosisOptions.DefaultImportanceSamples(_model.Model.Looks(ContextUse.Past));

    private (int[] Positions, double[] Values) Likelihoods(ExampleBlocks examples, int samples)
    {
        IProgress<double> stage = _stages.Next("likelihood", 0.5);
        int[] positions = ExampleDraw.Sorted(examples.Examples, _options.NllExamples ?? examples.Examples, _rng.Fork("likelihood examples"));
        return (positions, ModelMeasures.NegativeLogLikelihood(_model, examples.Some(positions), samples, _rng.Fork("likelihood"), stage.Report, _cancellation));
    }

    private ExampleBlocks Blocks(DataView view, int most) =>
        new(view, ExampleDraw.Sorted(view.Count, most, _rng.Fork("examples")), _rng.Fork("binarisation"));

    private Subject Subject(DataView view, int examples) => new()
    {
        Source = _subject.Source,
        Kind = "run",
        Split = view.Name,
        Examples = examples,
        Outputs = view.OutputSize,
        Checkpoint = _subject.Checkpoint,
        Seed = _options.Seed,
        Model = ModelLine.Of(_subject),
    };
}
