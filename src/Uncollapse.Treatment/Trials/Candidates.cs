using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Prevention;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Trials;

/// <summary>What to try on an ill model: a pure function of its plan, its diagnosis and what its data say.</summary>
public static class Candidates
{
    internal const string Unknown = "unknown";

    /// <summary>The rate that is asked for a nat of information: free bits held 1.1 to 1.25 (docs/remedies/free-bits.md).</summary>
    private const double RateForInformation = 1.25;

    /// <summary>How far down the lists of several causes their remedies are tried in the others' company before any is tried alone.</summary>
    private const int Ranks = 2;

    /// <summary>
    /// Of one cause the most apt remedy, the next one, both together, and the others in turn. Of several causes the most apt remedies of all together, since one cause that is left keeps the code mute; then the same with the next
    /// remedy of each cause in turn; then each alone. A plan that the data foretell to collapse all the same is given what the law asks for as well. The last two are controls: the plan as it was from another seed, and half of its
    /// units, which brings nothing back.
    /// </summary>
    /// <param name="plan">The plan that was trained.</param>
    /// <param name="diagnosis">What is wrong with it.</param>
    /// <param name="facts">What the data say of a plan.</param>
    /// <param name="most">How many at most, at least 2.</param>
    /// <param name="goal">What was asked for; null: nothing.</param>
    public static IReadOnlyList<Candidate> Of(Plan plan, Records.Diagnoses.Diagnosis diagnosis, Func<Plan, PlanFacts> facts, int most, TreatmentGoal? goal = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(diagnosis);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        return Within(plan, diagnosis.Findings, facts, most, double.PositiveInfinity, goal).Tried;
    }

    /// <summary>The same as far as a budget pays for it.</summary>
    /// <param name="plan">The plan that was trained.</param>
    /// <param name="findings">What is wrong with it.</param>
    /// <param name="facts">What the data say of a plan.</param>
    /// <param name="most">How many at most, controls among them, at least 2.</param>
    /// <param name="trainings">What may be spent, in trainings of the plan as it was.</param>
    /// <param name="goal">What was asked for; null: nothing.</param>
    internal static TrialChoice Within(Plan plan, IReadOnlyList<Finding> findings, Func<Plan, PlanFacts> facts, int most, double trainings, TreatmentGoal? goal) =>
        TrialBudget.Choose(Wanted(plan, findings, facts, goal), [.. Controls(plan, Causes(findings), facts)], most, trainings);

    /// <summary>What else is worth trying, now that more is known than at first: no controls, and nothing that was tried.</summary>
    /// <param name="plan">The plan that was trained.</param>
    /// <param name="findings">What is wrong with it, and what came to light when some of that was mended.</param>
    /// <param name="tried">Plans that were tried.</param>
    /// <param name="facts">What the data say of a plan.</param>
    /// <param name="most">How many at most, at least 1.</param>
    /// <param name="trainings">What may be spent, in trainings of the plan as it was.</param>
    /// <param name="goal">What was asked for; null: nothing.</param>
    internal static TrialChoice Further(Plan plan, IReadOnlyList<Finding> findings, IReadOnlyCollection<Plan> tried, Func<Plan, PlanFacts> facts, int most, double trainings, TreatmentGoal? goal) =>
        TrialBudget.Choose(Wanted(plan, findings, facts, goal).Where(candidate => !tried.Contains(candidate.Plan)), [], most, trainings);

    /// <summary>What a model suffers from, the surest first; what is only a remark is left out where there is more.</summary>
    internal static string[] Causes(IReadOnlyList<Finding> findings)
    {
        string[] causes =
        [
            .. findings.Where(finding => finding.Severity != Severity.Info)
                .OrderByDescending(finding => finding.Severity).ThenByDescending(finding => finding.Confidence).Select(finding => finding.Cause).Distinct(StringComparer.Ordinal),
        ];
        return causes.Length == 0 ? [Unknown] : causes;
    }

