using Uncollapse.Data.Npy;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Preparation;

public sealed class ConditionTests
{
    private static readonly DataPlan Shapes = new() { Source = "synthetic:shapes?examples=300&size=8", Binarise = Binarisation.Dynamic };

    [Fact]
    public void A_class_stands_behind_the_example_as_one_hot_and_the_example_stays_what_it_was()
    {
        using var told = PreparedData.Open(Shapes with { Condition = ["shape"] }, new Rng(5));
        using var plain = PreparedData.Open(Shapes, new Rng(5));
        Assert.Equal((64, 3, 67), (told.Train.OutputSize, told.Train.ConditionCount, told.Train.RowSize));
        Assert.Equal(["square", "ellipse", "heart"], told.Train.Conditions!.Parts[0].Values);
        Assert.Equal((0, 64), (plain.Train.ConditionCount, plain.Train.RowSize));
        int[] indices = [7, 3, 200, 11];
        foreach ((DataView with, DataView without) in new[] { (told.Train, plain.Train), (told.Test, plain.Test) })
        {
            int[] some = [.. indices.Where(i => i < with.Count)];
            float[] rows = new float[some.Length * 67], examples = new float[some.Length * 64];
            with.Read(some, new Rng(9), rows);
            without.Read(some, new Rng(9), examples);
            for (int i = 0; i < some.Length; i++)
            {
                Assert.Equal(examples.AsSpan(i * 64, 64).ToArray(), rows.AsSpan(i * 67, 64).ToArray());
                float[] expected = new float[3];
                expected[(int)with.Labels[0].Values[some[i]]] = 1;
                Assert.Equal(expected, rows.AsSpan((i * 67) + 64, 3).ToArray());
            }

            Assert.Equal(without.Statistics().Mean, with.Statistics().Mean);
        }

        Assert.EndsWith("; told shape, one of 3", told.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("told", plain.Describe(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => told.Train.Read([0, 1], new Rng(9), new float[2 * 64]));
    }

    [Fact]
    public void Ranges_and_batches_are_rows_too()
    {
        using var told = PreparedData.Open(Shapes with { Condition = ["shape"], Binarise = Binarisation.None }, new Rng(5));
        float[] range = new float[told.Train.Count * 67], one = new float[67], batch = new float[32 * 67];
        told.Train.ReadRange(0, told.Train.Count, default, range);
        for (int n = 0; n < told.Train.Count; n++)
        {
            told.Train.Read([n], default, one);
            Assert.Equal(one, range.AsSpan(n * 67, 67).ToArray());
        }

        var batcher = new Batcher(told.Train, 32, new Rng(2));
        batcher.Fill(0, 3, batch);
        Assert.Equal(range.AsSpan(batcher.Indices[5] * 67, 67).ToArray(), batch.AsSpan(5 * 67, 67).ToArray());
    }

    [Fact]
    public void A_number_is_standardised_by_the_training_split()
    {
        using var told = PreparedData.Open(Shapes with { Condition = ["rotation"] }, new Rng(5));
        Condition condition = told.Train.Conditions!.Parts[0];
        Assert.True(condition.IsNumber);
        Assert.Equal(1, condition.Size);
        float[] rows = new float[told.Train.Count * 65];
        told.Train.ReadRange(0, told.Train.Count, default, rows);
        double[] values = [.. Enumerable.Range(0, told.Train.Count).Select(n => (double)rows[(n * 65) + 64])];
        Assert.Equal(0, values.Average(), 1e-6);
        Assert.Equal(1, values.Average(value => value * value), 1e-5);
        Assert.Equal((told.Test.Labels[2].Values[3] - condition.Mean) / condition.Deviation, Last(told.Test, 3), 1e-5);
        Assert.True(condition.TryParse("3.5", out float code));
        Assert.Equal((3.5 - condition.Mean) / condition.Deviation, code, 1e-6);
        Assert.False(condition.TryParse("north", out _));
    }

    [Fact]
    public void Few_different_numbers_are_a_choice_and_values_are_matched_by_name_across_files()
    {
        string folder = TestFiles.TemporaryFolder();
        string train = Write(folder, "train.npz", [0.5f, 1.5f, 0.5f, 2.5f, 1.5f, 0.5f, 1.5f, 2.5f, 0.5f, 1.5f]);
        using var data = PreparedData.Open(new DataPlan { Source = train, Condition = ["labels"] }, new Rng(1));
        Assert.Equal(["0.5", "1.5", "2.5"], data.Train.Conditions!.Parts[0].Values);
        // 2.5 alone is class 0 of its own file, and the third of the run's.
        using SourceData other = DataSource.Open(Write(folder, "other.npz", [2.5f, 2.5f]));
        float[] row = new float[5];
        data.Test.Over("all", other.Train).Read([1], default, row);
        Assert.Equal([0, 0, 1], row[2..]);
        using SourceData unknown = DataSource.Open(Write(folder, "unknown.npz", [0.5f, 7]));
        var error = Assert.Throws<DataFormatException>(() => data.Test.Over("all", unknown.Train));
        Assert.Contains("'7'", error.Message, StringComparison.Ordinal);
        Assert.Contains("example 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_array_gives_every_example_its_own_row_standardised_by_the_training_split()
    {
        string folder = TestFiles.TemporaryFolder(), side = Path.Combine(folder, "side.npy");
        // Row n of the array: n, n squared, and a column that never varies.
        NpyWriter.Write(side, NpyArray.From([.. Enumerable.Range(0, 300).SelectMany(n => new[] { n, (float)n * n, 7 })], 300, 3));
        using var told = PreparedData.Open(Shapes with { Condition = [side, "shape"] }, new Rng(5));
        Condition array = told.Train.Conditions!.Parts[0];
        Assert.Equal((true, false, 3, 300, 6), (array.IsArray, array.IsNumber, array.Size, array.Rows, told.Train.ConditionCount));
        double[] places = [.. Enumerable.Range(0, told.Train.Count).Select(n => (double)told.Train.Data.SourceIndex(n))];
        double mean = places.Average(), deviation = Math.Sqrt(places.Average(place => (place - mean) * (place - mean)));
        foreach (DataView view in new[] { told.Train, told.Validation, told.Test })
        {
            float[] row = new float[view.RowSize];
            for (int n = 0; n < view.Count; n += 7)
            {
                view.Read([n], default, row);
                Assert.Equal((view.Data.SourceIndex(n) - mean) / deviation, row[64], 1e-5);
                Assert.Equal(0, row[66]);
                Assert.Equal(1, row[67..].Sum());
            }
        }

        Assert.True(array.TryParse("299", out float last));
        Assert.Equal(299, last);
        Assert.False(array.TryParse("300", out _));
        Assert.False(array.TryParse("-1", out _));
        using SourceData other = DataSource.Open("synthetic:shapes?examples=20&size=8&seed=3");
        // Another source has no rows in the array.
        Assert.Contains("another source", Assert.Throws<DataFormatException>(() => told.Test.Over("all", other.Train)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_array_covers_the_splits_that_the_source_publishes()
    {
        string folder = TestFiles.TemporaryFolder(), data = Path.Combine(folder, "data.npz"), side = Path.Combine(folder, "side.csv");
        using (var file = new NpzWriter(data))
        {
            file.Add("x_train", [.. Enumerable.Range(0, 40).Select(n => (float)n)], 20, 2);
            file.Add("x_test", [.. Enumerable.Range(0, 10).Select(n => (float)n)], 5, 2);
            file.Commit();
        }

        File.WriteAllLines(side, Enumerable.Range(0, 25).Select(n => FormattableString.Invariant($"{n},{-n}")));
        using var told = PreparedData.Open(new DataPlan { Source = data, Condition = [side], Scale = Scaling.None }, new Rng(1));
        float step = Last(told.Test, 0) - Last(told.Test, 1);
        Assert.Equal(step, Last(told.Test, 3) - Last(told.Test, 4), 1e-5);
        // The first test row stands behind the last training row.
        int first = Enumerable.Range(0, told.Train.Count).First(n => told.Train.Data.SourceIndex(n) == 2);
        Assert.Equal(18 * step, Last(told.Train, first) - Last(told.Test, 0), 1e-4);
    }

    [Fact]
    public void A_second_array_of_other_rows_or_of_one_value_is_refused()
    {
        string folder = TestFiles.TemporaryFolder(), side = Path.Combine(folder, "side.npy");
        NpyWriter.Write(side, NpyArray.From(new float[299], 299, 1));
        var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(Shapes with { Condition = [side] }, new Rng(1)));
        Assert.Contains("300 rows", error.Expected, StringComparison.Ordinal);
        Assert.Equal("299", error.Found);
        File.Delete(side);
        NpyWriter.Write(side, NpyArray.From(new float[300], 300, 1));
        error = Assert.Throws<DataFormatException>(() => PreparedData.Open(Shapes with { Condition = [side] }, new Rng(1)));
        Assert.Contains("vary", error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour", "shape, scale, rotation, x, y")]
    [InlineData("Shape", "shape, scale, rotation, x, y")]
    public void A_column_that_is_not_there_is_refused_with_those_that_are(string column, string there)
    {
        var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(Shapes with { Condition = [column] }, new Rng(1)));
        Assert.Contains(there, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_that_never_varies_is_refused()
    {
        string file = Write(TestFiles.TemporaryFolder(), "same.npz", new float[20]);
        var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(new DataPlan { Source = file, Condition = ["labels"] }, new Rng(1)));
        Assert.Contains("2 to 1024", error.Expected, StringComparison.Ordinal);
    }

    private static float Last(DataView view, int index)
    {
        float[] row = new float[view.RowSize];
        view.Read([index], default, row);
        return row[^1];
    }

    private static string Write(string folder, string name, float[] labels)
    {
        string path = Path.Combine(folder, name);
        using var file = new NpzWriter(path);
        file.Add("x", new float[labels.Length * 2], labels.Length, 2);
        file.Add("labels", labels, labels.Length);
        file.Commit();
        return path;
    }
}
