using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>Counts as a model reads them: cells filtered one by one, divided, and genes chosen by the training cells alone, the same for all splits.</summary>
internal static class CountPreparation
{
    public static PreparedData Prepare(SourceData source, DataPlan plan, Rng rng, StorageLimits limits)
    {
        string path = source.Train.Provenance.Source;
        if (plan.Binarise != Binarisation.None)
            throw new DataFormatException(path, "data.binarise", "numbers to make binary", "counts", "Leave binarise out, or read them as numbers: data.kind: array");
        if (plan.Scale is Scaling.Unit or Scaling.Standardise)
            throw new DataFormatException(path, "data.scale", "numbers to scale", "counts", "Leave scale out: a count likelihood needs counts, and its encoder sees log(1 + x)");
        CountsPlan counts = plan.Counts ?? new CountsPlan();
        SourceData filtered = Filter(source, counts, out CellFilter? dropped);
        (DenseDataset train, DenseDataset validation, DenseDataset test) = Splitter.Split(filtered, plan, rng);
        var training = (SparseDataset)train;
        int[] genes = Genes(training, counts);
        var selected = new Dictionary<CountTable, CountTable>(ReferenceEqualityComparer.Instance);
        DenseDataset Select(DenseDataset split)
        {
            var cells = (SparseDataset)split;
            if (genes.Length == cells.OutputSize)
                return cells;
            if (!selected.TryGetValue(cells.Table, out CountTable? table))
                selected.Add(cells.Table, table = cells.Table.Select(genes, path, limits));
            return cells.With(table);
        }
        var transform = new ValueTransform([0], [1], Binarisation.None, default, Words(training, genes.Length, counts, dropped));
        (train, validation, test) = (Select(train), Select(validation), Select(test));
        var conditions = ConditionSet.Learn(plan.Condition, source, train, validation, test);
        return PreparedData.Of(
            source, plan with { Counts = counts },
            new DataView("train", train, transform, conditions), new DataView("validation", validation, transform, conditions), new DataView("test", test, transform, conditions),
            [.. selected.Values.Select(table => table.Matrix)]);
    }

    /// <summary>Another data set's counts of the same genes, found by name: genes that it lacks are 0.</summary>
    /// <exception cref="DataFormatException">It has fewer than half of them.</exception>
    public static SparseDataset Like(SparseDataset model, SparseDataset other)
    {
        if (ReferenceEquals(model.Table.ColumnNames, other.Table.ColumnNames) || (model.ColumnNames is not null && other.ColumnNames is not null && model.ColumnNames.SequenceEqual(other.ColumnNames)))
            return other;
        bool byIds = model.ColumnIds is not null && other.ColumnIds is not null;
        IReadOnlyList<string>? wanted = byIds ? model.ColumnIds : model.ColumnNames, there = byIds ? other.ColumnIds : other.ColumnNames;
        if (wanted is null || there is null)
        {
            return other.OutputSize == model.OutputSize
                ? other
                : throw new DataFormatException(other.Provenance.Source, "", $"counts of {model.OutputSize} genes or words, as in {model.Provenance.Source}", $"{other.OutputSize} without names", "Name data whose genes have names");
        }
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < wanted.Count; i++)
            place.TryAdd(wanted[i], i);
        int[] map = new int[there.Count];
        var found = new HashSet<int>();
        for (int i = 0; i < map.Length; i++)
            map[i] = place.TryGetValue(there[i], out int at) && found.Add(at) ? at : -1;
        if (2 * found.Count < wanted.Count)
            throw new DataFormatException(other.Provenance.Source, "genes", $"the genes of {model.Provenance.Source}, at least half of the {wanted.Count}", $"{found.Count} of them", "Name data of the same organism, whose genes are named alike");
        CompressedRows matrix = other.Table.Matrix.Map(map, wanted.Count, other.Provenance.Source, StorageLimits.Default);
        return other.With(new CountTable(matrix, model.ColumnNames, model.ColumnIds, other.Table.RowNames));
    }

    private static SourceData Filter(SourceData source, CountsPlan plan, out CellFilter? dropped)
    {
        dropped = null;
        if (plan is { MinGenes: 0, MinCounts: 0, MaxMitochondrial: null })
            return source;
        CellFilter all = new([], 0, 0, 0);
        DenseDataset? Keep(DenseDataset? data)
        {
            if (data is null)
                return null;
            var filter = CellFilter.Of((SparseDataset)data, plan);
            all = new CellFilter([.. all.Kept, .. filter.Kept], all.FewGenes + filter.FewGenes, all.FewCounts + filter.FewCounts, all.Mitochondrial + filter.Mitochondrial);
            if (filter.Kept.Length == 0)
                throw new DataFormatException(data.Provenance.Source, "data.counts", "limits that leave cells", $"{filter}", "Lower min_genes and min_counts, or raise max_mitochondrial");
            return filter.Dropped == 0 ? data : data.Subset(data.Name, filter.Kept);
        }
        var filtered = new SourceData(Keep(source.Train)!, Keep(source.Validation), Keep(source.Test));
        dropped = all;
        return filtered;
    }

    private static int[] Genes(SparseDataset training, CountsPlan plan)
    {
        int[] genes = [.. Enumerable.Range(0, training.OutputSize)];
        if (plan.MinCells > 0)
        {
            int[] cells = GeneSelection.CellsOf(training);
            genes = [.. genes.Where(gene => cells[gene] >= plan.MinCells)];
            if (genes.Length == 0)
                throw new DataFormatException(training.Provenance.Source, "data.counts.min_cells", $"a gene that {plan.MinCells} training cells have", "none", "Lower it");
        }
        if (plan.Genes is not { } wanted || wanted >= genes.Length)
            return genes;
        if (training.Count < 3)
            throw new DataFormatException(training.Provenance.Source, "data.counts.genes", "3 training cells at least, to tell which genes vary", $"{training.Count}");
        // Pearson residuals and the curve are of the genes that are left.
        CountTable left = genes.Length == training.OutputSize ? training.Table : training.Table.Select(genes, training.Provenance.Source, StorageLimits.Default);
        SparseDataset cellsOfThem = ReferenceEquals(left, training.Table) ? training : training.With(left);
        double[] scores = plan.GeneRule == GeneRule.SeuratV3 ? GeneSelection.SeuratV3(cellsOfThem) : GeneSelection.PearsonResiduals(cellsOfThem);
        int[] best = GeneSelection.Top(scores, wanted);
        if (!ReferenceEquals(left, training.Table))
            left.Matrix.Dispose();
        return [.. best.Select(place => genes[place])];
    }

    private static string Words(SparseDataset training, int genes, CountsPlan plan, CellFilter? dropped)
    {
        string rule = plan.Genes is { } wanted && wanted == genes && genes < training.OutputSize ? (plan.GeneRule == GeneRule.SeuratV3 ? ", the most variable by seurat-v3" : ", the most variable by pearson") : "";
        string chosen = genes < training.OutputSize ? string.Create(CultureInfo.InvariantCulture, $"{genes} of {training.OutputSize} genes{rule}, chosen by the training cells") : "";
        return $"counts as they are{(chosen.Length > 0 ? $", {chosen}" : "")}{(dropped is { Dropped: > 0 } ? $", {dropped}" : "")}";
    }
}
