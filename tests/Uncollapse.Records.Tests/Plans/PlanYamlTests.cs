using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

public sealed class PlanYamlTests
{
    private static readonly Plan _rich = new()
    {
        Seed = 7,
        Data = new DataPlan { Source = "it's a: path#", Binarise = Binarisation.Dynamic, Validation = 0.25, Examples = 12 },
        Model = new ModelPlan
        {
            Latent = 5,
            Encoder = new NetworkPlan { Hidden = [200, 100], Activation = Activation.LeakyRelu, Normalisation = Normalisation.Batch, Dropout = 0.1 },
            Decoder = new NetworkPlan { Hidden = [] },
            Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.PerOutput, Sigma2 = 1e-7 },
        },
        Objective = new ObjectivePlan { Beta = 0.1, Samples = 3, WarmupEpochs = 2.5 },
        Training = new TrainingPlan { ClipNorm = 5, Patience = 4, Schedule = new SchedulePlan { Kind = ScheduleKind.Step } },
    };

    [Fact]
    public void EveryKeyIsWrittenAndReadsBackEqual()
    {
        Assert.Equal(_rich, PlanYaml.Parse(PlanYaml.Format(_rich)));
        Assert.Equal(new Plan(), PlanYaml.Parse(PlanYaml.Format(new Plan())));
        Plan milestones = _rich with { Training = _rich.Training with { Schedule = new SchedulePlan { Kind = ScheduleKind.Step, Milestones = [200, 350], Factor = Math.Pow(10, -0.2) } } };
        Assert.Contains("    milestones: [200, 350]\n", PlanYaml.Format(milestones), StringComparison.Ordinal);
        Assert.Equal(milestones, PlanYaml.Parse(PlanYaml.Format(milestones)));
        Assert.NotEqual(milestones, _rich);
    }

    [Fact]
    public void AnEmptyDocumentIsTheDefaultPlan()
    {
        Assert.Equal(new Plan(), PlanYaml.Parse(""));
        Assert.Equal(new Plan(), PlanYaml.Parse("# nothing\n"));
    }

    [Fact]
    public void EveryKeyOfTheSchemaRoundTripsThroughText()
    {
        foreach (PlanKey key in PlanSchema.Keys)
        {
            Plan changed = key.Parse(new Plan(), key.Format(_rich));
            Assert.Equal(key.Format(_rich), key.Format(changed));
        }
    }

    [Fact]
    public void AllProblemsAreReportedTogetherWithLinesAndSuggestions()
    {
        const string Text = "seed: -1\nmodel:\n  latnet: 5\n  encoder: {hidden: [1, x]}\ntraining:\n  epochs: 0\n  batchsize: 3\n";
        PlanException error = Assert.Throws<PlanException>(() => PlanYaml.Parse(Text, "p.yaml"));
        Assert.Equal(5, error.Problems.Count);
        Assert.Contains("p.yaml: line 3: model.latnet: expected a known key, found an unknown one (did you mean model.latent?)", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 4: model.encoder.hidden: expected a list of integers, found '1,x'", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 7: training.batchsize", error.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean training.batch_size?", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 6: training.epochs: expected 1 to 1000000, found 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1: seed: expected at least 0, found -1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model:\n  likelihood:\n    kind: bernoulli\n    sigma2: 2\n", "model.likelihood.sigma2")]
    [InlineData("training: {optimizer: {kind: sgd, beta1: 0.5}}", "training.optimizer.beta1")]
    [InlineData("seed: 1\nseed: 2\n", "each key once")]
    [InlineData("- 1\n- 2\n", "a mapping of keys")]
    [InlineData("model: 3\n", "model")]
    [InlineData("model: 3\n", "model: expected a mapping of latent, encoder, posterior, prior, skips, decoder, likelihood, initialisation, output_bias, found '3'")]
    [InlineData("model: {likelihood: gaussian}\n", "model.likelihood: expected a mapping of kind, variance, sigma2, optimum, logistics, temperature, library, dispersion, theta, fixed_theta, zero_inflation, found 'gaussian' (did you mean model.likelihood.kind?)")]
    [InlineData("training: {optimizer: sgd}\n", "did you mean training.optimizer.kind?")]
    [InlineData("optimizer: sgd\n", "did you mean training.optimizer.kind?")]
    [InlineData("training: {optimiser: {kind: sgd}}\n", "did you mean training.optimizer.kind?")]
    [InlineData("likelihood: gaussian\n", "did you mean model.likelihood.kind?")]
    [InlineData("model: {latent: [1, 2]}\n", "an integer")]
    [InlineData("model: {latent: 1.5}\n", "an integer")]
    [InlineData("model: {latent: 99999999999}\n", "an integer")]
    [InlineData("objective: {beta: .nan}\n", "a number")]
    [InlineData("objective: {beta: 1e999}\n", "a number")]
    [InlineData("a: &x {b: *x}\n", "a known key")]
    [InlineData("seed: [1\n", "YAML")]
    [InlineData("\t: x", "YAML")]
    [InlineData("seed: 1\n---\nseed: 2\n", "one document")]
    [InlineData("objective: {bound: iwae, beta: 2}\n", "objective.beta")]
    [InlineData("data: {validation: 0.6, test: 0.5}\n", "leave examples")]
    [InlineData("training: {schedule: {kind: step, milestones: [3, 2]}}\n", "training.schedule.milestones: expected increasing epochs, at least 1, found 3,2")]
    [InlineData("training: {schedule: {kind: step, milestones: [0]}}\n", "training.schedule.milestones")]
    [InlineData("training: {schedule: {kind: step, milestones: [3], every_epochs: 5}}\n", "training.schedule.every_epochs")]
    [InlineData("training: {schedule: {milestones: [3]}}\n", "training.schedule.milestones")]
    [InlineData("data: {scale: standardise, binarise: dynamic}\n", "data.binarise")]
    [InlineData("training: {optimizer: {kind: Adam}}\n", "adam|adamw|sgd")]
    [InlineData("model: {likelihood: {kind: poisson, theta: 2}}\n", "model.likelihood.theta")]
    [InlineData("model: {likelihood: {kind: poisson, dispersion: gene}}\n", "model.likelihood.dispersion")]
    [InlineData("model: {likelihood: {kind: multinomial, library: latent}}\n", "model.likelihood.library")]
    [InlineData("model: {likelihood: {kind: negative-binomial, dispersion: gene-cell, fixed_theta: true}}\n", "model.likelihood.fixed_theta")]
    [InlineData("model: {likelihood: {kind: negative-binomial, theta: 0}}\n", "1e-12 to 1e12")]
    [InlineData("model: {likelihood: {kind: negative-binomial}, encoder: {kind: conv}}\n", "mlp with a negative-binomial likelihood")]
    [InlineData("model: {likelihood: {kind: poisson}, decoder: {kind: made}}\n", "model.decoder.kind")]
    [InlineData("model: {likelihood: {kind: poisson}, prior: {kind: vamp}}\n", "model.prior.kind")]
    [InlineData("model: {likelihood: {kind: poisson, library: latent}, posterior: {kind: von-mises-fisher}}\n", "model.likelihood.library")]
    [InlineData("model: {encoder: {batch_norm_momentum: 0.01}}\n", "model.encoder.batch_norm_momentum")]
    [InlineData("model: {encoder: {normalisation: batch, batch_norm_momentum: 0}}\n", "in (0, 1]")]
    public void WhatMeansNothingIsRefused(string text, string says)
    {
        PlanException error = Assert.Throws<PlanException>(() => PlanYaml.Parse(text));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlansOfCountsComeBack()
    {
        var network = new NetworkPlan { Hidden = [128], Normalisation = Normalisation.Batch, BatchNormMomentum = 0.01, BatchNormEpsilon = 0.001 };
        var plan = new Plan
        {
            Model = new ModelPlan
            {
                Latent = 10, Encoder = network, Decoder = network with { Hidden = [] },
                Likelihood = new LikelihoodPlan
                {
                    Kind = LikelihoodKind.ZeroInflatedNegativeBinomial, Library = LibraryKind.Latent, Dispersion = DispersionKind.GeneBatch, Theta = 0.05, FixedTheta = true,
                },
            },
        };
        // A decoder without hidden layers has nothing to normalise.
        plan = plan with { Model = plan.Model with { Decoder = new NetworkPlan { Hidden = [] } } };
        string text = PlanYaml.Format(plan);
        Assert.Contains("kind: zero-inflated-negative-binomial", text, StringComparison.Ordinal);
        Assert.Contains("batch_norm_momentum: 0.01", text, StringComparison.Ordinal);
        Assert.Equal(plan, PlanYaml.Parse(text));
        Assert.DoesNotContain("theta", PlanYaml.Format(plan with { Model = plan.Model with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Poisson } } }), StringComparison.Ordinal);
    }

    [Fact]
    public void RandomTextIsRefusedOrRead()
    {
        // A small linear congruential generator keeps this test's input the same everywhere.
        string seed = PlanYaml.Format(_rich);
        ulong state = 1;
        for (int trial = 0; trial < 3000; trial++)
        {
            char[] text = seed.ToCharArray();
            for (int edit = 0; edit < 4; edit++)
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                text[(int)((state >> 33) % (ulong)text.Length)] = (char)(32 + ((state >> 20) % 95));
            }

            try
            {
                PlanYaml.Parse(new string(text));
            }
            catch (PlanException error)
            {
                Assert.NotEmpty(error.Problems);
            }
        }
    }
}
