using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;

namespace Uncollapse.Diagnosis.Tests.Verdicts;

public sealed class JudgementTests
{
    [Theory]
    [InlineData(0.099, null, Verdict.Collapsed)]
    [InlineData(0.099, 5.0, Verdict.Collapsed)]
    [InlineData(0.101, null, Verdict.Healthy)]
    [InlineData(3.0, 0.0, Verdict.Collapsed)]
    [InlineData(3.0, -0.2, Verdict.Collapsed)]
    [InlineData(3.0, 0.001, Verdict.Healthy)]
    public void The_verdict_turns_at_its_thresholds(double upper, double? useFrom, Verdict expected) =>
        Assert.Equal(expected, Judge(Information(upper), [Unit(0, 1)], useFrom is { } from ? Use(from) : null).Verdict);

    [Fact]
    public void Passive_units_are_not_accused() =>
        Assert.Equal(Verdict.Healthy, Judge(Information(3), [Unit(0, 2), Unit(1, 0, UnitStatus.Passive), Unit(2, 0.05, UnitStatus.Passive)], Use(2, 2, 0, 0)).Verdict);

    [Fact]
    public void A_unit_that_informs_an_idle_decoder_makes_it_partial()
    {
        var found = Judge(Information(3), [Unit(0, 2), Unit(1, 0.5)], Use(2, 2, -0.1));
        Assert.Equal(Verdict.Partial, found.Verdict);
        Assert.Equal(1, Assert.Single(found.DeafUnits).Index);
    }

    [Fact]
    public void Units_that_all_inform_on_a_part_only_make_it_partial()
    {
        Assert.Equal(Verdict.Partial, Judge(Information(3), [Unit(0, 1, UnitStatus.Mixed), Unit(1, 0, UnitStatus.Passive)], Use(2)).Verdict);
        Assert.Equal(Verdict.Healthy, Judge(Information(3), [Unit(0, 1, UnitStatus.Mixed), Unit(1, 1)], Use(2)).Verdict);
        // The prior's variance on a part of the examples, but with means that tell them apart: nothing is missing there.
        Assert.Equal(Verdict.Healthy, Judge(Information(3), [Unit(0, 1, UnitStatus.Mixed) with { CollapsedShare = 0 }], Use(2)).Verdict);
    }

    /// <summary>A gate opened by a constant: a rate of 4 nats, a little information, which beside the skips is worth nothing. A look at KL, active units or MI alone calls it
    /// healthy.</summary>
    [Theory]
    [InlineData(0.3, 4.0, 1.0, 400.0, Verdict.Collapsed)]
    [InlineData(0.05, 4.0, 0.0, 400.0, Verdict.Collapsed)]
    [InlineData(0.3, 4.0, 20.0, 400.0, Verdict.Healthy)]
    [InlineData(0.3, 4.0, 1.0, null, Verdict.Healthy)]
    [InlineData(3.0, 4.0, 1.0, 400.0, Verdict.Partial)]
    public void A_constant_that_opens_the_skips_is_collapsed(double information, double rate, double code, double? skip, Verdict expected)
    {
        Records.Diagnoses.Interventions use = new()
        {
            ShuffleCode = new Intervention { LossNats = code, Ci95 = [code - 0.01, code + 0.01] },
            ShuffleSkip = skip is { } cost ? new Intervention { LossNats = cost, Ci95 = [cost - 1, cost + 1] } : null,
        };
        Assert.Equal(expected, Judge(Information(information), [Unit(0, information) with { Rate = rate }], use).Verdict);
        // The rate is the whole code's: on a sphere, or with two levels, there are no units to add it up from.
        Assert.Equal(expected, new Judgement(rate, rate - information, Information(information), [], use).Verdict);
    }

