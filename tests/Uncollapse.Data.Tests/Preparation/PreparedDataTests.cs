using Uncollapse.Data.Datasets;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Tests.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Preparation;

public sealed class PreparedDataTests
{
    private static readonly DataPlan Shapes = new() { Source = "synthetic:shapes?examples=200&size=16" };

    [Fact]
    public void SharesAreDisjointCompleteAndRepeatable()
    {
        using var data = PreparedData.Open(Shapes with { Validation = 0.2, Test = 0.15 }, new Rng(5));
        using var again = PreparedData.Open(Shapes with { Validation = 0.2, Test = 0.15 }, new Rng(5));
        using var other = PreparedData.Open(Shapes with { Validation = 0.2, Test = 0.15 }, new Rng(6));
        Assert.Equal((130, 40, 30), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(Enumerable.Range(0, 200), Sources(data.Train).Concat(Sources(data.Validation)).Concat(Sources(data.Test)).Order());
        Assert.Equal(Sources(data.Validation), Sources(again.Validation));
        Assert.NotEqual(Sources(data.Validation), Sources(other.Validation));
        Assert.Equal(130, data.Train.Labels[0].Count);
        Assert.Equal(data.Source.Train.Labels[3].Values[data.Train.Data.SourceIndex(7)], data.Train.Labels[3].Values[7]);
    }

    [Fact]
    public void ATenthIsHeldOutWhereNobodySays()
    {
        using var data = PreparedData.Open(Shapes, new Rng(5));
        Assert.Equal((160, 20, 20), (data.Train.Count, data.Validation.Count, data.Test.Count));
    }

    [Fact]
    public void TrainingMayTakeFewerExamplesAndHeldOutStaysTheSame()
    {
        using var all = PreparedData.Open(Shapes, new Rng(5));
        using var few = PreparedData.Open(Shapes with { Examples = 12 }, new Rng(5));
        Assert.Equal(12, few.Train.Count);
        Assert.Equal(Sources(all.Test), Sources(few.Test));
        Assert.Subset(Sources(all.Train).ToHashSet(), Sources(few.Train).ToHashSet());
    }

    [Theory]
    [InlineData(0.5, 0.5, null, "leave none")]
    [InlineData(0.6, 0.7, null, "leave none")]
    [InlineData(0.0, 0.1, null, "validation share of 0")]
    [InlineData(0.1, 1.0, null, "test share of 1")]
    [InlineData(0.1, -0.1, null, "test share of -0.1")]
    [InlineData(double.NaN, 0.1, null, "share of NaN")]
    [InlineData(0.1, 0.1, 161, "161 training examples asked for, 160 there")]
    public void ImpossibleSplitsAreRefused(double validation, double test, int? examples, string found)
    {
        var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(Shapes with { Validation = validation, Test = test, Examples = examples }, new Rng(5)));
        Assert.Contains(found, error.Found);
        Assert.Equal("splits", error.Location);
        Assert.Contains("200 examples", error.Expected);
    }

