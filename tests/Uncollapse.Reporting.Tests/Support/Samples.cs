using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Maps;
using Uncollapse.Records.Plans;

namespace Uncollapse.Reporting.Tests.Support;

/// <summary>Records of made-up runs with plausible numbers, by formula, so that a report of each kind can be looked at.</summary>
public static class Samples
{
    public static ReportContent Healthy(int epochs = 30, int units = 20) => new()
    {
        Title = "runs/mnist",
        Plan = Plan(units, epochs),
        Run = Run(epochs, RunStatus.Finished),
        History = History(epochs, finalRate: 24.6),
        Diagnosis = Diagnosis(Verdict.Healthy, units, active: Math.Min(units, Math.Max(1, (units * 4) / 5))),
        Pictures = Pictures(),
    };

    public static ReportContent Partial(int units = 512) => Healthy(60, units) with
    {
        Title = "runs/partial",
        Diagnosis = Diagnosis(Verdict.Partial, units, active: 9) with { Findings = [Scaling()] },
    };

    public static ReportContent Collapsed() => new()
    {
        Title = "runs/collapsed",
        Plan = Plan(20, 30),
        Run = Run(30, RunStatus.Finished),
        History = History(30, finalRate: 0.002),
        Diagnosis = Diagnosis(Verdict.Collapsed, 20, active: 0) with { Findings = [Constant(), Scaling()] },
        Pictures = Pictures(),
    };

    /// <summary>Of cells: a map with classes, missing ones and a number, genes, probes and neighbourhoods.</summary>
    public static ReportContent Cells() => Healthy() with
    {
        Title = "runs/cells",
        Diagnosis = Diagnosis(Verdict.Healthy, 10, 8) with
        {
            Probes =
            [
                Probe("cell_type", "class", new LinearProbe { BalancedAccuracy = 0.86, Chance = 0.25, Folds = 5, Penalty = 1 }),
                Probe("log library", "number", new LinearProbe { R2 = 0.54, Folds = 5, Penalty = 1 }),
            ],
            Neighbourhoods = [new Neighbourhood { Column = "cell_type", Examples = 40, Neighbours = 15, Purity = 0.83, Chance = 0.25, Silhouette = 0.22, Components = 10, ComponentsPurity = 0.87, ComponentsSilhouette = 0.27 }],
            Depth = new Depth(0.9, 8, 40, false),
        },
        Map = new CodeMap(
            [Projection("Principal components", 1), Projection("t-SNE", 7)],
            [
                new MapColour("cell_type", ["B", "<NK>", "T & co", "rare"], [.. Enumerable.Range(0, 40).Select(n => n == 5 ? float.NaN : n % 3)]),
                new MapColour("log library", null, [.. Enumerable.Range(0, 40).Select(n => n / 10f)]),
            ],
            40, "Each dot is the posterior mean of one example."),
        Genes = new GeneSheet(
            "gene", [new UnitGenes(3, 1.2, [new GeneChange("CD79A", 2.5)], [new GeneChange("LYZ", -3.1)])], "Changes.",
            [.. Enumerable.Range(0, 20).Select(n => new GeneFit { Gene = $"G{n}", Correlation = 0.8, Mean = n, ModelMean = n, Variance = n, ModelVariance = n + 1, Zeros = n / 20.0, ModelZeros = n / 21.0 })], "Fits."),
    };

    public static ReportContent Undiagnosed(int epochs = 12) => new()
    {
        Title = "runs/undiagnosed", Plan = Plan(20, 30), Run = Run(epochs, RunStatus.Interrupted) with { Note = "Interrupted by the user; the state is saved." }, History = History(epochs, 20),
    };

    public static ReportContent Posterior()
    {
        Diagnosis diagnosis = Diagnosis(Verdict.Healthy, 8, 5);
        return new ReportContent
        {
            Title = "Q.npz",
            Diagnosis = diagnosis with
            {
                Subject = new Subject { Source = "models/Q.npz", Kind = "posterior", Examples = 10_000, Seed = 0 },
                Interventions = null, Elbo = null, Nll = null, Reconstruction = null, Splits = [],
                Explanation = ["The code carries 8.412 nats about its example, 95 % interval [8.377, 8.446].", "Whether a decoder uses it cannot be said from a posterior file."],
            },
        };
    }