    /// <summary>A U-Net that drops its skips for 2 % of the examples gives 0.58 nats, 3.5 nats of use, and 466 that its skips are worth: not healthy. The same of a
    /// condition and a past, which a decoder may rightly use: there a code that tells a nat or more is left in peace.</summary>
    [Theory]
    [InlineData("skip", 0.58, 3.5, 466.0, Verdict.Partial, "skip-shortcut")]
    [InlineData("skip", 4.0, 3.5, 466.0, Verdict.Partial, "skip-shortcut")]
    [InlineData("skip", 4.0, 35.0, 466.0, Verdict.Healthy, null)]
    [InlineData("condition", 0.15, 0.2, 34.0, Verdict.Partial, "condition-shortcut")]
    [InlineData("condition", 4.0, 3.5, 466.0, Verdict.Healthy, null)]
    [InlineData("past", 0.15, 0.2, 40.0, Verdict.Partial, "powerful-decoder")]
    [InlineData("past", 4.0, 3.5, 466.0, Verdict.Healthy, null)]
    [InlineData("past", 0.15, 2.0, 40.0, Verdict.Healthy, null)]
    [InlineData("past", 0.05, 0.2, 40.0, Verdict.Collapsed, "powerful-decoder")]
    public void A_way_that_outdoes_a_code_in_use_is_accused(string way, double information, double code, double cost, Verdict expected, string? cause)
    {
        var worth = new Intervention { LossNats = cost, Ci95 = [cost - 1, cost + 1] };
        Records.Diagnoses.Interventions use = new()
        {
            ShuffleCode = new Intervention { LossNats = code, Ci95 = [code / 2, code * 2] },
            ShuffleSkip = way == "skip" ? worth : null,
            ShuffleCondition = way == "condition" ? worth : null,
            DropContext = way == "past" ? worth : null,
        };
        Records.Diagnoses.Diagnosis found = Judgement.Complete(Measured(information, 1.5 * information, use), null);
        Assert.Equal(expected, found.Verdict);
        Assert.Equal(cause is null ? [] : [cause], found.Findings.Select(finding => finding.Cause));
        Assert.Equal(cause is not null, found.Explanation.Any(line => line.EndsWith(", round the code.", StringComparison.Ordinal)));
        Assert.StartsWith($"{expected}: ", found.Explanation[0], StringComparison.Ordinal);
        if (expected == Verdict.Partial) Assert.Equal(Severity.Warning, found.Findings[0].Severity);
    }

    /// <summary>The zoo's own constant code, where its information lies a hair above the threshold of mute codes: the decoder is deaf, and the code is a constant.</summary>
    [Theory]
    [InlineData(0.0999, 0.1002, 3.66, true)]
    [InlineData(0.0999, 0.0999, 3.66, true)]
    [InlineData(0.30, 0.30, 3.66, true)]
    [InlineData(0.40, 0.40, 3.66, false)]
    [InlineData(0.005, 0.005, 0.09, false)]
    public void A_constant_code_is_named_whether_it_is_mute_or_the_decoder_deaf(double information, double upper, double rate, bool named)
    {
        Records.Diagnoses.Interventions use = new() { ShuffleCode = new Intervention { LossNats = -0.01, Ci95 = [-0.41, 0.49] } };
        Records.Diagnoses.Diagnosis measured = Measured(information, rate, use);
        Records.Diagnoses.Diagnosis found = Judgement.Complete(measured with { MutualInformation = measured.MutualInformation with { Upper = upper } }, null);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.Equal(named ? "constant-code" : "unknown", Assert.Single(found.Findings).Cause);
        if (named && upper >= 0.1) Assert.Contains("as good as a constant", found.Explanation[0], StringComparison.Ordinal);
        // A saturated estimate does not say how much of the rate is information.
        Records.Diagnoses.Diagnosis saturated = Judgement.Complete(measured with { MutualInformation = measured.MutualInformation with { Upper = 3, Saturated = true } }, null);
        Assert.Equal("unknown", Assert.Single(saturated.Findings).Cause);
    }

