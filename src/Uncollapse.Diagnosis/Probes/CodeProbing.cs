using Uncollapse.Data.Counts;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>What the code holds about label columns and about depth, and whether classes lie together in it.</summary>
internal static class CodeProbing
{
    /// <summary>Neighbours of the information's estimators: few, as their errors are on either side and the baseline shows them.</summary>
    private const int InformationNeighbours = 5;

    /// <summary>Neighbours of purity.</summary>
    private const int PurityNeighbours = 15;

    private const int Permutations = 10;
    private const int Components = 10;
    private const int FewestExamples = 50;

    /// <summary>The diagnosis with probes, neighbourhoods and depth.</summary>
    /// <param name="measured">A diagnosis with its units.</param>
    /// <param name="subject">The model and its data.</param>
    /// <param name="options">How many examples, and the seed.</param>
    /// <param name="stages">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Records.Diagnoses.Diagnosis Add(Records.Diagnoses.Diagnosis measured, ModelSubject subject, DiagnosisOptions options, Stages stages, CancellationToken cancellation)
    {
        bool known = subject.Model.Library is not null || subject.Data.Test.Labels.Count > 0;
        if (options.ProbeExamples == 0 || !known) return measured;
        Rng rng = new Rng((ulong)options.Seed).Fork("probes");
        IProgress<double> stage = stages.Next("probes", 1);
        using var model = new VaeEvaluator<float>(subject.Model);
        var sample = CodeSample.Draw(subject, model, options.ProbeExamples, rng, done => stage.Report(0.2 * done), cancellation);
        if (sample.Count < FewestExamples || sample.Columns.Count == 0) return measured;
        int[] informing = [.. measured.Units.Where(unit => unit.MutualInformation >= Thresholds.InformativeUnit.Value).Select(unit => unit.Index)];
        return measured with
        {
            Probes = Probes(sample, informing, options.Seed, rng, done => stage.Report(0.2 + (0.4 * done)), cancellation),
            Neighbourhoods = Neighbourhoods(sample, rng, done => stage.Report(0.6 + (0.4 * done)), cancellation),
            Depth = DepthOf(sample, subject, informing),
        };
    }

    private static IReadOnlyList<Probe> Probes(CodeSample sample, int[] informing, long seed, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        int[] units = informing.Length > 0 ? informing : [.. Enumerable.Range(0, sample.Units)];
        ProbeColumn[] columns = [.. sample.Columns.Where(column => column.Known.Length >= FewestExamples && (column.Classes is null || column.Sizes().Count(size => size > 1) > 1))];
        IReadOnlyList<InformationProbe> informations = NeighbourInformation.Measure(
            sample.Only(sample.Drawn, units), units.Length, columns, InformationNeighbours, Permutations, seed, rng.Fork("exchanges"), report, cancellation);
        return [.. columns.Select((column, c) => new Probe
        {
            Column = column.Name,
            Kind = column.Classes is null ? "number" : "class",
            Examples = column.Known.Length,
            Linear = RidgeProbe.Measure(sample.Mean, sample.Units, column, rng.Fork("folds").Fork((ulong)c)),
            Information = informations[c],
        })];
    }

    private static IReadOnlyList<Neighbourhood> Neighbourhoods(CodeSample sample, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        ProbeColumn[] columns = [.. sample.Columns.Where(column => column.Classes is not null && column.Known.Length > PurityNeighbours && column.Sizes().Count(size => size > 0) > 1)];
        if (columns.Length == 0) return [];
        var code = new NeighbourhoodMeter(columns, PurityNeighbours);
        bool compares = sample.Parts.All(part => part.View.Data is SparseDataset { Kind: Data.Datasets.ValueKind.Count });
        Distances.ForEach(sample.Mean, sample.Units, (n, distances, _, order) => code.Take(n, distances, order), done => report(compares ? done / 2 : done), cancellation);
        (NeighbourhoodMeter Meter, int Count)? components = null;
        if (compares)
        {
            (double[] points, int count) = LogNormalComponents.Of([.. sample.Parts.Select(part => ((SparseDataset)part.View.Data, part.Indices))], Components, rng.Fork("components"), cancellation);
            var meter = new NeighbourhoodMeter(columns, PurityNeighbours);
            // Counts whose shares never change have no component.
            if (count > 0) components = (meter, count);
            if (count > 0) Distances.ForEach(points, count, (n, distances, _, order) => meter.Take(n, distances, order), done => report(0.5 + (done / 2)), cancellation);
        }

        return [.. columns.Select((column, c) => new Neighbourhood
        {
            Column = column.Name,
            Examples = column.Known.Length,
            Neighbours = PurityNeighbours,
            Purity = code.Of(c).Purity,
            Chance = NeighbourhoodMeter.Chance(column),
            Silhouette = code.Of(c).Silhouette,
            Components = components?.Count,
            ComponentsPurity = components?.Meter.Of(c).Purity,
            ComponentsSilhouette = components?.Meter.Of(c).Silhouette,
        })];
    }

    /// <summary>The same of means, [examples, units].</summary>
    internal static Depth? DepthOf(double[] means, int units, double[] logLibrary)
    {
        if (DepthRegression.VarianceLeft(means, units, logLibrary) is not { } left) return null;
        bool isAll = left.All < Thresholds.DepthLeft.Value && left.OfUnit < DepthRegression.UnitLeft;
        return new Depth(left.All, units, logLibrary.Length, isAll) { UnitVarianceLeft = left.OfUnit };
    }

    private static Depth? DepthOf(CodeSample sample, ModelSubject subject, int[] informing)
    {
        if (sample.LogLibrary is not { } library || subject.Model.Posterior.Family is not DiagonalGaussian<float>) return null;
        int? own = subject.Model.Library is { IsLatent: true } ? sample.Units - 1 : null;
        int[] units = [.. informing.Where(unit => unit != own)];
        if (units.Length == 0) return informing.Length == 0 ? null : new Depth(0, 0, sample.Count, IsAll: true);
        return DepthOf(sample.Only(sample.Mean, units), units.Length, library);
    }
}
