using System.Globalization;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Watching;
using Uncollapse.Zoo;

namespace Uncollapse.Bench;

/// <summary>How early the watch warns of the zoo's plants, and how often of their healthy twins, as a Markdown table.</summary>
internal static class Watching
{
    private const int Seeds = 5, SlowSeeds = 2;

    /// <param name="folder">Where the runs' folders go; those that are there already are judged anew without a training. Null: nowhere.</param>
    internal static void Run(string? folder)
    {
        var histories = new Dictionary<Plan, IReadOnlyList<HistoryEntry>>();
        var cases = new List<(Plant Plant, Plan Plan)>();
        var twins = new Dictionary<Plan, string>();
        for (long seed = 0; seed < Seeds; seed++)
        {
            foreach (Plant plant in PlantCatalogue.All)
            {
                Plan twin = plant.Twin(ZooSize.Small) with { Seed = seed }, planted = plant.Sow(twin, ZooSize.Small, 1);
                cases.Add((plant, planted));
                twins.TryAdd(twin, plant.Name);
                Train(planted, $"{plant.Name}-{seed}");
                Train(twin, $"{plant.Name}-twin-{seed}");
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {histories.Count} trainings"));
        }

        Print(cases, twins, histories);
        (string How, Func<Plan, Plan> Change)[] paces =
        [
            ("a tenth of the learning rate", plan => Slower(plan, 0.1)), ("a thirtieth of the learning rate", plan => Slower(plan, 1.0 / 30)),
            ("a warm-up over half of the epochs", plan => plan with { Objective = plan.Objective with { WarmupEpochs = plan.Training.Epochs / 2.0 } }),
        ];
        for (int i = 0; i < paces.Length; i++)
        {
            Plan[] paced = [.. twins.Keys.Where(twin => twin.Seed < SlowSeeds).Select(paces[i].Change)];
            for (int j = 0; j < paced.Length; j++) Train(paced[j], $"pace-{i}-{j}");
            PrintPace(paces[i].How, paced, histories);
        }

        void Train(Plan plan, string name)
        {
            if (histories.ContainsKey(plan)) return;
            string? path = folder is null ? null : Path.Combine(folder, name);
            if (path is not null && Directory.Exists(path))
            {
                histories[plan] = RunFolder.Open(path).ReadHistory();
                return;
            }

            using TrainedRun run = Trainer.Train(plan, path);
            histories[plan] = run.History;
        }
    }

    private static Plan Slower(Plan plan, double share) =>
        plan with { Training = plan.Training with { Optimizer = plan.Training.Optimizer with { LearningRate = share * plan.Training.Optimizer.LearningRate } } };

    /// <summary>A code that is alive at the end was formed slowly; one that is not may be warned of.</summary>
    private static void PrintPace(string how, Plan[] plans, Dictionary<Plan, IReadOnlyList<HistoryEntry>> histories)
    {
        Plan[] alive = [.. plans.Where(plan => histories[plan].Last(entry => entry.Kind == "epoch").Values[Measures.ValidationInformation] > 0.1)];
        var warned = alive.SelectMany(plan => Warnings(plan, histories).Select(warning => (plan, warning))).ToList();
        Line($"");
        Line($"Twins with {how}: {alive.Length} of {plans.Length} alive at the end, {warned.Select(one => one.plan).Distinct().Count()} of them warned of.");
        foreach ((Plan plan, TrainingWarning warning) in warned) Line($"- {plan.Data.Source}, {plan.Model.Decoder.Kind}, {plan.Model.Likelihood.Kind}, seed {plan.Seed}: {warning.Matter}, epoch {warning.Epoch}: {warning.Message}");
    }

    private static void Print(List<(Plant Plant, Plan Plan)> cases, Dictionary<Plan, string> twins, Dictionary<Plan, IReadOnlyList<HistoryEntry>> histories)
    {
        Line($"| plant | warned | first warning, epoch of epochs | share of the training done | matters |");
        Line($"|---|---|---|---|---|");
        foreach (IGrouping<string, (Plant Plant, Plan Plan)> group in cases.GroupBy(one => one.Plant.Name))
        {
            (Plan Plan, TrainingWarning[] Warnings)[] runs = [.. group.Select(one => (one.Plan, Warnings(one.Plan, histories)))];
            TrainingWarning[] firsts = [.. runs.Where(run => run.Warnings.Length > 0).Select(run => run.Warnings[0])];
            int epochs = runs[0].Plan.Training.Epochs;
            string when = firsts.Length == 0 ? "" : Range(firsts.Select(first => (double)first.Epoch)) + string.Create(CultureInfo.InvariantCulture, $" of {epochs}");
            string share = firsts.Length == 0 ? "" : Range(firsts.Select(first => Math.Round(100.0 * first.Epoch / epochs))) + " %";
            string matters = string.Join(", ", runs.SelectMany(run => run.Warnings).GroupBy(warning => warning.Matter).Select(matter => string.Create(CultureInfo.InvariantCulture, $"{matter.Key} {matter.Count()}")));
            Line($"| {group.Key} | {firsts.Length} of {runs.Length} | {when} | {share} | {matters} |");
        }

        var warned = twins.Select(twin => (twin.Key, twin.Value, Warnings(twin.Key, histories))).Where(twin => twin.Item3.Length > 0).ToList();
        Line($"");
        Line($"Healthy twins warned of: {warned.Count} of {twins.Count}.");
        foreach ((Plan plan, string name, TrainingWarning[] warnings) in warned)
            foreach (TrainingWarning warning in warnings) Line($"- twin of {name}, seed {plan.Seed}: {warning.Matter}, epoch {warning.Epoch}: {warning.Message}");
    }

    private static TrainingWarning[] Warnings(Plan plan, Dictionary<Plan, IReadOnlyList<HistoryEntry>> histories) => [.. WatchJudge.Judge(plan, histories[plan])];

    private static string Range(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Min().Equals(all.Max())
            ? all[0].ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{all.Min()} to {all.Max()}");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
