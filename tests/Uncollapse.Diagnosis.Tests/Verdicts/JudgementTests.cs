using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

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
        Assert.Equal(expected, new Judgement(Information(upper), [Unit(0, 1)], useFrom is { } from ? Use(from) : null).Verdict);

    [Fact]
    public void Passive_units_are_not_accused() =>
        Assert.Equal(Verdict.Healthy, new Judgement(Information(3), [Unit(0, 2), Unit(1, 0, UnitStatus.Passive), Unit(2, 0.05, UnitStatus.Passive)], Use(2, 2, 0, 0)).Verdict);

    [Fact]
    public void A_unit_that_informs_an_idle_decoder_makes_it_partial()
    {
        var found = new Judgement(Information(3), [Unit(0, 2), Unit(1, 0.5)], Use(2, 2, -0.1));
        Assert.Equal(Verdict.Partial, found.Verdict);
        Assert.Equal(1, Assert.Single(found.DeafUnits).Index);
    }

    [Fact]
    public void Units_that_all_inform_on_a_part_only_make_it_partial()
    {
        Assert.Equal(Verdict.Partial, new Judgement(Information(3), [Unit(0, 1, UnitStatus.Mixed), Unit(1, 0, UnitStatus.Passive)], Use(2)).Verdict);
        Assert.Equal(Verdict.Healthy, new Judgement(Information(3), [Unit(0, 1, UnitStatus.Mixed), Unit(1, 1)], Use(2)).Verdict);
        // The prior's variance on a part of the examples, but with means that tell them apart: nothing is missing there.
        Assert.Equal(Verdict.Healthy, new Judgement(Information(3), [Unit(0, 1, UnitStatus.Mixed) with { CollapsedShare = 0 }], Use(2)).Verdict);
    }

    /// <summary>A gate opened by a constant: a rate of 4 nats, a little information, which beside the skips is worth nothing. A look at KL, active units or MI alone calls it
    /// healthy.</summary>
    [Theory]
    [InlineData(0.3, 4.0, 1.0, 400.0, Verdict.Collapsed)]
    [InlineData(0.05, 4.0, 0.0, 400.0, Verdict.Collapsed)]
    [InlineData(0.3, 4.0, 20.0, 400.0, Verdict.Healthy)]
    [InlineData(0.3, 4.0, 1.0, null, Verdict.Healthy)]
    [InlineData(3.0, 4.0, 1.0, 400.0, Verdict.Healthy)]
    public void A_constant_that_opens_the_skips_is_collapsed(double information, double rate, double code, double? skip, Verdict expected)
    {
        Records.Diagnoses.Interventions use = new()
        {
            ShuffleCode = new Intervention { LossNats = code, Ci95 = [code - 0.01, code + 0.01] },
            ShuffleSkip = skip is { } cost ? new Intervention { LossNats = cost, Ci95 = [cost - 1, cost + 1] } : null,
        };
        Assert.Equal(expected, new Judgement(Information(information), [Unit(0, information) with { Rate = rate }], use).Verdict);
    }

    [Fact]
    public void Every_threshold_has_a_name_a_meaning_and_a_source()
    {
        Assert.Equal(Thresholds.All.Count, Thresholds.All.Select(threshold => threshold.Name).Distinct().Count());
        Assert.All(Thresholds.All, threshold => Assert.True(threshold.Meaning.Length > 20 && threshold.Source.Length > 5));
        Assert.Equal(typeof(Thresholds).GetFields().Length, Thresholds.All.Count);
    }

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
