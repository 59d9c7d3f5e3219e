using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Tests.Counterfactuals;

public sealed class TrialRuleTests
{
    private static readonly Trial _dead = Readings.Trial(0.01, 0.0);

    [Theory]
    [InlineData(2.0, 10.0, true)]
    [InlineData(2.0, 0.0, false)] // Informs, and the decoder does not listen.
    [InlineData(0.12, 10.0, false)] // Its interval reaches below what a collapsed code may tell.
    [InlineData(0.01, 10.0, false)]
    public void Information_and_its_use_must_both_rise(double information, double use, bool returns) =>
        Assert.Equal(returns, TrialRule.Returns(_dead, Readings.Trial(information, use)));

    [Fact]
    public void Intervals_that_touch_tell_nothing()
    {
        Trial partial = Readings.Trial(1.0, 5.0, half: 0.3);
        Assert.False(TrialRule.Returns(partial, Readings.Trial(1.5, 9.0, half: 0.3)));
        Assert.True(TrialRule.Returns(partial, Readings.Trial(1.7, 9.0, half: 0.3)));
        Assert.False(TrialRule.Returns(partial, Readings.Trial(1.7, 5.5, half: 0.3)));
        Assert.False(TrialRule.Returns(partial with { MutualInformation = null }, Readings.Trial(3, 9)));
    }

    [Theory]
    [InlineData(0.4, Verdict.Partial, true)]
    [InlineData(0.4, Verdict.Healthy, false)] // What is left lets a healthy code in: it keeps nothing out.
    [InlineData(4.5, Verdict.Partial, false)] // More than half of what returns without any suspect.
    public void What_is_left_keeps_the_code_out_or_not(double left, Verdict verdict, bool keeps)
    {
        Trial none = Readings.Trial(6, 100, outcome: TrialOutcome.Returned);
        Assert.Equal(keeps, TrialRule.KeepsOut(none, Readings.Trial(left, 1, verdict: verdict)));
        Assert.False(TrialRule.KeepsOut(none with { Outcome = TrialOutcome.Stayed }, Readings.Trial(left, 1, verdict: verdict)));
    }

    [Fact]
    public void Either_way_is_a_change()
    {
        Assert.True(TrialRule.Changes(Readings.Trial(6, 1), Readings.Trial(5, 1)));
        Assert.True(TrialRule.Changes(Readings.Trial(5, 1), Readings.Trial(6, 1)));
        Assert.False(TrialRule.Changes(Readings.Trial(5, 1), Readings.Trial(5.08, 1)));
    }

    [Fact]
    public void A_control_that_lives_tells_nothing()
    {
        Assert.True(TrialRule.Lives(Readings.Trial(3, 9), Verdict.Collapsed));
        Assert.False(TrialRule.Lives(_dead, Verdict.Collapsed));
        Assert.False(TrialRule.Lives(Readings.Trial(3, 9), Verdict.Healthy));
    }

    /// <summary>Bayes by hand: even odds times 10 are 10 to 1; 0.6 is 3 to 2; nothing moves from certainty, so that is none.</summary>
    [Theory]
    [InlineData(0.5, 10, 10.0 / 11)]
    [InlineData(0.6, 0.1, 0.15 / 1.15)]
    [InlineData(0.2, 3, 0.75 / 1.75)]
    [InlineData(1.0, 0.1, 9.9 / 10.9)]
    [InlineData(0.37, 1, 0.37)]
    public void Confidence_follows_Bayes(double before, double ratio, double after) => Assert.Equal(after, TrialRule.Posterior(before, ratio), 1e-12);
}
