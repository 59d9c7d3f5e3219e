using System.Diagnostics;
using System.Globalization;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Remedies;
using Uncollapse.Zoo;

namespace Uncollapse.Bench;

/// <summary>Every remedy, alone and with its defaults, on every plant of the zoo that can take it, over seeds; Markdown, with the machine and the commit.</summary>
internal static class RemedyTable
{
    private const string None = "as it is", Twin = "healthy twin";

    // Trainings that take tens of times a plain one: first, so that no lane is left alone with one at the end.
    private static readonly string[] _slow = ["semi-amortised", "aggressive-encoder", "encoder-pretraining"];

    private static readonly DiagnosisOptions _measured = new()
    {
        Examples = 1000, ImportanceSamples = 100, NllExamples = 300, UnitExamples = 0, RefinedExamples = 32, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 1000, BootstrapReplicates = 200,
    };

    internal static void Run(int seeds)
    {
        string[] rows = [Twin, None, .. RemedyCatalogue.All.Select(remedy => remedy.Name)];
        Cell[] cells = [.. rows.SelectMany(row => PlantCatalogue.All.Select(plant => new Cell(plant, row, seeds)))];
        (Cell Cell, int Seed)[] jobs = [.. cells.SelectMany(cell => Enumerable.Range(0, seeds).Select(seed => (cell, seed))).OrderBy(job => Array.IndexOf(_slow, job.cell.Row) is var slow and >= 0 ? slow : _slow.Length)];
        int done = 0;
        var clock = Stopwatch.StartNew();
        Lanes.Run([.. jobs.Select(job => (Action)(() =>
        {
            Outcome? outcome = job.Cell.Outcomes[job.Seed] = Measure(job.Cell, job.Seed);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref done)} of {jobs.Length}, {clock.Elapsed.TotalSeconds:0} s: {job.Cell.Plant.Name} {job.Cell.Row} {job.Seed}: {outcome?.Words ?? "cannot be given, or diverged"}"));
        }))], Workers.Count);
        Print(rows, cells, seeds, clock.Elapsed);
    }

    private static Outcome? Measure(Cell cell, int seed)
    {
        Plan twin = cell.Plant.Twin(ZooSize.Small) with { Seed = seed }, plan = cell.Row == Twin ? twin : cell.Plant.Sow(twin, ZooSize.Small, 1);
        if (RemedyCatalogue.Find(cell.Row) is { } remedy)
        {
            try
            {
                using var data = Data.Preparation.PreparedData.Open(plan.Data, new Rng((ulong)plan.Seed));
                plan = new Prescription(remedy).Apply(plan, PlanFacts.Of(plan, data, 3000));
            }
            catch (PlanException)
            {
                return null;
            }
        }

        using TrainedRun run = Trainer.Train(plan);
        if (run.Info.Status == RunStatus.Diverged) return null;
        return new Outcome(
            Diagnoser.Diagnose(new ModelSubject { Model = run.Model, Data = run.Data, Source = "bench", Checkpoint = "last", Plan = run.Plan, Steps = run.Info.Step }, _measured with { Seed = seed }), run.Info.Seconds);
    }

    private static void Print(string[] rows, Cell[] cells, int seeds, TimeSpan time)
    {
        Line($"{Environment.ProcessorCount} cores, {Workers.Count} at work, one training on each; {cells[0].Known[0].Found.ToolVersion}; {seeds} seeds; {time.TotalMinutes:0} minutes in all.");
        Line($"");
        Line($"| | {string.Join(" | ", PlantCatalogue.All.Select(plant => plant.Name))} |");
        Line($"|---|{string.Concat(PlantCatalogue.All.Select(_ => "---|"))}");
        foreach (string row in rows) Line($"| {row} | {string.Join(" | ", cells.Where(cell => cell.Row == row).Select(cell => cell.Known.Length == 0 ? "" : $"{cell.Healthy}"))} |");
        foreach (Plant plant in PlantCatalogue.All)
        {
            Line($"");
            Line($"## {plant.Name}");
            Line($"| remedy | healthy | MI | -log p(x) | active | use | time |");
            Line($"|---|---|---|---|---|---|---|");
            double plain = cells.Single(cell => cell.Plant == plant && cell.Row == None).Known.Average(one => one.Seconds);
            foreach (Cell cell in cells.Where(cell => cell.Plant == plant && cell.Known.Length > 0))
            {
                IReadOnlyList<Outcome> known = cell.Known;
                Line($"| {cell.Row} | {cell.Healthy} of {known.Count} | {Spread(known.Select(one => (double?)one.Found.MutualInformation.Estimate))} | {Spread(known.Select(one => one.Found.Nll?.Estimate))} | {known.Average(one => one.Found.ActiveUnits ?? 0):0.#} | {known.Average(one => one.Found.Interventions?.ShuffleCode?.LossNats ?? 0):0.0} | {known.Average(one => one.Seconds) / plain:0.0}x |");
            }
        }
    }

    private static string Spread(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{known.Average():0.00} ({known.Min():0.00} to {known.Max():0.00})");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed record Cell(Plant Plant, string Row, int Seeds)
    {
        internal Outcome?[] Outcomes { get; } = new Outcome?[Seeds];

        internal Outcome[] Known => [.. Outcomes.OfType<Outcome>()];

        internal int Healthy => Known.Count(one => one.Found.Verdict == Verdict.Healthy);
    }

    private sealed record Outcome(Records.Diagnoses.Diagnosis Found, double Seconds)
    {
        internal string Words => string.Create(CultureInfo.InvariantCulture, $"{Found.Verdict}, MI {Found.MutualInformation.Estimate:0.00}, {Seconds:0.0} s");
    }
}