    private static IEnumerable<Candidate> Wanted(Plan plan, IReadOnlyList<Finding> findings, Func<Plan, PlanFacts> facts, TreatmentGoal? goal)
    {
        string[] causes = Causes(findings);
        List<Candidate>[] all = [.. causes.Select(cause => Single(plan, cause, Order(findings, cause), facts))], single = [.. all.Where(list => list.Count > 0)];
        var wanted = new List<Candidate>();
        // The best way to the goal, alone and beside the first remedies of all causes, before the causes; the other ways after them.
        List<Candidate> steering = goal is null ? [] : [.. ForGoal(plan, goal, single, facts).DistinctBy(candidate => candidate.Plan)];
        wanted.AddRange(steering.Take(2));
        if (single.Length > 1) wanted.AddRange(Combined(single, plan, facts));
        wanted.AddRange(single.Select(list => list[0]));
        if (all[0].Count > 1)
        {
            wanted.Add(all[0][1]);
            if (Together([.. all[0][..2]], plan, facts) is { } pair) wanted.Add(pair);
        }

        wanted.AddRange(steering.Skip(2));
        for (int rank = 1; single.Any(list => list.Count > rank); rank++) wanted.AddRange(single.Where(list => list.Count > rank).Select(list => list[rank]));
        return wanted.Select(candidate => Completed(candidate, plan, facts)).Where(candidate => candidate.Plan != plan).DistinctBy(candidate => candidate.Plan);
    }

    /// <summary>The first remedies of all causes; then the same with another remedy of one cause.</summary>
    private static IEnumerable<Candidate> Combined(List<Candidate>[] single, Plan plan, Func<Plan, PlanFacts> facts)
    {
        Candidate[] firsts = [.. single.Select(list => list[0])];
        if (Together(firsts, plan, facts) is { } all) yield return all;
        for (int rank = 1; rank <= Ranks; rank++)
        {
            for (int cause = 0; cause < single.Length; cause++)
            {
                if (single[cause].Count > rank && Together([.. firsts[..cause], single[cause][rank], .. firsts[(cause + 1)..]], plan, facts) is { } other) yield return other;
            }
        }
    }

    /// <summary>With what the law asks for, where the data foretell that the plan collapses with its remedies all the same: a cause can hide another.</summary>
    private static Candidate Completed(Candidate candidate, Plan plan, Func<Plan, PlanFacts> facts)
    {
        Candidate completed = candidate;
        foreach (PreventionStep step in SafePlan.AgainstTheLaw(candidate.Plan, facts))
        {
            var asked = Prescription.Parse(step.Remedy);
            if (completed.Prescriptions.All(had => had.Remedy != asked.Remedy)) completed = Try([.. completed.Prescriptions, asked], plan, facts, candidate.Role, $"{candidate.Reason}, and the law") ?? completed;
        }

        // What does not help against it is not said to be for it.
        return completed == candidate || SafePlan.Foretold(completed.Plan, facts(completed.Plan)) is not null ? candidate : completed;
    }

    /// <summary>The remedies of a cause: first what the finding prescribes, then what is indicated.</summary>
    internal static IEnumerable<Remedy> Order(IReadOnlyList<Finding> findings, string cause) =>
        findings.Where(finding => finding.Cause == cause).SelectMany(finding => finding.Prescriptions)
            .Select(RemedyCatalogue.Find).OfType<Remedy>().Concat(RemedyCatalogue.For(cause)).Distinct();

    private static List<Candidate> Single(Plan plan, string cause, IEnumerable<Remedy> remedies, Func<Plan, PlanFacts> facts) =>
        [.. remedies.Select(remedy => Try([new Prescription(remedy)], plan, facts, TrialRole.Indicated, cause)).OfType<Candidate>().Where(candidate => candidate.Plan != plan)];

