using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Diagnosis.Tests.Models;

public sealed class ModelDiagnosisTests
{
    private static readonly DiagnosisOptions _quick = new() { ImportanceSamples = 20, BootstrapReplicates = 200, Samples = 1, UnitExamples = 500 };

    [Fact]
    public void A_linear_model_at_its_optimum_is_healthy()
    {
        using var linear = new LinearModel(3);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick);
        Assert.Equal(Verdict.Healthy, found.Verdict);
        Assert.Equal("5-3-5, gaussian", found.Subject.Model);
        Assert.Equal("test", found.Subject.Split);
        Assert.Equal(2000, found.Subject.Examples);
        Assert.Equal(3, found.ActiveUnits);
        Assert.All(found.Units, unit => Assert.Equal(UnitStatus.Active, unit.Status));
        Assert.Equal(["train", "validation", "test"], found.Splits.Select(split => split.Split));
        Assert.Equal(linear.Sigma2, found.Reconstruction!.Sigma2!.Value, 1e-5);
        Assert.Equal(Thresholds.All, found.Thresholds);
        Assert.Empty(found.Findings);
        Assert.True(found.Explanation.Count >= 4);
        Assert.Equal(-(found.Reconstruction.Distortion + found.Rate), found.Elbo!.Value, 1e-9);
        Assert.True(found.Nll!.Estimate <= -found.Elbo.Value + 0.05);
        Assert.Equal(found.Nll.Estimate / 5, found.Nll.PerDimension, 1e-12);
    }

    [Fact]
    public void A_decoder_without_weights_is_deaf()
    {
        using var linear = new LinearModel(3);
        linear.DecoderWeight.Data.Clear();
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.True(found.MutualInformation.Lower > 2);
        Assert.Equal(0, found.Interventions!.ShuffleCode!.LossNats);
        Assert.Equal(0, found.Interventions.PriorCode!.LossNats);
        Assert.Contains("deaf", found.Explanation[0], StringComparison.Ordinal);
        Assert.Equal("unknown", Assert.Single(found.Findings).Cause);
    }

    [Fact]
    public void A_decoder_deaf_to_one_unit_is_partly_collapsed()
    {
        using var linear = new LinearModel(3);
        linear.DecoderWeight.Data.Slice(5, 5).Clear();
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick);
        Assert.Equal(Verdict.Partial, found.Verdict);
        Assert.Equal(0, found.Interventions!.PerUnit[1].LossNats);
        Assert.True(found.Interventions.PerUnit[0].Ci95[0] > 1);
        Assert.Equal(500, found.Interventions.PerUnit[2].Examples);
        Assert.Contains("unit 1,", Assert.Single(found.Findings).Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_at_the_prior_is_mute()
    {
        using var linear = new LinearModel(2);
        linear.EncoderWeight.Data.Clear();
        for (int unit = 0; unit < 2; unit++) linear.LogVarianceBias(unit) = 0;
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.Equal(0, found.Rate, 1e-12);
        Assert.Equal(0, found.MutualInformation.Upper, 1e-9);
        Assert.All(found.Units, unit => Assert.Equal(UnitStatus.Passive, unit.Status));
        Assert.All(found.Units, unit => Assert.True(unit.Collapsed));
        Assert.Contains("mute", found.Explanation[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_code_is_named_for_what_it_is()
    {
        using var linear = new LinearModel(2);
        linear.EncoderWeight.Data.Clear();
        for (int unit = 0; unit < 2; unit++)
        {
            linear.MeanBias(unit) = 3;
            linear.LogVarianceBias(unit) = 0;
        }

        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.Equal(9, found.Rate, 1e-5);
        Assert.Equal(9, found.AggregateKl, 1e-5);
        // The decoder is that of the optimum: it would use a code that told something, and the encoder is behind it too.
        Assert.Equal(["lagging-encoder", "constant-code"], found.Findings.Select(each => each.Cause));
        Finding finding = found.Findings[1];
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal(3, finding.Evidence.Count);
    }

    [Fact]
    public void The_plan_is_audited()
    {
        using var linear = new LinearModel(2);
        linear.EncoderWeight.Data.Clear();
        for (int unit = 0; unit < 2; unit++) linear.LogVarianceBias(unit) = 0;
        ModelSubject subject = linear.Subject;
        ObjectivePlan objective = linear.Plan.Objective;
        Finding scaled = Assert.Single(Diagnoser.Diagnose(subject with { Plan = linear.Plan with { Objective = objective with { Reduction = Reduction.Mean } } }, _quick).Findings);
        Assert.Equal("objective-scaling", scaled.Cause);
        Assert.Equal(5, scaled.Evidence[0].Value);
        Finding heavy = Assert.Single(Diagnoser.Diagnose(subject with { Plan = linear.Plan with { Objective = objective with { Beta = 30 } } }, _quick).Findings);
        Assert.Equal("overweighted-kl", heavy.Cause);
    }

    [Fact]
    public void A_diverged_encoder_is_refused_with_the_place()
    {
        using var linear = new LinearModel(2);
        linear.MeanBias(1) = float.NaN;
        DataFormatException error = Assert.Throws<DataFormatException>(() => Diagnoser.Diagnose(linear.Subject, _quick));
        Assert.Contains("example 0, unit 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        using var linear = new LinearModel(3);
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            string one = Json(Diagnoser.Diagnose(linear.Subject, _quick));
            Workers.Count = 2;
            Assert.Equal(one, Json(Diagnoser.Diagnose(linear.Subject, _quick)));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void Fewer_examples_are_measured_where_asked()
    {
        using var linear = new LinearModel(2);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick with { Examples = 300, AggregateSize = 100, NllExamples = 50, UnitExamples = 0, Split = "train" });
        Assert.Equal((300, 100, "train"), (found.MutualInformation.Examples, found.MutualInformation.AggregateSize, found.Subject.Split));
        Assert.Equal(50, found.Nll!.Examples);
        Assert.Empty(found.Interventions!.PerUnit);
        Assert.Null(Diagnoser.Diagnose(linear.Subject, _quick with { ImportanceSamples = 0 }).Nll);
    }

    [Fact]
    public void Progress_rises_to_the_end_and_cancellation_stops()
    {
        using var linear = new LinearModel(2);
        var seen = new Recorder();
        Diagnoser.Diagnose(linear.Subject, _quick, seen);
        Assert.Equal(seen.Fractions.Order(), seen.Fractions);
        Assert.Equal(1, seen.Fractions[^1], 1e-9);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Diagnoser.Diagnose(linear.Subject, _quick, null, source.Token));
    }

    [Theory]
    [InlineData(1, 1, 20)]
    [InlineData(2, 0, 20)]
    [InlineData(2, 1, 19)]
    public void Senseless_options_are_refused(int examples, int samples, int replicates)
    {
        using var linear = new LinearModel(1, 100);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Diagnoser.Diagnose(linear.Subject, new DiagnosisOptions { Examples = examples, Samples = samples, BootstrapReplicates = replicates }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnoser.Diagnose(linear.Subject, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagnoser.Diagnose(linear.Subject, new DiagnosisOptions { Split = "all" }));
    }

    private static string Json(Records.Diagnoses.Diagnosis diagnosis) => JsonSerializer.Serialize(diagnosis with { Seconds = 0 }, RecordsJson.Default.Diagnosis);

    private sealed class Recorder : IProgress<DiagnosisProgress>
    {
        public List<double> Fractions { get; } = [];

        public void Report(DiagnosisProgress value) => Fractions.Add(value.Fraction);
    }
}
