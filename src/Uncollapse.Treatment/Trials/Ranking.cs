using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Treatments;

namespace Uncollapse.Treatment.Trials;

/// <summary>Which of several trials is worth more epochs: a pure function of what was read.</summary>
public static class Ranking
{
    /// <summary>The part of the best bound that may be given up for information.</summary>
    public const double Tolerance = 0.01;

    /// <summary>
    /// The order of trials, the best first: first what comes nearest to the goal, then the better verdict; among equal verdicts those whose bound is within a tolerance of the best such one come
    /// first, the most informative of them leading, then the others by their bounds; where their bounds are about different things (a decoder that is told a condition or features of the example, data in other
    /// units), the best of each kind in turn. What was seen while its KL weight was still rising is taken for partial at best. So the most information wins that costs no likelihood.
    /// </summary>
    /// <param name="readings">What was read of each.</param>
    /// <param name="goal">The goal; null: none.</param>
    /// <param name="maxLoss">Nats that may be given up for information; null: <see cref="Tolerance"/> of the best bound.</param>
    /// <returns>Positions in <paramref name="readings"/>.</returns>
    public static IReadOnlyList<int> Order(IReadOnlyList<TrialReading> readings, TreatmentGoal? goal = null, double? maxLoss = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var order = new List<int>();
        IEnumerable<IGrouping<(double Miss, Verdict Verdict), int>> classes = Enumerable.Range(0, readings.Count)
            .GroupBy(i => (Miss(readings[i], goal), Seen(readings[i])))
            .OrderBy(group => group.Key.Item1).ThenBy(group => group.Key.Item2);
        foreach (IGrouping<(double Miss, Verdict Verdict), int> alike in classes)
        {
            // Bounds of different things do not compare: the best of each kind in turn, the most informative of those first.
            Queue<int>[] kinds = [.. alike.GroupBy(i => readings[i].Describes).Select(kind => new Queue<int>(ByBound(readings, [.. kind], maxLoss)))];
            while (kinds.Any(kind => kind.Count > 0))
                order.AddRange(kinds.Where(kind => kind.Count > 0).Select(kind => kind.Dequeue()).OrderByDescending(i => readings[i].MutualInformation).ToList());
        }

        return order;
    }

    /// <summary>A code that was seen before its weight was there may not live under it: no better than partial.</summary>
    private static Verdict Seen(TrialReading reading) => reading.IsMoving && reading.Verdict == Verdict.Healthy ? Verdict.Partial : reading.Verdict;

    private static IEnumerable<int> ByBound(IReadOnlyList<TrialReading> readings, int[] alike, double? maxLoss)
    {
        double best = alike.Max(i => readings[i].Elbo), least = best - (maxLoss ?? (Tolerance * Math.Abs(best)));
        return [.. alike.Where(i => readings[i].Elbo >= least).OrderByDescending(i => readings[i].MutualInformation), .. alike.Where(i => !(readings[i].Elbo >= least)).OrderByDescending(i => readings[i].Elbo)];
    }

    /// <summary>How far a trial is from the goal, as a part of it; 0 where it is met or there is none.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="goal">The goal; null: none.</param>
    public static double Miss(TrialReading reading, TreatmentGoal? goal)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return goal is null ? 0 : Goals.Miss(goal, reading.Rate, reading.ActiveUnits, reading.MutualInformation);
    }
}