    private static Candidate? Together(Candidate[] parts, Plan plan, Func<Plan, PlanFacts> facts) => parts.Length < 2
        ? null
        : Try([.. parts.SelectMany(part => part.Prescriptions).DistinctBy(one => one.Remedy)], plan, facts, TrialRole.Indicated, string.Join(" and ", parts.Select(part => part.Reason).Distinct(StringComparer.Ordinal)));

    /// <summary>The remedies that steer towards a goal, alone and beside the first ones of all known causes.</summary>
    private static IEnumerable<Candidate> ForGoal(Plan plan, TreatmentGoal goal, List<Candidate>[] single, Func<Plan, PlanFacts> facts)
    {
        Prescription[] firsts = [.. single.Where(list => list[0].Reason != Unknown).SelectMany(list => list[0].Prescriptions).DistinctBy(one => one.Remedy)];
        // Of a rate that is held a part tells of the aggregate posterior only: more is asked for where information is wanted.
        double nats = goal.Kind == GoalKind.Information ? RateForInformation * goal.Value : goal.Value;
        string value = nats.ToString("R", CultureInfo.InvariantCulture), each = (nats / plan.Model.Latent).ToString("R", CultureInfo.InvariantCulture);
        string[] texts = goal.Kind switch
        {
            GoalKind.Rate => [$"target-rate:rate={value},ki={Gain(plan, facts(plan))}", $"capacity:nats={value}", $"free-bits:lambda={each}"],
            GoalKind.Active => ["free-bits:lambda=0.5", "delta-code", "batch-norm-code"],
            // A language model finds no code for itself: one that is pretrained for it does best (Li et al. 2019).
            _ when plan.Data.Text is not null => [$"encoder-pretraining:target={value}", $"free-bits:lambda={each}", "mi-term"],
            _ => [$"free-bits:lambda={each}", "mi-term"],
        };
        foreach (string text in texts.Where(text => RemedyCatalogue.Find(text.Split(':')[0]) is not null))
        {
            var prescription = Prescription.Parse(text);
            if (Try([prescription], plan, facts, TrialRole.Goal, Goals.Words(goal)) is not { } alone) continue;
            yield return alone;
            if (firsts.Length > 0 && Try([.. firsts.Where(one => one.Remedy != prescription.Remedy), prescription], plan, facts, TrialRole.Goal, Goals.Words(goal)) is { } both) yield return both;
        }
    }

    /// <summary>The integral gain that moves the weight by about 1 over a training whose rate is a nat off: the published one needs ten thousand steps.</summary>
    private static string Gain(Plan plan, PlanFacts facts)
    {
        double steps = plan.Training.Epochs * Math.Ceiling(facts.TrainExamples / (double)plan.Training.BatchSize);
        return Math.Clamp(1 / steps, 1e-4, 1e-2).ToString("G2", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Candidate> Controls(Plan plan, string[] causes, Func<Plan, PlanFacts> facts)
    {
        yield return new Candidate([], plan with { Seed = plan.Seed + 1 }, TrialRole.Control, "as it was, from another seed");
        // Neutral: units that are taken away bring no information back.
        if (!causes.Contains("surplus-units") && Try([Prescription.Parse(string.Create(CultureInfo.InvariantCulture, $"fewer-latents:units={Math.Max(1, plan.Model.Latent / 2)}"))], plan, facts, TrialRole.Control, "for surplus units, which it does not have") is { } other && other.Plan != plan)
            yield return other;
    }

    /// <summary>The candidate; null where the plan cannot take the remedies, or they conflict.</summary>
    private static Candidate? Try(IReadOnlyList<Prescription> prescriptions, Plan plan, Func<Plan, PlanFacts> facts, TrialRole role, string reason)
    {
        try
        {
            return new Candidate(prescriptions, Prescriptions.Apply(plan, prescriptions, facts), role, reason) { Cost = prescriptions.Aggregate(1.0, (cost, one) => cost * one.Cost(plan)) };
        }
        catch (PlanException)
        {
            return null;
        }
    }
}
