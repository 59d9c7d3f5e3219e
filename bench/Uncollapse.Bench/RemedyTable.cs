using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Uncollapse.Diagnosis;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Remedies;
using Uncollapse.Zoo;

namespace Uncollapse.Bench;

/// <summary>Every remedy, alone and with its defaults (geco, which has none, asks for the healthy twin's distortion where it is of the same likelihood and units), on every plant of the zoo that can take it, over seeds; Markdown, with the machine and the commit.</summary>
internal static class RemedyTable
{
    private const string None = "as it is", Twin = "healthy twin", Refused = "cannot be given", Diverged = "diverged";

    // Trainings that take tens of times a plain one come last: what is cut off is then a few rows and not most.
    private static readonly string[] _slow = ["aggressive-encoder", "semi-amortised"];

    private static readonly DiagnosisOptions _measured = new()
    {
        Examples = 1000, ImportanceSamples = 100, NllExamples = 300, UnitExamples = 0, RefinedExamples = 32, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 1000, BootstrapReplicates = 200,
    };

    /// <summary>Measures what is not yet in the file, a line for each training, and prints the table.</summary>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="file">Where measured cells are kept, so that a table of hours can be cut off and gone on with.</param>
    internal static void Run(int seeds, string file)
    {
        string[] rows = [Twin, None, .. RemedyCatalogue.All.Select(remedy => remedy.Name)];
        Dictionary<(string, string, int), Outcome> known = File.Exists(file) ? File.ReadLines(file).Where(line => line.EndsWith('}')).Select(line => JsonSerializer.Deserialize<Outcome>(line)!).ToDictionary(one => (one.Plant, one.Row, one.Seed)) : [];
        // A line that was cut off is measured again, on a line of its own.
        if (File.Exists(file) && File.ReadAllText(file) is [.., not '\n']) File.AppendAllText(file, "\n");
        (Plant Plant, string Row, int Seed)[] jobs =
        [
            .. rows.SelectMany(row => PlantCatalogue.All.SelectMany(plant => Enumerable.Range(0, seeds).Select(seed => (Plant: plant, Row: row, Seed: seed))))
                .Where(job => !known.ContainsKey((job.Plant.Name, job.Row, job.Seed)))
                .OrderBy(job => Array.IndexOf(_slow, job.Row)).ThenBy(job => job.Seed),
        ];
        int done = 0;
        var gate = new Lock();
        var clock = Stopwatch.StartNew();
        Lanes.Run([.. jobs.Select(job => (Action)(() =>
        {
            Outcome outcome = Measure(job.Plant, job.Row, job.Seed);
            lock (gate)
            {
                known[(job.Plant.Name, job.Row, job.Seed)] = outcome;
                File.AppendAllText(file, JsonSerializer.Serialize(outcome) + "\n");
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{++done} of {jobs.Length}, {clock.Elapsed.TotalSeconds:0} s: {outcome.Plant} {outcome.Row} {outcome.Seed}: {outcome.Verdict}, {outcome.Seconds:0.0} s"));
            }
        }))], Workers.Count);
        Print(rows, known.Values, seeds);
    }