    [Fact]
    public void TooFewExamplesForThreeSplitsAreRefused()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "two.npy");
        NpyWriter.Write(path, NpyArray.From(new float[6], 2, 3));
        Assert.Contains("leave none", Assert.Throws<DataFormatException>(() => PreparedData.Open(new DataPlan { Source = path }, new Rng(1))).Message);
    }

    [Theory]
    [InlineData(Scaling.Auto, "x / 255")]
    [InlineData(Scaling.Unit, "x / 255")]
    [InlineData(Scaling.None, "unscaled")]
    public void BytesAreDividedBy255Exactly(Scaling scale, string words)
    {
        using var data = PreparedData.Open(Shapes with { Scale = scale }, new Rng(1));
        Assert.Equal(words, data.Train.Transform.Scaling);
        float[] raw = GoldenSourceTests.ReadAll(data.Train.Data);
        float[] seen = ReadAll(data.Train, default);
        Assert.Equal(raw.Select(v => scale == Scaling.None ? v : v / 255), seen);
    }

    [Fact]
    public void RealsAreScaledByTheTrainingSplitAlone()
    {
        var plan = new DataPlan { Source = "synthetic:gaussian?eigenvalues=9,1,0&examples=500", Scale = Scaling.Standardise };
        using (var data = PreparedData.Open(plan, new Rng(1)))
        {
            OutputStatistics statistics = data.Train.Statistics();
            Assert.All(statistics.Mean, mean => Assert.Equal(0, mean, 5));
            Assert.All(statistics.Variance, variance => Assert.Equal(1, variance, 4));
            Assert.NotEqual(0, Math.Round(data.Test.Statistics().Mean[0], 6));
            float[] seen = ReadAll(data.Train, default);
            data.Train.Transform.Invert(seen, 3);
            float[] raw = GoldenSourceTests.ReadAll(data.Train.Data);
            for (int i = 0; i < raw.Length; i++)
                Assert.Equal(raw[i], seen[i], 4);
        }
        using var unit = PreparedData.Open(plan with { Scale = Scaling.Unit }, new Rng(1));
        Assert.Equal(0, unit.Train.Statistics().OverallMinimum, 6);
        Assert.Equal(1, unit.Train.Statistics().OverallMaximum, 6);
        using var automatic = PreparedData.Open(plan with { Scale = Scaling.Auto }, new Rng(1));
        Assert.Equal(GoldenSourceTests.ReadAll(automatic.Train.Data), ReadAll(automatic.Train, default));
    }

    [Fact]
    public void AConstantOutputIsOnlyCentred()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "c.csv");
        File.WriteAllText(path, "5,1\n5,2\n5,3\n5,4\n");
        using var data = PreparedData.Open(new DataPlan { Source = path, Scale = Scaling.Standardise }, new Rng(1));
        Assert.Equal(0, ReadAll(data.Train, default)[0]);
        Assert.Equal(1, data.Train.Transform.Divisor[0]);
    }

    [Fact]
    public void BytesOfZeroAndOneAreBinaryAlready()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "b.npy");
        NpyWriter.Write(path, NpyArray.From([0, 1, 1, 0, 1, 0, 0, 0, 1, 1], 5, 2));
        NpyWriter.Write(path, NpyArray.From((ReadOnlySpan<byte>)[0, 1, 1, 0, 1, 0, 0, 0, 1, 1], 5, 2));
        using var data = PreparedData.Open(new DataPlan { Source = path }, new Rng(1));
        Assert.Equal(ValueKind.Byte, data.Source.Train.Kind);
        Assert.Equal(1, data.Train.Statistics().OverallMaximum);
    }

    [Theory]
    [InlineData(Binarisation.Threshold)]
    [InlineData(Binarisation.Static)]
    [InlineData(Binarisation.Dynamic)]
    public void ValuesOutsideTheUnitIntervalAreNotBinarised(Binarisation binarise)
    {
        var plan = new DataPlan { Source = "synthetic:gaussian?examples=50", Binarise = binarise };
        var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(plan, new Rng(1)));
        Assert.Contains("values in [0, 1]", error.Expected);
        Assert.Contains("scale: unit", error.Hint);
        // Every example holds the range's ends, so that every split has the training split's range; 2.7 - 0.1 is no float.
        string path = Path.Combine(TestFiles.TemporaryFolder(), "range.npy");
        NpyWriter.Write(path, NpyArray.From([.. Enumerable.Range(0, 150).Select(i => (i % 3) switch { 0 => 0.1f, 1 => 2.7f, _ => 1 + (i / 150f) })], 50, 3));
        using var scaled = PreparedData.Open(plan with { Source = path, Scale = Scaling.Unit }, new Rng(1));
        Assert.All(ReadAll(scaled.Train, new Rng(2)), value => Assert.True(value is 0 or 1));
    }

    [Theory]
    [InlineData("validation", Binarisation.Threshold)]
    [InlineData("validation", Binarisation.Dynamic)]
    [InlineData("test", Binarisation.Threshold)]
    [InlineData("test", Binarisation.Static)]
    public void HeldOutValuesOutsideTheUnitIntervalAreNotBinarisedEither(string split, Binarisation binarise)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "held.npy");
        float[] values = [.. Enumerable.Range(0, 100).Select(i => (i % 7) / 6f)];
        NpyWriter.Write(path, NpyArray.From(values, 50, 2));
        var plan = new DataPlan { Source = path, Binarise = binarise };
        using (var data = PreparedData.Open(plan, new Rng(1))) values[2 * Sources(split == "test" ? data.Test : data.Validation)[0]] = 50;
        NpyWriter.Write(path, NpyArray.From(values, 50, 2));
        var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(plan, new Rng(1)));
        Assert.Equal($"{split} split", error.Location);
        Assert.Contains("to 50", error.Found);
    }

    [Theory]
    [InlineData(Binarisation.None)]
    [InlineData(Binarisation.Dynamic)]
    public void HeldOutStragglersAreClippedByScaleUnitAndSaid(Binarisation binarise)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "held.npy");
        float[] values = [.. Enumerable.Range(0, 500 * 4).Select(i => -1 + (0.4f * (i % 11)))];
        NpyWriter.Write(path, NpyArray.From(values, 500, 4));
        var plan = new DataPlan { Source = path, Scale = Scaling.Unit, Binarise = binarise };
        int[] test;
        using (var data = PreparedData.Open(plan, new Rng(1)))
        {
            Assert.Empty(data.Warnings);
            test = Sources(data.Test);
        }

        // Of 50 x 4 values 2 may be beyond: from -1 to 3 are 0 to 1, so that 3.5 comes to 1.125.
        for (int beyond = 1; beyond <= 3; beyond++)
        {
            values[4 * test[beyond]] = 3.5f;
            NpyWriter.Write(path, NpyArray.From(values, 500, 4));
            if (beyond <= 2)
            {
                using var clipped = PreparedData.Open(plan, new Rng(1));
                Assert.Equal($"{beyond} of 200 values of the test split lie beyond the training split's range, which scale: unit brings to [0, 1] (the split's own comes to [0, 1.125]): they were set to its ends", Assert.Single(clipped.Warnings));
                Assert.Equal(1, ReadAll(clipped.Test, default)[4 * beyond]);
                Assert.Equal(1, clipped.Test.Statistics().OverallMaximum);
                Assert.DoesNotContain("clipped", clipped.Train.Transform.Scaling);
            }
            else if (binarise == Binarisation.None)
            {
                using var left = PreparedData.Open(plan, new Rng(1));
                Assert.Equal((0, 1.125), (left.Warnings.Count, left.Test.Statistics().OverallMaximum));
            }
            else
            {
                var error = Assert.Throws<DataFormatException>(() => PreparedData.Open(plan, new Rng(1)));
                Assert.Contains("too many to clip", error.Hint);
                Assert.Equal("test split", error.Location);
            }
        }
    }

    [Fact]
    public void TheThresholdIsAboveOneHalf()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "t.npy");
        float[] values = [.. Enumerable.Range(0, 4 * 37).Select(i => (i % 5) / 4f)];
        NpyWriter.Write(path, NpyArray.From(values, 4, 37));
        using var data = PreparedData.Open(new DataPlan { Source = path, Binarise = Binarisation.Threshold }, new Rng(1));
        Assert.Equal(GoldenSourceTests.ReadAll(data.Train.Data).Select(v => v > 0.5f ? 1f : 0), ReadAll(data.Train, default));
    }

    [Fact]
    public void StaticBinarisationBelongsToTheExampleNotToItsBatch()
    {
        DataPlan plan = Shapes with { Binarise = Binarisation.Static };
        using var data = PreparedData.Open(plan, new Rng(5));
        using var other = PreparedData.Open(plan with { Validation = 0.4 }, new Rng(5));
        using var otherSeed = PreparedData.Open(plan, new Rng(6));
        float[] all = ReadAll(data.Train, new Rng(1));
        Assert.Equal(all, ReadAll(data.Train, new Rng(2)));
        float[] three = new float[3 * 256];
        data.Train.Read([9, 4, 150], default, three);
        Assert.Equal(all.AsSpan(4 * 256, 256).ToArray(), three[256..512]);
        // An example keeps its draw in whatever split it falls.
        int source = data.Train.Data.SourceIndex(4);
        DataView home = Sources(other.Train).Contains(source) ? other.Train : Sources(other.Validation).Contains(source) ? other.Validation : other.Test;
        float[] one = new float[256];
        home.Read([Array.IndexOf(Sources(home), source)], default, one);
        Assert.Equal(three[256..512], one);
        Assert.NotEqual(all, ReadAll(otherSeed.Train, default));
    }

    [Fact]
    public void DynamicBinarisationDrawsAnewWithTheRightProbabilities()
    {
        using var data = PreparedData.Open(Shapes with { Binarise = Binarisation.Dynamic }, new Rng(5));
        float[] first = ReadAll(data.Train, new Rng(1));
        Assert.Equal(first, ReadAll(data.Train, new Rng(1)));
        Assert.NotEqual(first, ReadAll(data.Train, new Rng(2)));
        Assert.Equal(ReadAll(data.Test, new Rng(1)), ReadAll(data.Test, new Rng(2)));
        const int draws = 400;
        double[] sum = new double[16 * 16];
        float[] row = new float[256];
        for (ulong i = 0; i < draws; i++)
        {
            data.Train.Read([3], new Rng(i), row);
            for (int j = 0; j < row.Length; j++)
                sum[j] += row[j];
        }
        float[] probability = new float[256];
        data.Train.Data.ReadRows([3], probability);
        for (int j = 0; j < row.Length; j++)
        {
            // Five standard errors of a mean of 400 draws: 256 pixels, so one false alarm in 7000 seeds; this seed is fixed.
            double p = probability[j] / 255.0;
            Assert.InRange((sum[j] / draws) - p, -5 * Math.Sqrt(p * (1 - p) / draws), 5 * Math.Sqrt(p * (1 - p) / draws));
        }
    }

    [Fact]
    public void StatisticsEqualTheDefinitionInDoublePrecision()
    {
        using var data = PreparedData.Open(Shapes, new Rng(5));
        float[] values = ReadAll(data.Train, default);
        OutputStatistics statistics = data.Train.Statistics();
        int n = data.Train.Count;
        Assert.Equal(n, statistics.Count);
        for (int j = 0; j < 256; j++)
        {
            double[] column = [.. Enumerable.Range(0, n).Select(i => (double)values[(i * 256) + j])];
            double mean = column.Average();
            Assert.Equal(mean, statistics.Mean[j], 12);
            Assert.Equal(column.Sum(v => (v - mean) * (v - mean)) / n, statistics.Variance[j], 12);
            Assert.Equal(column.Min(), statistics.Minimum[j]);
            Assert.Equal(column.Max(), statistics.Maximum[j]);
        }
        Assert.Equal(values.Count(v => v == 0) / (double)values.Length, statistics.ZeroShare, 12);
        using var dynamic = PreparedData.Open(Shapes with { Binarise = Binarisation.Dynamic }, new Rng(5));
        OutputStatistics drawn = dynamic.Train.Statistics();
        Assert.Equal(statistics.Mean, drawn.Mean);
        Assert.Equal(statistics.Mean.Select(p => p * (1 - p)), drawn.Variance);
    }

    [Fact]
    public void ALargeMeanCostsTheVarianceNoDigits()
    {
        var sums = new StatisticsAccumulator(17);
        float[] row = new float[17];
        for (int i = 0; i < 1000; i++)
        {
            row.AsSpan().Fill(1_000_000 + (i % 2));
            sums.Add(row);
        }
        Assert.All(sums.Finish().Variance, variance => Assert.Equal(0.25, variance, 12));
    }

    [Fact]
    public void TheDescriptionNamesOriginCountsAndPreparation()
    {
        using var data = PreparedData.Open(Shapes with { Binarise = Binarisation.Dynamic }, new Rng(5));
        Assert.Equal("synthetic:shapes?examples=200&size=16 (drawn); seed 0; 160 train, 20 validation, 20 test; x / 255, binarise dynamic", data.Describe());
    }

    internal static float[] ReadAll(DataView view, Rng rng)
    {
        float[] rows = new float[view.Count * view.OutputSize];
        view.ReadRange(0, view.Count, rng, rows);
        return rows;
    }

    private static int[] Sources(DataView view) => [.. Enumerable.Range(0, view.Count).Select(view.Data.SourceIndex)];
}