    /// <summary>Three models that a user trained: 5 mixed units of 0.68 nats in all, 1 of 0.41, none that informs of 0.38. The last may not be the best.</summary>
    [Theory]
    [InlineData(UnitStatus.Mixed)]
    [InlineData(UnitStatus.Active)]
    public void Less_information_never_gives_a_better_verdict(UnitStatus status)
    {
        var last = Verdict.Healthy;
        for (double information = 8; information > 0.01; information *= 0.9)
        {
            UnitDiagnosis[] units = [.. Enumerable.Range(0, 5).Select(index => Unit(index, information / 5, status))];
            Verdict found = Judge(Information(information), units, Use(information)).Verdict;
            Assert.True(found >= last, $"{found} at {information} nats, after {last}");
            last = found;
        }

        Assert.Equal(Verdict.Collapsed, last);
        Assert.Equal(Verdict.Partial, Judge(Information(0.38), [Unit(0, 0.09, status), Unit(1, 0.08, status)], Use(1)).Verdict);
        // Spread thinly over many units, but much in all; on a part of the examples it is no better than in few units.
        Assert.Equal(status == UnitStatus.Mixed ? Verdict.Partial : Verdict.Healthy, Judge(Information(3), [.. Enumerable.Range(0, 60).Select(index => Unit(index, 0.05, status))], Use(1)).Verdict);
    }

