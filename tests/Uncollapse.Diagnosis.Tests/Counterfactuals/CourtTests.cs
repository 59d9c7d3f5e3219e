using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Tests.Counterfactuals;

/// <summary>Worlds in which it is known what keeps the code out: a function of the suspects that are left.</summary>
public sealed class CourtTests
{
    private static readonly Trial _control = Readings.Trial(0, 0);

    [Fact]
    public void One_cause_is_convicted_and_the_bystander_acquitted()
    {
        IReadOnlyList<Ruling> rulings = Rule(["a", "b"], left => left.Contains("a"), out int trials);
        Assert.Equal([SuspectOutcome.Convicted, SuspectOutcome.Acquitted], Outcomes(rulings));
        Assert.Equal(3, trials);
        Assert.Equal(TrialRule.HealingRatio, rulings[0].Ratio);
    }

    [Fact]
    public void Two_that_each_suffice_are_convicted_together()
    {
        IReadOnlyList<Ruling> rulings = Rule(["a", "b"], left => left.Count > 0, out int trials);
        Assert.Equal([SuspectOutcome.ConvictedJointly, SuspectOutcome.ConvictedJointly], Outcomes(rulings));
        Assert.Equal(3, trials);
        // What tells of a is the plan without both, against the one in which a alone is left.
        Assert.Equal(["b"], rulings[0].With!.Without);
        Assert.Equal(["a", "b"], rulings[0].Without!.Without);
    }

    [Fact]
    public void Two_that_suffice_only_together_are_both_convicted() =>
        Assert.Equal([SuspectOutcome.Convicted, SuspectOutcome.Convicted], Outcomes(Rule(["a", "b"], left => left.Count == 2, out _)));

    [Fact]
    public void Of_three_the_two_that_suffice_are_found()
    {
        IReadOnlyList<Ruling> rulings = Rule(["a", "b", "c"], left => left.Contains("a") || left.Contains("c"), out int trials);
        Assert.Equal([SuspectOutcome.ConvictedJointly, SuspectOutcome.Acquitted, SuspectOutcome.ConvictedJointly], Outcomes(rulings));
        Assert.Equal(7, trials);
        Assert.Equal(7, Court.Most([.. new[] { "a", "b", "c" }.Select(cause => Readings.Suspect(cause))]));
    }

    [Fact]
    public void None_of_them_leaves_all_acquitted()
    {
        Assert.Equal([SuspectOutcome.Acquitted, SuspectOutcome.Acquitted], Outcomes(Rule(["a", "b"], _ => true, out _)));
        Assert.Equal([SuspectOutcome.Acquitted], Outcomes(Rule(["a"], _ => true, out int trials)));
        Assert.Equal(1, trials);
    }

    /// <summary>A decoder that half takes over: without the weight alone some information returns, without both all of it.</summary>
    [Fact]
    public void A_cause_that_hides_behind_a_partial_return_is_found()
    {
        Suspect[] suspects = [Readings.Suspect("weight"), Readings.Suspect("past")];
        var court = new Court(suspects, _control, without => (without.Count, without[0].Cause) switch
        {
            (2, _) => Readings.Trial(6, 100, outcome: TrialOutcome.Returned),
            (_, "weight") => Readings.Trial(0.5, 2, outcome: TrialOutcome.Returned),
            _ => Readings.Trial(0, 0, outcome: TrialOutcome.Stayed),
        });
        IReadOnlyList<Ruling> rulings = court.Rule();
        Assert.Equal([SuspectOutcome.Convicted, SuspectOutcome.ConvictedJointly], Outcomes(rulings));
        Assert.Equal(TrialRule.PartRatio, rulings[0].Ratio);
    }

    /// <summary>What was not tried is not acquitted: with the budget gone after any number of trials, nobody is cleared whose guilt the rest would have shown.</summary>
    [Fact]
    public void A_budget_that_ends_leaves_the_rest_undecided()
    {
        for (int paid = 0; paid < 3; paid++)
        {
            IReadOnlyList<Ruling> rulings = Rule(["a", "b"], left => left.Count > 0, out _, paid);
            Assert.All(rulings, ruling => Assert.Equal(SuspectOutcome.Undecided, ruling.Outcome));
            Assert.All(rulings, ruling => Assert.Equal(1, ruling.Ratio));
        }

        Assert.Equal([SuspectOutcome.Convicted, SuspectOutcome.Undecided], Outcomes(Rule(["a", "b"], left => left.Contains("a"), out _, 1)));
    }

    [Fact]
    public void A_schedule_is_judged_by_any_change_and_never_acquitted()
    {
        Suspect[] suspects = [Readings.Suspect("unfinished-schedule", keepsOut: false)];
        Ruling Of(TrialOutcome outcome) => Assert.Single(new Court(suspects, _control, _ => Readings.Trial(5, 9, outcome: outcome)).Rule());
        Assert.Equal(SuspectOutcome.Convicted, Of(TrialOutcome.Changed).Outcome);
        Assert.Equal(SuspectOutcome.Undecided, Of(TrialOutcome.Stayed).Outcome);
    }

    private static IEnumerable<SuspectOutcome> Outcomes(IReadOnlyList<Ruling> rulings) => rulings.Select(ruling => ruling.Outcome);

    private static IReadOnlyList<Ruling> Rule(string[] causes, Func<IReadOnlyCollection<string>, bool> dies, out int trials, int paid = 100)
    {
        Suspect[] suspects = [.. causes.Select(cause => Readings.Suspect(cause))];
        var made = new Dictionary<string, Trial>(StringComparer.Ordinal);
        IReadOnlyList<Ruling> rulings = new Court(suspects, _control, without =>
        {
            string[] gone = [.. without.Select(suspect => suspect.Cause)];
            string key = string.Join('+', gone);
            if (made.TryGetValue(key, out Trial? known)) return known;
            if (made.Count == paid) return null;
            bool dead = dies([.. causes.Except(gone)]);
            return made[key] = Readings.Trial(dead ? 0 : 5, dead ? 0 : 50, outcome: dead ? TrialOutcome.Stayed : TrialOutcome.Returned, without: gone);
        }).Rule();
        trials = made.Count;
        return rulings;
    }
}
