using System.Diagnostics;
using System.Globalization;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Prevention;
using Uncollapse.Treatment.Trials;
using Uncollapse.Zoo;
using Uncollapse.Zoo.Pairs;

namespace Uncollapse.Bench;

/// <summary>What cures are worth on the zoo's plants: treated unaided and trained safely; Markdown.</summary>
internal static class Treatments
{
    /// <summary>Treated cases come from seeds that nothing was tuned on; 400 and 401, 410 and 411 were spent on rules that changed afterwards.</summary>
    private const int FirstSealed = 420;

    private static readonly DiagnosisOptions _measured = new()
    {
        Examples = 1000, ImportanceSamples = 500, NllExamples = 500, UnitExamples = 0, RefinedExamples = 64, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 1000, BootstrapReplicates = 200,
    };

    /// <summary>Every plant treated as a user would, beside its healthy twin.</summary>
    /// <param name="isSealed">The sealed seeds instead of the development ones.</param>
    /// <param name="pairs">Two causes at once instead of one.</param>
    /// <param name="seeds">How many seeds.</param>
    internal static void Treat(bool isSealed, bool pairs, int seeds)
    {
        Line($"| case | seed | verdict | remedy | MI before | after | twin | NLL before | after | twin | trainings' worth |");
        Line($"|---|---|---|---|---|---|---|---|---|---|---|");
        int ill = 0, cured = 0, informed = 0, kept = 0, well = 0, alone = 0;
        var costs = new List<double>();
        var twins = new Dictionary<Plan, Records.Diagnoses.Diagnosis>();
        for (int i = 0; i < seeds; i++)
        {
            foreach (Plant plant in pairs ? PairCatalogue.All : PlantCatalogue.All)
            {
                Plan twin = plant.Twin(ZooSize.Small) with { Seed = (isSealed ? FirstSealed : 0) + i };
                string folder = Directory.CreateTempSubdirectory("uncollapse-treat-").FullName;
                if (!twins.TryGetValue(twin, out Records.Diagnoses.Diagnosis? healthy))
                {
                    (healthy, TreatmentRecord left, _) = Treated(twin, Path.Combine(folder, "twin"));
                    twins.Add(twin, healthy);
                    well++;
                    if (left.Trials.Count == 0) alone++;
                }

                (Records.Diagnoses.Diagnosis before, TreatmentRecord record, double training) = Treated(plant.Sow(twin, ZooSize.Small, 1), Path.Combine(folder, "plant"));
                Directory.Delete(folder, recursive: true);
                if (!Acceptance.IsIll(before)) continue;
                ill++;
                costs.Add(record.Seconds / training);
                bool isHealthy = record.Accepted && record.After!.Verdict == Verdict.Healthy;
                bool tells = isHealthy && record.After!.MutualInformation.Estimate >= 0.8 * healthy.MutualInformation.Estimate;
                // Of skips there is no likelihood before, but there is one after; without the condition there is another.
                bool holds = isHealthy && (record.After!.Nll is null || healthy.Nll is null || record.After.Nll.Estimate <= healthy.Nll.Estimate + (0.01 * Math.Abs(healthy.Nll.Estimate)));
                if (isHealthy) cured++;
                if (tells) informed++;
                if (holds) kept++;
                Line($"| {plant.Name} | {twin.Seed} | {(record.Accepted ? $"{record.After!.Verdict}" : "not accepted")} | {record.Remedy} | {Math.Round(before.MutualInformation.Estimate, 2) + 0.0:0.00} | {(record.After is { } treated ? Math.Round(treated.MutualInformation.Estimate, 2) + 0.0 : (double?)null):0.00} | {Math.Round(healthy.MutualInformation.Estimate, 2) + 0.0:0.00} | {before.Nll?.Estimate:0.0} | {record.After?.Nll?.Estimate:0.0} | {healthy.Nll?.Estimate:0.0} | {costs[^1]:0.0} |");
                if (!record.Accepted) Console.Error.WriteLine($"{plant.Name} {twin.Seed}: {record.Statement}");
            }
        }

        costs.Sort();
        Line($"");
        Line($"Of {ill} ill models {cured} ended healthy ({Percent(cured, ill)}), {informed} of them with at least 80 % of the twin's information, {kept} at no more than 1 % above the twin's -log p(x). {alone} of {well} healthy twins were left alone ({Percent(alone, well)}). Median cost {(costs.Count == 0 ? 0 : costs[costs.Count / 2]):0.0} trainings of the ill plan, diagnoses included.");
    }

