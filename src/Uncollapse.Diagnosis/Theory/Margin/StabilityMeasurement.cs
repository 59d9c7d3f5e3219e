using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>Whether the collapsed state of a model is stable, as it is and with each suspect taken away (docs/theory.md).</summary>
internal sealed class StabilityMeasurement
{
    /// <summary>Fewer examples say nothing of a direction that is found on half of them.</summary>
    private const int FewestExamples = 40;

    /// <summary>Numbers of all scores: 128 MiB.</summary>
    private const int MostScores = 1 << 25;

    private readonly VaeEvaluator<float> _model;
    private readonly ExampleBlocks _examples;
    private readonly float[] _codes;
    private readonly double _beta;
    private readonly Bootstrap _bootstrap;
    private readonly Rng _rng;
    private readonly CancellationToken _cancellation;

    private StabilityMeasurement(VaeEvaluator<float> model, ExampleBlocks examples, float[] codes, double beta, int replicates, Rng rng, CancellationToken cancellation)
    {
        (_model, _examples, _codes, _beta, _rng, _cancellation) = (model, examples, codes, beta, rng, cancellation);
        _bootstrap = new Bootstrap(replicates, rng.Fork("bootstrap"));
    }

    /// <summary>Measures; null where there are too few examples, the KL weighs nothing, no state is a collapsed one (free bits, centred means, other families or priors), or it cannot be fitted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">What it was trained from, for the weight; null for a weight of 1.</param>
    /// <param name="examples">What the codes are of.</param>
    /// <param name="encoded">The codes.</param>
    /// <param name="options">How many examples.</param>
    /// <param name="rng">The key of the draws.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Stability? Measure(
        VaeEvaluator<float> model, Plan? plan, ExampleBlocks examples, EncodedExamples encoded, DiagnosisOptions options, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        if (!HasCollapsedState(model, plan)) return null;
        double beta = plan is null ? 1 : PredictionOptions.Of(plan, examples.Outputs).Beta;
        int wanted = Math.Min(options.MarginExamples, Math.Max(2 * FewestExamples, MostScores / examples.Outputs));
        int[] positions = ExampleDraw.Sorted(examples.Examples, wanted, rng.Fork("examples"));
        if (positions.Length < FewestExamples || !(beta > 0)) return null;
        var measurement = new StabilityMeasurement(model, examples.Some(positions), Codes(model, encoded, positions), beta, options.BootstrapReplicates, rng, cancellation);
        return measurement.Run(report);
    }

    /// <summary>Whether the law has a state to speak of: a Gaussian posterior that may become the standard normal prior, and an objective that charges for leaving it.</summary>
    private static bool HasCollapsedState(VaeEvaluator<float> model, Plan? plan) =>
        model.Model.Prior is StandardNormalPrior<float> && (model.Model.Posterior.Family is DiagonalGaussian<float> or FullGaussian<float>)
        && (plan is null or { Objective.ChargesEveryNat: true, Model.Posterior: { CentredScale: null, CommittedRate: null } });

    private Stability? Run(Action<double> report)
    {
        List<CollapsedState> states = States();
        if (Scores(states[0]) is not { } own) return null;
        (double[] quotients, double inSample) = CrossFit.Measure(own, _rng, _cancellation);
        StabilityMargin asItIs = Margin(states[0], own, quotients, inSample, _beta);
        report(1.0 / states.Count);
        var without = new List<StabilityMargin>();
        var pairs = new List<StabilityMargin>();
        bool weighs = _beta != 1;
        if (weighs) without.Add(Margin(states[0], own, quotients, inSample, 1) with { Suspect = "beta" });
        if (own.ResidualShare is { } share)
        {
            StateScores refitted = Refitted(own, share);
            double[] grown = Array.ConvertAll(quotients, value => value / share);
            without.Add(Margin(states[0], refitted, grown, inSample / share, _beta) with { Suspect = "variance" });
            if (weighs) pairs.Add(Margin(states[0], refitted, grown, inSample / share, 1) with { Suspect = "beta+variance" });
        }

        for (int i = 1; i < states.Count; i++)
        {
            bool isAll = states[i].Suspect == "all";
            if (Scores(states[i]) is not { } scores) continue;
            StateScores? refitted = scores.ResidualShare is { } left ? Refitted(scores, left) : null;
            if (isAll && refitted is not null) scores = refitted;
            (double[] some, double largest) = CrossFit.Measure(scores, _rng, _cancellation);
            without.Add(Margin(states[i], scores, some, largest, isAll ? 1 : _beta));
            if (!isAll) pairs.AddRange(Paired(states[i], scores, refitted, some, largest));
            report((i + 1.0) / states.Count);
        }

        int suspects = without.Count(margin => margin.Suspect != "all");
        if (suspects == 2 && without.All(margin => margin.Suspect != "all") && pairs is [var both]) without.Add(both with { Suspect = "all" });
        // Of two suspects the pair is all there is.
        else if (suspects > 2) without.InsertRange(suspects, pairs);
        return new Stability { CollapsedState = Outcome(asItIs), AsItIs = asItIs, Without = without };
    }

    /// <summary>A way round the code taken away together with the weight, and with a fixed variance.</summary>
    private IEnumerable<StabilityMargin> Paired(CollapsedState state, StateScores scores, StateScores? refitted, double[] quotients, double inSample)
    {
        if (_beta != 1) yield return Margin(state, scores, quotients, inSample, 1) with { Suspect = $"beta+{state.Suspect}" };
        if (refitted is null || scores.ResidualShare is not { } share) yield break;
        yield return Margin(state, refitted, Array.ConvertAll(quotients, value => value / share), inSample / share, _beta) with { Suspect = $"variance+{state.Suspect}" };
    }

    private static StateStability Outcome(StabilityMargin margin) =>
        margin.Ci95[0] > margin.Beta ? StateStability.Unstable : margin.Ci95[1] <= margin.Beta && margin.Lambda1InSample <= margin.Beta ? StateStability.Stable : StateStability.Near;

    private static StateScores Refitted(StateScores scores, double share) => scores with
    {
        Factor = scores.Factor / share,
        Sigma2 = scores.Sigma2 * share,
        ResidualShare = null,
        Fitted = scores.Fitted + ", its variance fitted to the residual",
    };

    private StabilityMargin Margin(CollapsedState state, StateScores scores, double[] quotients, double inSample, double beta)
    {
        double lambda = quotients.Average();
        return new StabilityMargin
        {
            Suspect = state.Suspect,
            Lambda1 = lambda,
            Ci95 = _bootstrap.OfMean(quotients).ToList(),
            Lambda1InSample = inSample,
            Beta = beta,
            Margin = lambda / beta,
            Examples = quotients.Length,
            Directions = scores.Directions,
            State = $"the decoder at its mean code{state.Words}; {scores.Fitted}",
            Sigma2 = scores.Sigma2,
        };
    }

    private StateScores? Scores(CollapsedState state) => _model.Model.Decoder is TokenDecoder<float>
        ? WordScores.Measure(_model, _examples, _codes, state, _cancellation)
        : new OutputScores(_model, _examples, _codes, state, _rng, _cancellation).Measure();

    /// <summary>The model as it is, then without each way round the code, then without all that is suspect where more than one is.</summary>
    private List<CollapsedState> States()
    {
        var states = new List<CollapsedState> { new((string?)null) };
        if (_model.Model.Looks(ContextUse.Past)) states.Add(new("past") { HidesPast = true });
        if (_model.Model.Looks(ContextUse.Skips)) states.Add(new("skips") { HidesSkips = true });
        if (_model.Model.Looks(ContextUse.Condition)) states.Add(new("condition") { Condition = AverageCondition() });
        int ways = states.Count - 1;
        bool more = _beta != 1 || (_model.Model.Likelihood is Models.Likelihoods.GaussianLikelihood<float> && ways > 0);
        if (ways > 1 || (ways == 1 && more))
            states.Add(new("all") { HidesPast = states.Exists(state => state.HidesPast), HidesSkips = states.Exists(state => state.HidesSkips), Condition = states.Find(state => state.Condition is not null)?.Condition });
        return states;
    }

    private float[] AverageCondition()
    {
        double[] sum = new double[_examples.RowSize - _examples.Outputs];
        for (int block = 0; block < _examples.Count; block++)
        {
            ReadOnlySpan<float> rows = _examples.Read(block);
            for (int end = _examples.RowSize; end <= rows.Length; end += _examples.RowSize)
            {
                for (int i = 0; i < sum.Length; i++) sum[i] += rows[end - sum.Length + i];
            }
        }

        return Array.ConvertAll(sum, value => (float)(value / _examples.Examples));
    }

    /// <summary>The average code for every example; a unit that says how much was counted says so still.</summary>
    private static float[] Codes(VaeEvaluator<float> model, EncodedExamples encoded, int[] positions)
    {
        int units = encoded.Units.Units;
        double[] average = encoded.AverageCode();
        float[] codes = new float[positions.Length * units];
        for (int i = 0; i < codes.Length; i++) codes[i] = (float)average[i % units];
        if (model.Model.Library is not { IsLatent: true }) return codes;
        for (int n = 0; n < positions.Length; n++) codes[((n + 1) * units) - 1] = (float)encoded.Units.Mean[((positions[n] + 1) * units) - 1];
        return codes;
    }
}