    private static Outcome Measure(Plant plant, string row, int seed)
    {
        Plan twin = plant.Twin(ZooSize.Small) with { Seed = seed }, plan = row == Twin ? twin : plant.Sow(twin, ZooSize.Small, 1);
        var outcome = new Outcome { Plant = plant.Name, Row = row, Seed = seed, Verdict = Refused };
        // Another likelihood, or data in other units, has other distortions: the twin's is no target there.
        if (row == "geco" && (twin.Model.Likelihood != plan.Model.Likelihood || twin.Data.Scale != plan.Data.Scale)) return outcome;
        if (RemedyCatalogue.Find(row) is { } remedy)
        {
            try
            {
                using var data = Data.Preparation.PreparedData.Open(plan.Data, new Rng((ulong)plan.Seed));
                plan = (remedy.Name == "geco" ? Prescription.Parse(string.Create(CultureInfo.InvariantCulture, $"geco:distortion={Distortion(twin):R}")) : new Prescription(remedy)).Apply(plan, PlanFacts.Of(plan, data, 3000));
            }
            catch (PlanException)
            {
                return outcome;
            }
        }

        using TrainedRun run = Trainer.Train(plan);
        if (run.Info.Status == RunStatus.Diverged) return outcome with { Verdict = Diverged };
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(new ModelSubject { Model = run.Model, Data = run.Data, Source = "bench", Checkpoint = "last", Plan = run.Plan, Steps = run.Info.Step }, _measured with { Seed = seed });
        return outcome with
        {
            Verdict = found.Verdict.ToString(), Information = found.MutualInformation.Estimate, Nll = found.Nll?.Estimate, Active = found.ActiveUnits ?? 0, Use = found.Interventions?.ShuffleCode?.LossNats ?? 0, Seconds = run.Info.Seconds,
            Version = found.ToolVersion,
        };
    }

    /// <summary>On validation examples, after the last epoch; nats.</summary>
    private static double Distortion(Plan plan)
    {
        using TrainedRun run = Trainer.Train(plan);
        return run.History.Last(entry => entry.Kind == "epoch").Values[Measures.ValidationDistortion]!.Value;
    }

    private static void Print(string[] rows, IReadOnlyCollection<Outcome> all, int seeds)
    {
        ILookup<(string, string), Outcome> cells = all.Where(one => one.Verdict != Refused).ToLookup(one => (one.Plant, one.Row));
        Line($"{Environment.ProcessorCount} cores, one training on each; {string.Join(", ", all.Select(one => one.Version).OfType<string>().Distinct())}; {seeds} seeds; {all.Sum(one => one.Seconds) / 60:0} minutes of training.");
        Line($"");
        Line($"| | {string.Join(" | ", PlantCatalogue.All.Select(plant => plant.Name))} |");
        Line($"|---|{string.Concat(PlantCatalogue.All.Select(_ => "---|"))}");
        foreach (string row in rows) Line($"| {row} | {string.Join(" | ", PlantCatalogue.All.Select(plant => cells[(plant.Name, row)] is var cell && cell.Any() ? $"{cell.Count(one => one.IsHealthy)}" : ""))} |");
        foreach (string plant in PlantCatalogue.All.Select(plant => plant.Name))
        {
            Line($"");
            Line($"## {plant}");
            Line($"");
            Line($"| remedy | healthy | MI | -log p(x) | active | use | time |");
            Line($"|---|---|---|---|---|---|---|");
            double plain = cells[(plant, None)].Average(one => one.Seconds);
            foreach (string row in rows)
            {
                Outcome[] trained = [.. cells[(plant, row)]], known = [.. trained.Where(one => one.Verdict != Diverged)];
                if (trained.Length == 0) continue;
                if (known.Length == 0) Line($"| {row} | all {trained.Length} diverged | | | | | |");
                else Line($"| {row} | {known.Count(one => one.IsHealthy)} of {trained.Length} | {Spread(known.Select(one => (double?)one.Information))} | {Spread(known.Select(one => one.Nll))} | {known.Average(one => one.Active):0.#} | {known.Average(one => one.Use):0.0;-0.0;0.0} | {known.Average(one => one.Seconds) / plain:0.0}x |");
            }
        }
    }

    private static string Spread(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{known.Average():0.00;-0.00;0.00} ({known.Min():0.00;-0.00;0.00} to {known.Max():0.00;-0.00;0.00})");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed record Outcome
    {
        public required string Plant { get; init; }

        public required string Row { get; init; }

        public required int Seed { get; init; }

        public required string Verdict { get; init; }

        public double Information { get; init; }

        public double? Nll { get; init; }

        public double Active { get; init; }

        public double Use { get; init; }

        public double Seconds { get; init; }

        public string? Version { get; init; }

        internal bool IsHealthy => Verdict == "Healthy";
    }
}