    public static Plan Plan(int latent, int epochs) => new()
    {
        Data = new DataPlan { Source = "mnist", Binarise = Binarisation.Dynamic },
        Model = new ModelPlan { Latent = latent },
        Objective = new ObjectivePlan { WarmupEpochs = epochs / 3.0 },
        Training = new TrainingPlan { Epochs = epochs },
        Seed = 7,
    };

    public static RunInfo Run(int epochs, RunStatus status) => new()
    {
        Status = status,
        Provenance = new Provenance
        {
            ToolVersion = "0.1.0", Commit = "6f49cfa", Platform = "linux-x64", Runtime = ".NET 10.0.1", Kernels = "512", Threads = 2,
            StartedUtc = new DateTimeOffset(2025, 11, 3, 9, 12, 44, TimeSpan.Zero), Data = "mnist: idx, 60,000 + 10,000 examples of 28 × 28 × 1, sha256 440fcabf…",
        },
        Epoch = epochs, Step = epochs * 422L, Seconds = epochs * 4.1, BestEpoch = Math.Max(1, epochs - 2), Parameters = 652_824,
        TrainExamples = 54_000, ValidationExamples = 6_000, TestExamples = 10_000, ExampleShape = [28, 28, 1],
    };

    public static HistoryEntry[] History(int epochs, double finalRate)
    {
        var entries = new List<HistoryEntry> { Entry("start", 0, new Dictionary<string, double?>()) };
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            double time = epoch * 30.0 / epochs, wobble = Math.Sin(epoch * 1.7) * 0.25;
            double rate = (finalRate * (1 - Math.Exp(-time / 3))) + (finalRate * 0.02 * wobble);
            double distortion = 206 - (5.3 * rate) + (330 * Math.Exp(-time / 0.6)) + wobble;
            entries.Add(Entry("epoch", epoch, new Dictionary<string, double?>
            {
                [Measures.TrainElbo] = -distortion - rate, [Measures.TrainRate] = rate, [Measures.TrainDistortion] = distortion, [Measures.TrainLoss] = distortion + rate,
                [Measures.ValidationElbo] = -distortion - rate - 1.1 + wobble, [Measures.ValidationRate] = rate * 0.985, [Measures.ValidationDistortion] = distortion + 1.1 + (0.015 * rate) - wobble,
                [Measures.KlWeight] = Math.Min(1, 3.0 * epoch / epochs), [Measures.LearningRate] = 1e-3, [Measures.ExamplesPerSecond] = 13_100 + (200 * wobble),
            }));
        }

