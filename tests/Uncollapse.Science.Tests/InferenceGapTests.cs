using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Science.Tests;

/// <summary>The gap between the encoder's posteriors and those that the decoder would want: none at a linear optimum, much where the encoder was left behind.</summary>
public sealed class InferenceGapTests
{
    private static readonly DiagnosisOptions _options = new() { ImportanceSamples = 0, UnitExamples = 0, BootstrapReplicates = 200, RefinedExamples = 512 };

    [Fact]
    public void AtTheLinearOptimumThereIsNoGap()
    {
        using var linear = new LinearModel(3, 4000);
        InferenceGap gap = Diagnoser.Diagnose(linear.Subject, _options).InferenceGap!;
        // The encoder's posterior is the exact one: what refining finds is the noise of its steps.
        Assert.InRange(gap.Gap, -0.01, 0.01);
        Assert.InRange(gap.RefinedInformation - gap.AmortisedInformation, -0.1, 0.1);
        Assert.Equal(1, gap.Starts.Values.Sum(), 1e-9);
        Assert.Null(gap.Exact);
    }

    /// <summary>One unit: log N(x; 0, w w^T + s2 I) by the grid, and the spread of the exact posterior's means, w sqrt(l) / l.</summary>
    [Fact]
    public void TheExactPosteriorOfOneUnitHasItsClosedForm()
    {
        using var linear = new LinearModel(1, 4000);
        InferenceGap gap = Diagnoser.Diagnose(linear.Subject, _options).InferenceGap!;
        ScalarPosterior exact = gap.Exact!;
        Assert.InRange(exact.EncoderKl, -0.15, 0.15);
        Assert.Equal(exact.EncoderSpread, exact.ModelSpread, 1e-3);
        Assert.All(exact.Means, pair => Assert.Equal(pair[0], pair[1], 1e-3));
        Assert.Equal(512, exact.Means.Count);
        // sqrt(1 - s2/l) for a unit of eigenvalue l, up to the sample's own deviation.
        double spread = Math.Sqrt(1 - (linear.Sigma2 / LinearModel.Eigenvalues[0]));
        Assert.Equal(spread, exact.ModelSpread, 4 * spread / Math.Sqrt(2 * 512));
    }

    [Fact]
    public void AnEncoderLeftBehindTellsLessThanItsDecoderWouldUse()
    {
        Plan healthy = new()
        {
            Seed = 1,
            Data = new DataPlan { Source = "synthetic:shapes?examples=4000&size=12", Binarise = Binarisation.Threshold },
            Model = new ModelPlan { Latent = 8, Encoder = new NetworkPlan { Hidden = [128] }, Decoder = new NetworkPlan { Hidden = [128] } },
            Training = new TrainingPlan { Epochs = 40, BatchSize = 100 },
        };
        Records.Diagnoses.Diagnosis lagging = Diagnose(healthy with { Training = healthy.Training with { EncoderRate = 0.015 } });
        InferenceGap gap = lagging.InferenceGap!;
        Assert.Equal(Verdict.Partial, lagging.Verdict);
        Assert.Equal("lagging-encoder", lagging.Findings[0].Cause);
        Assert.True(gap.RefinedInformation - gap.AmortisedInformation >= 1, $"{gap.RefinedInformation} of {gap.AmortisedInformation}");
        Assert.True(gap.Ci95[0] > 0);
        Assert.InRange(gap.RefinedElbo - gap.AmortisedElbo, gap.Gap - 1e-9, gap.Gap + 1e-9);
    }

    private static Records.Diagnoses.Diagnosis Diagnose(Plan plan)
    {
        using TrainedRun run = Trainer.Train(plan);
        return Diagnoser.Diagnose(new ModelSubject { Model = run.Model, Data = run.Data, Source = "test", Plan = plan }, _options);
    }
}
