using System.Globalization;

namespace Uncollapse.Treatment.Trials;

/// <summary>What is tried of what could be, where time is short. Costs are relative to one training of the plan as it was.</summary>
internal static class TrialBudget
{
    /// <summary>How many are trained to the end.</summary>
    internal const int Finalists = 2;

    /// <summary>The parts of a training after which the worse half of the trials is dropped.</summary>
    internal static IReadOnlyList<double> Rounds { get; } = [0.25, 0.5];

    /// <summary>How many of so many go on after a round.</summary>
    internal static int Half(int trials) => Math.Max(Finalists, (trials + 1) / 2);

    /// <summary>What trials of such costs take in all, in trainings of the plan as it was: after each round the costliest go on, as nobody knows which will.</summary>
    internal static double Trainings(IReadOnlyList<double> costs)
    {
        double[] alive = [.. costs.OrderDescending()];
        double total = 0, done = 0;
        foreach (double round in Rounds)
        {
            total += (round - done) * alive.Sum();
            (done, alive) = (round, alive[..Math.Min(alive.Length, Half(alive.Length))]);
        }

        return total + ((1 - done) * alive.Take(Finalists).Sum());
    }

    /// <summary>
    /// The first of what is wanted that the trainings pay for beside the controls; what does not fit gives its place to what comes after it. Where nothing fits beside all controls, beside one; and where that is too much
    /// still, the cheapest and one control: a budget that is used up is judged by what was seen until then.
    /// </summary>
    /// <param name="possible">What is indicated, in the order in which it would be tried.</param>
    /// <param name="controls">None in a second course.</param>
    /// <param name="most">Trials at most, at least one more than none of the controls.</param>
    /// <param name="trainings">What may be spent, in trainings of the plan as it was; infinite without a budget.</param>
    internal static TrialChoice Choose(IEnumerable<Candidate> possible, IReadOnlyList<Candidate> controls, int most, double trainings)
    {
        int beside = Math.Min(controls.Count, most - 1);
        // To think of one takes a prediction: without a limit, of no more than are tried.
        Candidate[] wanted = [.. double.IsPositiveInfinity(trainings) ? possible.Take(most - beside) : possible], unbounded = [.. wanted.Take(most - beside)];
        List<Candidate> tried = Fitting(wanted, controls, beside, most, trainings);
        while (tried.Count == 0 && wanted.Length > 0 && beside > 1) tried = Fitting(wanted, controls, --beside, most, trainings);
        if (tried.Count == 0 && wanted.Length > 0) tried.Add(wanted.MinBy(candidate => candidate.Cost)!);
        return new TrialChoice([.. tried, .. controls.Take(beside)], [.. unbounded.Except(tried).Select(Words)]);
    }

    private static List<Candidate> Fitting(Candidate[] wanted, IReadOnlyList<Candidate> controls, int beside, int most, double trainings)
    {
        var tried = new List<Candidate>();
        foreach (Candidate candidate in wanted)
        {
            if (tried.Count + beside >= most) break;
            if (Trainings([.. tried.Append(candidate).Concat(controls.Take(beside)).Select(one => one.Cost)]) <= trainings) tried.Add(candidate);
        }

        return tried;
    }

    /// <summary>Its name, and what it costs where that is more than a training of the plan as it was.</summary>
    internal static string Words(Candidate candidate)
    {
        string name = string.Join(" + ", candidate.Prescriptions.Select(one => one.ToString()));
        return candidate.Cost > 1 ? string.Create(CultureInfo.InvariantCulture, $"{name}, whose training takes about {candidate.Cost:0.#} times as long") : name;
    }
}
