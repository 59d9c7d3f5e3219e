using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>Trains a plan over a grid of values, several cells side by side, and diagnoses each: where does it collapse, and what does its rate buy?</summary>
/// <remarks>Every cell is a run folder like any other, with its <c>diagnosis.json</c>; <c>sweep.json</c> and <c>sweep.csv</c> are written after each. An interrupted sweep goes on where it was, to the same weights bit for bit.</remarks>
public static class Sweeper
{
    /// <summary>Sweeps.</summary>
    /// <param name="plan">The plan that all cells begin with.</param>
    /// <param name="axes">The keys with their values, such as <see cref="SweepAxes.Parse(string)"/> reads; at least one, and no key twice. Remedies are given to what the other keys make of the plan.</param>
    /// <param name="folder">Where cells and records go.</param>
    /// <param name="options">How it is to go.</param>
    /// <param name="progress">Told how far it is, from several threads, one at a time.</param>
    /// <param name="cancellation">Stops it within an optimiser step or so; it can go on later.</param>
    /// <returns>The record, as <c>sweep.json</c> holds it.</returns>
    /// <exception cref="PlanException">An axis is wrong, or a cell cannot be carried out; nothing was trained.</exception>
    /// <exception cref="Data.DataFormatException">The data cannot be read or do not suit a cell, the folder is not free, or it has no sweep, or another, to go on with.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; its state is saved.</exception>
    public static SweepRecord Sweep(Plan plan, IReadOnlyList<SweepAxis> axes, string folder, SweepOptions? options = null, IProgress<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(axes);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new SweepOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lanes, 1, nameof(options));
        options.Diagnosis.Validate();
        if (axes.Count == 0) throw SweepAxes.Problem("sweep", "at least one key with its values", "none", "such as objective.beta=1,2,4");
        SweepAxis[] known = SweepAxes.Once([.. axes.Select(SweepAxes.Checked)]);
        PlanValidation.Validate(plan);
        return new SweepSession(plan, known, new SweepFolder(folder), options, progress, cancellation).Run();
    }
}
