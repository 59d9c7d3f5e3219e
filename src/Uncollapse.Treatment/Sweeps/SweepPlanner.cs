using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>From settings to plans that can be carried out: everything that can be refused is refused here, before anything is trained.</summary>
internal static class SweepPlanner
{
    /// <summary>The cells with their values set and their remedies still to be given; no data are read.</summary>
    /// <exception cref="PlanException">A cell cannot be carried out; it says which.</exception>
    internal static IReadOnlyList<PlannedCell> Set(Plan plan, IReadOnlyList<SweepAxis> axes)
    {
        PlannedCell[] cells = [.. SweepGrid.Product(axes).Select(settings => Naming(SweepGrid.Name(settings), name => new PlannedCell(name, settings, Set(plan, settings))))];
        // Two names may differ for people and yet be one to a file system.
        if (cells.GroupBy(cell => cell.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice) throw SweepAxes.Problem("sweep", "a name for each cell", $"'{twice.Key}' twice", null);
        return cells;
    }

    /// <summary>Gives remedies, looks at the data of every cell, and foretells.</summary>
    /// <param name="cells">The cells with their values set.</param>
    /// <param name="measured">How they are to be measured.</param>
    /// <param name="require">Refuses a cell whose plan is settled, such as for what its folder holds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PlanException">A cell cannot be carried out, or cannot take its remedy; it says which.</exception>
    /// <exception cref="DataFormatException">The data of a cell cannot be read or do not suit it.</exception>
    internal static IReadOnlyList<PlannedCell> Prepare(IReadOnlyList<PlannedCell> cells, DiagnosisOptions measured, Action<PlannedCell> require, CancellationToken cancellation)
    {
        var ready = new Dictionary<string, PlannedCell>(StringComparer.Ordinal);
        // Cell by cell of the same data, and one such group after the other: the data of all seeds at once may be too much.
        foreach (IGrouping<string, PlannedCell> group in cells.GroupBy(cell => KnownFacts.Key(cell.Plan)))
        {
            using var facts = new KnownFacts(cancellation);
            foreach (PlannedCell cell in group)
            {
                cancellation.ThrowIfCancellationRequested();
                ready[cell.Name] = Naming(cell.Name, _ => cell with { Plan = Treat(cell, facts) });
            }
        }

        foreach (IGrouping<string, PlannedCell> group in ready.Values.ToList().GroupBy(cell => KnownFacts.Key(cell.Plan)))
        {
            Plan plan = group.First().Plan;
            using var data = PreparedData.Open(plan.Data, new Rng((ulong)plan.Seed));
            Require(measured, plan, data);
            var known = new Dictionary<string, Prediction>(StringComparer.Ordinal);
            foreach (PlannedCell cell in group)
            {
                PlannedCell settled = cell with { Settled = cell.Plan with { Data = data.Plan } };
                Naming(cell.Name, _ => Require(settled, data, require));
                ready[cell.Name] = Foretell(settled, data, known, cancellation);
            }
        }

        return [.. cells.Select(cell => ready[cell.Name])];
    }

    private static Plan Set(Plan plan, IReadOnlyList<SweepSetting> settings)
    {
        PlanKey[] keys = [.. settings.Where(setting => setting.Key != SweepAxis.RemedyKey).Select(setting => PlanSchema.Find(setting.Key)!)];
        foreach (PlanKey key in keys) plan = key.Parse(plan, settings.First(setting => setting.Key == key.Path).Value);
        // What is swept has to mean something; what the plan had for another kind may go.
        PlanProblem[] idle = [.. keys.Where(key => !key.Applies(plan)).Select(key => new PlanProblem(key.Path, null, "a key that applies to the rest of the plan", "one that does not", "leave it out, or set the kind it belongs to"))];
        if (idle.Length > 0) throw new PlanException(idle);
        plan = PlanSchema.WithoutIdle(plan);
        PlanValidation.Validate(plan);
        return plan;
    }

    private static Plan Treat(PlannedCell cell, KnownFacts facts)
    {
        if (cell.Settings.FirstOrDefault(setting => setting.Key == SweepAxis.RemedyKey) is not { } remedy) return cell.Plan;
        Plan treated = Prescriptions.Apply(cell.Plan, SweepAxes.Prescriptions(remedy.Value), facts.Of);
        PlanChange? overruled = PlanChange.Between(cell.Plan, treated).FirstOrDefault(change => cell.Settings.Any(setting => setting.Key == change.Key));
        return overruled is null
            ? treated
            : throw SweepAxes.Problem($"remedy {remedy.Value}", $"a remedy that leaves {overruled.Key} alone, as it is swept", $"one that sets it to {overruled.After}", "sweep one of the two");
    }

    private static PlannedCell Require(PlannedCell cell, PreparedData data, Action<PlannedCell> require)
    {
        Trainer.Require(cell.Plan, data);
        require(cell);
        return cell;
    }

    /// <summary>Refuses an aggregate of more examples than are measured.</summary>
    private static void Require(DiagnosisOptions measured, Plan plan, PreparedData data)
    {
        int there = (measured.Split switch { "train" => data.Train, "validation" => data.Validation, _ => data.Test }).Count, used = Math.Min(there, measured.Examples);
        if (measured.AggregateSize > used)
            throw new DataFormatException(plan.Data.Source, $"{measured.Split} split", FormattableString.Invariant($"an aggregate of at most the {used} examples measured"), FormattableString.Invariant($"{measured.AggregateSize}"), "Measure more examples where there are more, or leave the aggregate's size away");
    }

    private static PlannedCell Foretell(PlannedCell cell, PreparedData data, Dictionary<string, Prediction> known, CancellationToken cancellation)
    {
        Plan plan = cell.Plan;
        if (!Predictor.CanForetell(plan)) return cell;
        int outputs = data.Train.OutputSize;
        string likelihood = string.Join('\n', PlanSchema.Keys.Where(key => key.Path.StartsWith("model.likelihood.", StringComparison.Ordinal)).Select(key => key.Format(plan)));
        // The critical weight of the data does not hang on the plan's own.
        if (!known.TryGetValue(likelihood, out Prediction? prediction)) known[likelihood] = prediction = Predictor.Predict(data.Train, PredictionOptions.Quick(plan, outputs) with { Beta = 1 }, cancellation);
        double scale = plan.Objective.EffectiveBeta(outputs) / plan.Objective.Beta, critical = prediction.CriticalBeta / scale;
        return double.IsFinite(critical)
            ? cell with { CriticalBeta = critical, CriticalBetaIsOfPlainDecoder = HasMoreThanTheCode(plan), CollapseIsForetold = plan.Objective.Beta >= Math.Max(critical, prediction.CriticalBetaInSample / scale) }
            : cell;
    }

    /// <summary>The law is of a decoder that describes each output by itself, from the code alone.</summary>
    private static bool HasMoreThanTheCode(Plan plan) => plan.Model.Decoder.IsAutoregressive || plan.Model.Skips.Kind != SkipKind.None || plan.Data.Condition.Count > 0;

    /// <summary>Does something of a cell; what it refuses names the cell.</summary>
    private static PlannedCell Naming(string name, Func<string, PlannedCell> work)
    {
        try
        {
            return work(name);
        }
        catch (PlanException error)
        {
            throw new PlanException([.. error.Problems.Select(problem => problem with { Key = $"cell {name}: {problem.Key}" })]);
        }
        catch (DataFormatException error)
        {
            throw new DataFormatException(error.Path, error.Location.Length == 0 ? $"cell {name}" : $"cell {name}: {error.Location}", error.Expected, error.Found, error.Hint, error);
        }
    }
}
