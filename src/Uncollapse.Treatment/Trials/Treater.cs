using Uncollapse.Records.Treatments;
using Uncollapse.Training.Runs;

namespace Uncollapse.Treatment.Trials;

/// <summary>From an ill run to a healthy one, or to the plain word that nothing helped: diagnosis, trials side by side, full training of the best two, full diagnosis, and acceptance by rule.</summary>
/// <remarks>
/// <para>Trials share the plan's seed, so batches and noise. Each is trained for a quarter of the epochs, the better half to a half of them, the best two to the end (successive halving, Jamieson and
/// Talwalkar 2016); <see cref="Ranking"/> says which are better, <see cref="Acceptance"/> what must hold in the end. Where nothing passes but another cause came to light, there is a second course.</para>
/// <para>Every trial is a run folder of its own, and <c>treatment.json</c> is written after each round: an interrupted treatment goes on where it was.</para>
/// </remarks>
public static class Treater
{
    /// <summary>Treats a run.</summary>
    /// <param name="run">A run that was trained to its end.</param>
    /// <param name="folder">Where trials, record and accepted run go.</param>
    /// <param name="options">How it is to go.</param>
    /// <param name="progress">Told how far it is, from several threads, one at a time.</param>
    /// <param name="cancellation">Stops it within an optimiser step or so; it can go on later.</param>
    /// <returns>The record, as <c>treatment.json</c> holds it. Where a model was accepted, <paramref name="folder"/> is its run folder.</returns>
    /// <exception cref="Data.DataFormatException">The run or its data cannot be read, or there is no treatment to go on with.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; its state is saved.</exception>
    public static TreatmentRecord Treat(RunFolder run, string folder, TreatmentOptions? options = null, IProgress<TreatmentProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        options ??= new TreatmentOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Trials, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lanes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxNllLoss ?? 0, nameof(options));
        if (options.Goal is { Value: not > 0 }) throw new ArgumentOutOfRangeException(nameof(options), options.Goal.Value, "A goal is above 0.");
        options.Diagnosis.Validate();
        return new TreatmentSession(run, new TreatmentFolder(folder), options, progress, cancellation).Run();
    }
}