    /// <summary>Every plant that is no architecture's fault, trained plainly and safely.</summary>
    internal static void Safe(int seeds)
    {
        string[] architectural = ["powerful-decoder", "powerful-decoder-text", "skip-shortcut", "condition-shortcut", "constant-code"];
        Line($"| case | seed | plain | MI | safe | MI | steps | training over plain | with reading and predicting |");
        Line($"|---|---|---|---|---|---|---|---|---|");
        int all = 0, well = 0;
        var times = new List<double>();
        var walls = new List<double>();
        for (int seed = 0; seed < seeds; seed++)
        {
            foreach (Plant plant in PlantCatalogue.All.Where(plant => !architectural.Contains(plant.Name)))
            {
                Plan plan = plant.Sow(plant.Twin(ZooSize.Small) with { Seed = seed }, ZooSize.Small, 1);
                long start = Stopwatch.GetTimestamp();
                using TrainedRun plain = Trainer.Train(plan);
                double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Records.Diagnoses.Diagnosis before = Diagnose(plain);
                start = Stopwatch.GetTimestamp();
                (TrainedRun run, PreventionRecord record) = SafeTrainer.Train(plan);
                walls.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / wall);
                using (run)
                {
                    Records.Diagnoses.Diagnosis after = Diagnose(run);
                    all++;
                    if (after.Verdict != Verdict.Collapsed) well++;
                    times.Add(record.Seconds / plain.Info.Seconds);
                    Line($"| {plant.Name} | {seed} | {before.Verdict} | {Math.Round(before.MutualInformation.Estimate, 2) + 0.0:0.00} | {after.Verdict} | {Math.Round(after.MutualInformation.Estimate, 2) + 0.0:0.00} | {string.Join(", ", record.Steps.Select(step => step.Epoch == 0 ? step.Remedy : $"{step.Remedy} after epoch {step.Epoch}"))} | {times[^1]:0.00} | {walls[^1]:0.00} |");
                }
            }
        }

        Line($"");
        Line($"{well} of {all} did not collapse ({Percent(well, all)}). Training took {Spread(times)} of plain training's time; with reading the data and predicting before it {Spread(walls)} of the whole plain call's.");
    }

    private static (Records.Diagnoses.Diagnosis Before, TreatmentRecord Record, double Seconds) Treated(Plan plan, string folder)
    {
        using (Trainer.Train(plan, folder))
        {
        }

        var run = RunFolder.Open(folder);
        TreatmentRecord record = Treater.Treat(run, folder + "-treated", new TreatmentOptions { Diagnosis = _measured with { Seed = plan.Seed }, Checkpoint = CheckpointKind.Last });
        return (record.Before, record, run.ReadInfo().Seconds);
    }

    private static Records.Diagnoses.Diagnosis Diagnose(TrainedRun run) => Diagnoser.Diagnose(
        new ModelSubject { Model = run.Model, Data = run.Data, Source = "bench", Checkpoint = "last", Plan = run.Plan, Steps = run.Info.Step }, _measured with { Seed = run.Plan.Seed });

    private static string Spread(List<double> ratios)
    {
        double[] sorted = [.. ratios.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0.00} in the median, {sorted[(int)(0.9 * (sorted.Length - 1))]:0.00} at the ninth tenth and {sorted[^1]:0.00} at most");
    }

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):0.#} %");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
