using System.Diagnostics;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Zoo;
using Uncollapse.Tensors.Threading;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo;

/// <summary>Trains every case beside its twin, several trainings side by side, and tells what came of it.</summary>
/// <remarks>Results depend on the options alone, not on threads. Plans that are equal are trained once.</remarks>
public static class ZooRunner
{
    /// <summary>Visits the zoo.</summary>
    /// <param name="options">What is shown.</param>
    /// <param name="progress">Told how far it is, from several threads, one at a time.</param>
    /// <param name="cancellation">Stops it within an optimiser step or so.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="PlanException">A strength makes a plan that cannot be carried out.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidOperationException">A training diverged.</exception>
    public static ZooResult Run(ZooOptions options, IProgress<ZooProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        long start = Stopwatch.GetTimestamp();
        Plant[] plants = [.. options.Catalogue.Where(plant => options.Only.Count == 0 || options.Only.Contains(plant.Name))];
        var pairs = new List<(Plant Plant, Plan Twin, Plan Planted)>();
        for (long seed = options.Seed; seed < options.Seed + options.Seeds; seed++)
        {
            foreach (Plant plant in plants)
            {
                Plan twin = plant.Twin(options.Size) with { Seed = seed };
                pairs.Add((plant, twin, plant.Sow(twin, options.Size, options.Strength)));
            }
        }

        Plan[] plans = [.. pairs.SelectMany(pair => (IEnumerable<Plan>)[pair.Twin, pair.Planted]).Distinct()];
        foreach (Plan plan in plans) PlanValidation.Validate(plan);
        Plan[] tried = options.CounterfactualSeconds is null ? [] : [.. pairs.Select(pair => pair.Planted)];
        var round = new Curing(options.Cure ? pairs.Count : 0, progress, cancellation);
        IReadOnlyDictionary<Plan, Outcome> outcomes = new Tour(plans, tried, options.CounterfactualSeconds ?? 0, round.Before, cancellation).Run(Workers.Count);
        ZooExhibit[] exhibits = [.. pairs.Select(pair => Exhibit(pair.Plant, outcomes[pair.Twin], outcomes[pair.Planted], options.Strength))];
        if (options.Cure) exhibits = [.. exhibits.Select(round.Cure)];
        var record = new ZooRecord
        {
            ToolVersion = exhibits.Length == 0 ? "" : exhibits[0].Case.Healthy.ToolVersion,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Cases = [.. exhibits.Select(exhibit => exhibit.Case)],
            Confusion = Confusion(exhibits.Select(exhibit => exhibit.Case)),
        };
        return new ZooResult(record, [.. exhibits.Where(exhibit => exhibit.Case.Seed == options.Seed)]);
    }

    private static ZooExhibit Exhibit(Plant plant, Outcome twin, Outcome planted, double strength)
    {
        IReadOnlyList<ZooSign> signs = plant.Signs(twin, planted);
        bool healthy = twin.HeldOut.MutualInformation.Estimate >= Signs.LeastTwinInformation && twin.HeldOut.Verdict == Records.Diagnoses.Verdict.Healthy;
        return new ZooExhibit
        {
            Case = new ZooCase
            {
                Name = plant.Name,
                Seed = twin.Plan.Seed,
                Title = plant.Title,
                Story = plant.Story,
                Planted = plant.Causes,
                // What a diagnosis finds, and no more: nothing here tells it what was planted.
                Named = [.. planted.HeldOut.Findings.Select(finding => finding.Cause).Distinct(StringComparer.Ordinal)],
                Strength = plant.Dose is null ? null : strength,
                Changes = PlanChange.Between(twin.Plan, planted.Plan),
                Signs = signs,
                Real = healthy && signs.All(sign => sign.Holds),
                Healthy = twin.HeldOut,
                Collapsed = planted.HeldOut,
                Tried = planted.Tried,
                Cures = plant.Cures,
                Seconds = twin.Seconds + planted.Seconds,
            },
            HealthyPlan = twin.Plan,
            CollapsedPlan = planted.Plan,
            HealthyHistory = twin.History,
            CollapsedHistory = planted.History,
            HealthyPicture = twin.Picture,
            CollapsedPicture = planted.Picture,
            HealthyText = twin.Text,
            CollapsedText = planted.Text,
            HealthyPairs = twin.Pairs,
            CollapsedPairs = planted.Pairs,
        };
    }

    private static SortedDictionary<string, IReadOnlyDictionary<string, int>> Confusion(IEnumerable<ZooCase> cases)
    {
        var confusion = new SortedDictionary<string, IReadOnlyDictionary<string, int>>(StringComparer.Ordinal);
        foreach (IGrouping<string, ZooCase> group in cases.Where(one => one.Named.Count > 0).GroupBy(one => one.Name))
        {
            confusion[group.Key] = new SortedDictionary<string, int>(
                group.SelectMany(one => one.Named).GroupBy(name => name).ToDictionary(name => name.Key, name => name.Count()), StringComparer.Ordinal);
        }

        return confusion;
    }
}
