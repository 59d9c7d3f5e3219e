using System.Text.Json.Nodes;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Preparation;

public sealed class CountPreparationTests
{
    private const string Pbmc = "pbmc3k/derived_pbmc3k.h5ad";

    [SharedDataTheory(Pbmc)]
    [InlineData("seurat-v3")]
    [InlineData("pearson")]
    public void Variable_genes_are_those_of_an_independent_computation(string rule)
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(TestFiles.Golden("genes.json")))![rule]!;
        using SourceData source = DataSource.Open(SharedData.Path(Pbmc));
        var cells = (SparseDataset)source.Train;
        double[] scores = rule == "pearson" ? GeneSelection.PearsonResiduals(cells) : GeneSelection.SeuratV3(cells);
        int[] best = GeneSelection.Top(scores, 2000);
        Assert.Equal(expected["top2000"]!.AsArray().Select(gene => (int)gene!), best);
        double[] sampled = [.. expected["every_97th"]!.AsArray().Select(score => (double)score!)];
        for (int i = 0; i < sampled.Length; i++)
            Assert.Equal(sampled[i], scores[i * 97], 1e-7 * Math.Max(1, sampled[i]));
    }

    [SharedDataFact(Pbmc)]
    public void Genes_are_chosen_by_the_training_cells_alone_and_are_the_same_in_all_splits()
    {
        var plan = new DataPlan { Source = SharedData.Path(Pbmc), Counts = new CountsPlan { Genes = 500, MinCells = 10, MinGenes = 500, MaxMitochondrial = 0.05 } };
        using var data = PreparedData.Open(plan, new Rng(4));
        using SourceData whole = DataSource.Open(plan.Source);
        var all = (SparseDataset)whole.Train;
        var train = (SparseDataset)data.Train.Data;
        Assert.Equal((500, 500, 500), (data.Train.OutputSize, data.Validation.OutputSize, data.Test.OutputSize));
        Assert.Equal(train.ColumnNames, ((SparseDataset)data.Test.Data).ColumnNames);
        // The same by hand, from the training cells of the whole matrix.
        int[] cells = [.. Enumerable.Range(0, train.Count).Select(train.SourceIndex)];
        var mine = (SparseDataset)all.Subset("mine", cells);
        int[] having = GeneSelection.CellsOf(mine);
        int[] left = [.. Enumerable.Range(0, all.OutputSize).Where(gene => having[gene] >= 10)];
        double[] scores = GeneSelection.SeuratV3(mine.With(mine.Table.Select(left, "", StorageLimits.Default)));
        Assert.Equal(GeneSelection.Top(scores, 500).Select(place => all.ColumnNames![left[place]]), train.ColumnNames);
        Assert.Equal(all.RowName(cells[7]), train.RowName(7));
        // Cells: each by itself, and the filters' own words.
        foreach (DataView split in new[] { data.Train, data.Validation, data.Test })
        {
            for (int i = 0; i < split.Count; i++)
                Assert.True(all.NonZeros(split.Data.SourceIndex(i)) >= 500);
        }
        Assert.Matches("500 of 13714 genes, the most variable by seurat-v3, chosen by the training cells, [0-9]+ of 2700 cells left out", data.Describe());
        Assert.Equal(Enumerable.Range(0, all.Count).Count(i => all.NonZeros(i) < 500), CellFilter.Of(all, plan.Counts!).FewGenes);
        Assert.Equal(plan.Counts, data.Plan.Counts);
    }

    [Fact]
    public void Statistics_of_entries_are_those_of_dense_rows()
    {
        using var data = PreparedData.Open(new DataPlan { Source = TestFiles.Golden("counts/csc.h5ad") }, new Rng(2));
        var sums = new StatisticsAccumulator(data.Train.OutputSize);
        float[] row = new float[data.Train.OutputSize];
        for (int i = 0; i < data.Train.Count; i++)
        {
            data.Train.ReadRange(i, 1, default, row);
            sums.Add(row);
        }
        OutputStatistics dense = sums.Finish(), sparse = data.Train.Statistics();
        Assert.Equal(dense.Mean, sparse.Mean, (a, b) => Math.Abs(a - b) <= 1e-12 * Math.Abs(a));
        Assert.Equal(dense.Variance, sparse.Variance, (a, b) => Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a)));
        Assert.Equal(dense.Minimum, sparse.Minimum);
        Assert.Equal(dense.Maximum, sparse.Maximum);
        Assert.Equal(dense.ZeroShare, sparse.ZeroShare, 1e-12);
    }

    [Fact]
    public void Several_columns_are_told_one_behind_the_other()
    {
        using var data = PreparedData.Open(new DataPlan { Source = TestFiles.Golden("counts/csc.h5ad"), Condition = ["sample", "kind", "score"] }, new Rng(2));
        ConditionSet told = data.Train.Conditions!;
        Assert.Equal((3, 2 + 3 + Math.Max(1, told.Parts[2].Size), 9), (told.Parts.Count, data.Train.ConditionCount, data.Train.OutputSize));
        float[] rows = new float[data.Train.Count * data.Train.RowSize];
        data.Train.ReadRange(0, data.Train.Count, default, rows);
        var labels = data.Train.Labels.ToDictionary(column => column.Name);
        for (int i = 0; i < data.Train.Count; i++)
        {
            Span<float> row = rows.AsSpan((i * data.Train.RowSize) + 9, data.Train.ConditionCount);
            Assert.Equal((1, 1), (row[(int)labels["sample"].Values[i]], row[2 + (int)labels["kind"].Values[i]]));
            Assert.Equal(2, row[..5].ToArray().Sum());
        }
    }

    [Fact]
    public void Other_counts_are_of_the_models_genes_found_by_name()
    {
        string source = TestFiles.Golden("counts/csc.h5ad");
        using var data = PreparedData.Open(new DataPlan { Source = source, Counts = new CountsPlan { Genes = 4 } }, new Rng(2));
        using SourceData other = DataSource.Open(TestFiles.Golden("counts/cells.loom"));
        DataView view = data.Train.Over("other", other.Train);
        Assert.Equal((12, 4), (view.Count, view.OutputSize));
        var chosen = (SparseDataset)data.Train.Data;
        float[] own = new float[4], theirs = new float[4];
        for (int i = 0; i < chosen.Count; i++)
        {
            data.Train.ReadRange(i, 1, default, own);
            view.ReadRange(chosen.SourceIndex(i), 1, default, theirs);
            Assert.Equal(own, theirs);
        }
    }

    [SharedDataTheory("pbmc68k-reduced")]
    [InlineData("10x_pbmc68k_reduced.h5ad")]
    [InlineData("10x_pbmc68k_reduced_legacy.h5ad")]
    [InlineData("10x_pbmc68k_reduced_2018.h5ad")]
    public void What_is_no_count_is_refused_for_a_count_likelihood_with_what_was_seen_and_read_as_numbers(string file)
    {
        var plan = new DataPlan { Source = SharedData.Path($"pbmc68k-reduced/{file}"), Scale = Scaling.Standardise };
        using var data = PreparedData.Open(plan, new Rng(1));
        Assert.Equal(ValueKind.Real, data.Train.Data.Kind);
        var error = Assert.Throws<DataFormatException>(() => data.RequireCounts("negative-binomial"));
        Assert.Matches(@"expected counts \(whole numbers from 0\) for the likelihood negative-binomial, found X holds fractions from -[0-9.]+ to [0-9.]+ \(centred or scaled\?\); raw/X holds fractions from 0 to [0-9.]+ \(log-normalised\?\)", error.Message);
        double[] variance = data.Train.Statistics().Variance;
        Assert.All(variance, v => Assert.True(Math.Abs(v - 1) < 1e-3 || v == 0));
        var genes = Assert.Throws<DataFormatException>(() => PreparedData.Open(plan with { Counts = new CountsPlan { Genes = 100 } }, new Rng(1)));
        Assert.Matches("expected counts of cells, found X holds fractions.*--likelihood gaussian", genes.Message);
        using var raw = PreparedData.Open(new DataPlan { Source = plan.Source, Counts = new CountsPlan { Layer = "raw" } }, new Rng(1));
        Assert.Equal("raw/X", ((SparseDataset)raw.Train.Data).Look.Name);
    }

    [Fact]
    public void Counts_elsewhere_in_the_file_are_named()
    {
        using var data = PreparedData.Open(new DataPlan { Source = TestFiles.Golden("counts/normalised.h5ad"), Counts = new CountsPlan { Layer = "X" } }, new Rng(1));
        var error = Assert.Throws<DataFormatException>(() => data.RequireCounts("poisson"));
        Assert.EndsWith("Use data.counts.layer: layers/raw_counts", error.Message, StringComparison.Ordinal);
        using var counts = PreparedData.Open(new DataPlan { Source = TestFiles.Golden("counts/normalised.h5ad") }, new Rng(1));
        counts.RequireCounts("poisson");
        foreach (DataPlan wrong in new[] { new DataPlan { Binarise = Binarisation.Threshold }, new DataPlan { Scale = Scaling.Unit }, new DataPlan { Counts = new CountsPlan { MinGenes = 100 } }, new DataPlan { Counts = new CountsPlan { MinCells = 100 } } })
            Assert.Throws<DataFormatException>(() => PreparedData.Open(wrong with { Source = TestFiles.Golden("counts/csc.h5ad") }, new Rng(1)));
    }

    [Fact]
    public void Loess_of_a_quadratic_is_the_quadratic_and_of_few_places_a_lower_one()
    {
        double[] x = [.. Enumerable.Range(0, 50).Select(i => Math.Sin(i * 1.7) * 3)];
        double[] y = [.. x.Select(v => 2 - v + (0.5 * v * v))];
        double[] fitted = LocalRegression.Quadratic(x, y, 0.4);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(y[i], fitted[i], 1e-10);
        Assert.All(LocalRegression.Quadratic([1, 1, 1, 1], [1, 2, 3, 6], 0.5), value => Assert.Equal(3, value, 1e-12));
        Assert.All(LocalRegression.Quadratic([0, 0, 1, 1], [1, 3, 4, 4], 0.5), value => Assert.True(double.IsFinite(value)));
    }
}