    /// <summary>A PixelCNN of four steps: a rate of 0.13 on ten examples is no constant code; one of 3 nats is, more surely where the plan holds it up.</summary>
    [Fact]
    public void A_constant_code_is_as_sure_as_the_plan_and_the_examples_make_it()
    {
        Records.Diagnoses.Interventions use = new() { ShuffleCode = new Intervention { LossNats = 0, Ci95 = [-0.1, 0.1] } };
        Plan plain = new(), floored = new() { Objective = new ObjectivePlan { FreeBits = 0.5 } };
        Finding Of(double rate, Plan plan, int examples)
        {
            Records.Diagnoses.Diagnosis measured = Measured(0.002, rate, use);
            return Judgement.Complete(measured with { MutualInformation = measured.MutualInformation with { Examples = examples } }, plan).Findings[0];
        }

        Assert.Equal("unknown", Of(0.13, plain, 10).Cause);
        Assert.Equal(("constant-code", 0.99), (Of(3, floored, 1000).Cause, Of(3, floored, 1000).Confidence));
        Assert.Equal(("constant-code", 0.5), (Of(3, plain, 1000).Cause, Of(3, plain, 1000).Confidence));
        Assert.Equal(0.099, Of(3, floored, 10).Confidence, 9);
        Assert.Contains("objective.free_bits can hold the rate up", Of(3, floored, 1000).Statement, StringComparison.Ordinal);
        Assert.Contains("Nothing in the plan", Of(3, plain, 1000).Statement, StringComparison.Ordinal);
        string[] documented = [.. File.ReadAllLines(Path.Combine(TestFiles.Root, "docs", "measures.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1])];
        Assert.All(Of(3, floored, 1000).Prescriptions, remedy => Assert.Contains(remedy, documented));
    }

    /// <summary>What the weights of a run of 30 epochs, diagnosed after some of them, have seen of their schedule.</summary>
    [Theory]
    [InlineData("warm-up", 10, 20, null)]
    [InlineData("warm-up", 40, 30, "it reached 0.75 of 1")]
    [InlineData("cosine", 40, 30, "it reached 0.854 of 1")]
    [InlineData("cycles", 3, 30, null)]
    [InlineData("cycles", 3, 18, null)]
    [InlineData("cycles", 3, 22, "it reached 0.4 of 1")]
    [InlineData("capacity", 20, 30, null)]
    [InlineData("capacity", 60, 30, "it reached 2.5 of 5 nats")]
    [InlineData("target", 0, 30, null)]
    public void A_schedule_that_has_not_ended_is_found(string rule, int length, double epochs, string? says)
    {
        ObjectivePlan objective = rule switch
        {
            "warm-up" => new ObjectivePlan { WarmupEpochs = length },
            "cosine" => new ObjectivePlan { WarmupEpochs = length, WarmupShape = WarmupShape.Cosine },
            "cycles" => new ObjectivePlan { Cycles = length },
            "capacity" => new ObjectivePlan { Capacity = 5, CapacityEpochs = length },
            _ => new ObjectivePlan { TargetRate = 5, Beta = 100 },
        };
        Records.Diagnoses.Diagnosis found = Judgement.Complete(Measured(0.002, 0.1, new() { ShuffleCode = new Intervention { LossNats = 0, Ci95 = [-0.1, 0.1] } }), new Plan { Objective = objective }, epochs);
        Finding? unfinished = found.Findings.SingleOrDefault(finding => finding.Cause == "unfinished-schedule");
        Assert.Equal(says is null, unfinished is null);
        if (says is not null) Assert.Contains(says, unfinished!.Statement, StringComparison.Ordinal);
        // The largest weight of a controller is not its weight.
        Assert.DoesNotContain(found.Findings, finding => finding.Cause == "overweighted-kl");
    }

    [Fact]
    public void What_holds_a_rate_up_is_named()
    {
        Records.Diagnoses.Diagnosis measured = Measured(0.002, 3, new() { ShuffleCode = new Intervention { LossNats = 0, Ci95 = [-0.1, 0.1] } });
        string Statement(ObjectivePlan objective) => Judgement.Complete(measured, new Plan { Objective = objective }).Findings[0].Statement;
        Assert.Contains("objective.capacity can hold the rate up", Statement(new ObjectivePlan { Capacity = 3 }), StringComparison.Ordinal);
        Assert.Contains("objective.target_rate can hold the rate up", Statement(new ObjectivePlan { TargetRate = 3 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_threshold_has_a_name_a_meaning_and_a_source()
    {
        Assert.Equal(Thresholds.All.Count, Thresholds.All.Select(threshold => threshold.Name).Distinct().Count());
        Assert.All(Thresholds.All, threshold => Assert.True(threshold.Meaning.Length > 20 && threshold.Source.Length > 5));
        Assert.Equal(typeof(Thresholds).GetFields().Length, Thresholds.All.Count);
    }

    private static Judgement Judge(MutualInformation information, IReadOnlyList<UnitDiagnosis> units, Records.Diagnoses.Interventions? use)
    {
        double rate = units.Sum(unit => unit.Rate);
        return new Judgement(rate, rate - information.Estimate, information, units, use);
    }

    private static Records.Diagnoses.Diagnosis Measured(double information, double rate, Records.Diagnoses.Interventions use) => new()
    {
        ToolVersion = "0",
        Subject = new Subject { Source = "test", Kind = "run", Examples = 1000, Seed = 0 },
        Verdict = Verdict.Healthy,
        Explanation = [],
        Rate = rate,
        MutualInformation = Information(information),
        AggregateKl = rate - information,
        TotalCorrelation = null,
        MarginalKl = null,
        ActiveUnits = null,
        LatentSize = 4,
        Units = [],
        Undefined = ["There are no units."],
        Interventions = use,
    };

    private static MutualInformation Information(double upper) => new()
    {
        Estimate = upper,
        Lower = upper,
        Upper = upper,
        Ci95 = [upper, upper],
        Ceiling = 9,
        Saturated = false,
        Examples = 1000,
        AggregateSize = 1000,
        SamplesPerExample = 1,
    };

    private static UnitDiagnosis Unit(int index, double information, UnitStatus status = UnitStatus.Active) => new()
    {
        Index = index,
        Rate = information,
        MutualInformation = information,
        MeanVariance = 1,
        AverageVariance = 0.1,
        Active = true,
        CollapsedShare = status == UnitStatus.Mixed ? 0.5 : 0,
        Collapsed = false,
        Status = status,
    };

    private static Records.Diagnoses.Interventions Use(double from, params double[] units) => new()
    {
        ShuffleCode = new Intervention { LossNats = from + 1, Ci95 = [from, from + 2] },
        PerUnit = [.. units.Select((value, unit) => new Intervention { Unit = unit, LossNats = value + 1, Ci95 = [value, value + 2] })],
    };
}