        return [.. entries];
    }

    public static HistoryEntry Entry(string kind, int epoch, IReadOnlyDictionary<string, double?> values, string? note = null) =>
        new() { Kind = kind, Epoch = epoch, Step = epoch * 422L, Seconds = epoch * 4.1, Values = values, Note = note };

    public static Diagnosis Diagnosis(Verdict verdict, int units, int active)
    {
        UnitDiagnosis[] list = [.. Enumerable.Range(0, units).Select(index => Unit(index, units, active))];
        double rate = list.Sum(unit => unit.Rate), marginal = list.Sum(unit => unit.Rate - unit.MutualInformation);
        double information = verdict == Verdict.Collapsed ? 0.0021 : Math.Min(9.1, rate * 0.62), correlation = Math.Max(0, rate - information - marginal);
        return new Diagnosis
        {
            ToolVersion = "0.1.0",
            Subject = new Subject { Source = "runs/mnist", Kind = "run", Split = "test", Examples = 10_000, Outputs = 784, Checkpoint = "best", Seed = 0, Model = "784-200-200-20, bernoulli" },
            Verdict = verdict,
            Explanation = Words(verdict),
            Rate = rate,
            MutualInformation = new MutualInformation
            {
                Estimate = information, Lower = information, Upper = information * 1.05, Ci95 = [information - 0.0012, information + 0.0013], Ceiling = Math.Log(10_000),
                Saturated = information > Math.Log(10_000) - 1, Examples = 10_000, AggregateSize = 10_000, SamplesPerExample = 1,
            },
            AggregateKl = rate - information, TotalCorrelation = correlation, MarginalKl = marginal, ActiveUnits = active, LatentSize = units, Units = list,
            Reconstruction = new Reconstruction { Distortion = verdict == Verdict.Collapsed ? 206.1 : 75.4, StandardError = 0.21, MeanSquaredError = 0.0121, Binarisation = "dynamic" },
            Elbo = verdict == Verdict.Collapsed ? -206.1 : -100.12,
            Splits = [Split("train", 54_000, 0), Split("validation", 6_000, 1), Split("test", 10_000, 1.3)],
            Nll = new NegativeLogLikelihood { Estimate = 95.31, StandardError = 0.24, ImportanceSamples = 500, Examples = 1_000, PerDimension = 95.31 / 784 },
            Interventions = new Interventions
            {
                ShuffleCode = Loss(verdict == Verdict.Collapsed ? 0.004 : 148.3, verdict == Verdict.Collapsed ? 0.009 : 1.9),
                PriorCode = Loss(verdict == Verdict.Collapsed ? 0.003 : 161.7, verdict == Verdict.Collapsed ? 0.01 : 2.2),
                MeanCode = Loss(verdict == Verdict.Collapsed ? -0.001 : 104.9, verdict == Verdict.Collapsed ? 0.008 : 1.4),
                PerUnit = [.. list.Select(unit => Loss(unit.Rate * 4.2, 0.02 + (unit.Rate * 0.1)) with { Unit = unit.Index })],
            },
            Thresholds =
            [
                new Threshold("collapsed_information", 0.1, "collapsed: the upper bound of the mutual information is below it (nats)", "own convention"),
                new Threshold("active_unit_variance", 0.01, "active: the variance of the posterior's mean is at least it", "Burda et al. 2016"),
                new Threshold("epsilon", 0.01, "an example's KL in a unit counts as none below it (nats)", "Lucas et al. 2019"),
                new Threshold("delta", 0.01, "(epsilon, delta)-collapsed: at most this share of examples lies above epsilon", "Lucas et al. 2019"),
            ],
            Seconds = 21.4,
        };
    }

    /// <summary>A control, a trial in which information returns, one in which it stays and one that was cut off.</summary>
    public static ReportContent Tried()
    {
        MutualInformation Information(double value) => new() { Estimate = value, Lower = value, Upper = value, Ci95 = [value - 0.01, value + 0.01], Ceiling = 7.6, Saturated = false, Examples = 2000, AggregateSize = 2000, SamplesPerExample = 4 };
        Trial Trial(string[] without, TrialOutcome outcome, double value) => new()
        {
            Without = without, Changes = [.. without.Select(cause => new PlanChange($"key.of-{cause}", "was", "is"))], Outcome = outcome, MutualInformation = Information(value), ShuffleCode = Loss(20 * value, 0.1), Seconds = 12.5,
        };
        ReportContent content = Collapsed();
        return content with
        {
            Title = "runs/tried",
            Diagnosis = content.Diagnosis! with
            {
                Counterfactuals = new Counterfactuals
                {
                    BudgetSeconds = 60, Seconds = 51, Epochs = 20, Examples = 4000, Summary = "3 trials: convicted: objective-scaling.",
                    Control = Trial([], TrialOutcome.Untold, 0.01),
                    Trials =
                    [
                        Trial(["objective-scaling"], TrialOutcome.Returned, 5.25), Trial(["lagging-encoder"], TrialOutcome.Stayed, 0.02),
                        new Trial { Without = ["objective-scaling", "lagging-encoder"], Changes = [], Outcome = TrialOutcome.Untold, Seconds = 1, Note = "it diverged" },
                    ],
                },
            },
        };
    }

    public static Finding Scaling() => new()
    {
        Cause = "objective-scaling", Severity = Severity.Error, Confidence = 0.9,
        Statement = "The reconstruction is averaged over 784 outputs while the KL is summed, so the KL weighs 784 times as much as in the ELBO.",
        Evidence = [new Evidence("effective KL weight", 784, 1, "ELBO (Kingma & Welling 2014)"), new Evidence("stability margin", null, 1, "not measured by this version")],
        Prescriptions = ["sum-over-outputs", "lower-beta"],
    };

    public static Finding Constant() => new()
    {
        Cause = "constant-code", Severity = Severity.Warning, Confidence = 0.55, Statement = "The posterior is nearly the same for every example.",
        Evidence = [new Evidence("mutual information, upper bound", 0.0022, 0.1, "own convention")],
    };

    /// <summary>A grey ramp as PNG: real bytes, written by the smallest encoder there is (stored blocks).</summary>
    public static Picture[] Pictures() =>
    [
        new Picture("reconstructions.png", "Reconstructions", "Ten test examples, above, and their reconstructions from the mean code, below.", 280, 56, TinyPng.Ramp(280, 56)),
        new Picture("samples.png", "Samples", "Decoded from 64 codes drawn from the prior.", 224, 224, TinyPng.Ramp(224, 224)),
    ];

    private static SplitMeasures Split(string name, int examples, double loss) =>
        new() { Split = name, Examples = examples, Elbo = -99 - loss, Rate = 24.7 - (0.2 * loss), Distortion = 74.3 + (1.2 * loss) };

    private static Intervention Loss(double loss, double half) => new() { LossNats = loss, Ci95 = [loss - half, loss + half] };

    private static UnitDiagnosis Unit(int index, int units, int active)
    {
        // A stride coprime to the number of units scatters the informative ones.
        int stride = units % 7 == 0 ? 11 : 7, rank = index * stride % units;
        bool isActive = rank < active, isMixed = rank == active && active > 0;
        double information = isActive ? 2.6 * Math.Exp(-2.2 * rank / Math.Max(1, active)) : isMixed ? 0.04 : -0.0002;
        double variance = isActive ? 0.9 - (0.4 * rank / active) : isMixed ? 0.012 : 0.0001;
        return new UnitDiagnosis
        {
            Index = index, Rate = Math.Max(0, information) * 1.04 + 0.0006, MutualInformation = information, MeanVariance = variance, MeanVarianceCi95 = [variance * 0.97, variance * 1.03],
            AverageVariance = isActive ? 0.1 + (0.3 * rank / active) : 0.998, Active = isActive || isMixed, CollapsedShare = isActive ? 0 : isMixed ? 0.4 : 1,
            Collapsed = !isActive && !isMixed, Status = isActive ? UnitStatus.Active : isMixed ? UnitStatus.Mixed : UnitStatus.Passive,
        };
    }

    private static string[] Words(Verdict verdict) => verdict switch
    {
        Verdict.Healthy => ["The code carries at least 9.100 nats about its example (95 % interval [9.099, 9.101], ceiling 9.210: saturated, the truth may be higher).", "The decoder uses it: with another example's code, log p(x|z) falls by 148.3 nats, 95 % interval [146.4, 150.2].", "Of 20 units 16 are active; the 4 others cost nothing."],
        Verdict.Partial => ["The code carries 9.100 nats, in 9 of 512 units.", "The decoder uses what there is."],
        _ => ["Collapsed: the encoder is mute. It gives every example the same code, the prior, so nothing can be learned from the code.", "The code carries at most 0.0022 nats about its example: less than the 0.1 nats below which a code counts as collapsed.", "The decoder does not use it: exchanging codes costs 0.004 nats, and the 95 % interval [-0.005, 0.013] includes 0.", "Why is not proven by this diagnosis; the plan's reduction is the first suspect."],
    };

    private static MapProjection Projection(string title, int step) => new(title, "A plane.", [.. Enumerable.Range(0, 80).Select(i => (float)(i * step % 31))]);

    private static Probe Probe(string column, string kind, LinearProbe linear) => new()
    {
        Column = column, Kind = kind, Examples = 40, Linear = linear,
        Information = new InformationProbe { Estimate = 1.1, Baseline = 0.01, BaselineDeviation = 0.01, Entropy = kind == "class" ? 1.3 : null, Estimator = "ross-2014", Neighbours = 5, Permutations = 10, Units = 8, Seed = 0 },
    };
}
