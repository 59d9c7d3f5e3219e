using Uncollapse.Data.Builtin;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Summaries;
using Uncollapse.Data.Synthetic;
using Uncollapse.Data.Tests.Sources;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Tests.Synthetic;

public sealed class SyntheticTests
{
    [Fact]
    public void ShapesAreWhereTheirFactorsSayAndOfTheAreaOfTheirFormula()
    {
        using SourceData data = DataSource.Open("synthetic:shapes?examples=300&size=32&seed=4");
        Assert.Equal(SyntheticShapes.Factors, data.Train.Labels.Select(l => l.Name));
        Assert.Equal(new ExampleShape(32, 32, 1), data.Train.Shape);
        float[] rows = GoldenSourceTests.ReadAll(data.Train);
        float[] Factor(int index) => data.Train.Labels[index].Values.ToArray();
        (float[] shape, float[] scale, float[] rotation, float[] x, float[] y) = (Factor(0), Factor(1), Factor(2), Factor(3), Factor(4));
        for (int n = 0; n < 300; n++)
        {
            double mass = 0, mx = 0, my = 0;
            for (int i = 0; i < 1024; i++)
            {
                double v = rows[(n * 1024) + i] / 255.0;
                mass += v;
                mx += v * ((i % 32) + 0.5);
                my += v * ((i / 32) + 0.5);
            }
            double radius = 8 * scale[n];
            // Square with diagonal 2 r: 2 r^2; ellipse with half-axes r and r/2: pi r^2 / 2; the heart's area by quadrature: 3.6616 / 1.43^2.
            double area = (shape[n] switch { 0 => 2, 1 => Math.PI / 2, _ => 3.6616 / (1.43 * 1.43) }) * radius * radius;
            Assert.InRange(mass / area, 0.97, 1.03);
            if (shape[n] < 2)
            {
                // Symmetric about their middle; sixteen points a pixel place an edge within an eighth.
                Assert.InRange((mx / mass) - (8 + (16 * x[n])), -0.1, 0.1);
                Assert.InRange((my / mass) - (8 + (16 * y[n])), -0.1, 0.1);
            }
            Assert.InRange(scale[n], 0.5, 1);
            Assert.InRange(rotation[n], 0, 2 * Math.PI);
        }
        Assert.All(Enumerable.Range(0, 3), c => Assert.InRange(shape.Count(s => s == c), 70, 130));
    }

    [Fact]
    public void FactorsThatDoNotVaryStandStillAndTheOthersAreAsIfAllDid()
    {
        using SourceData all = DataSource.Open("synthetic:shapes?examples=50&size=16");
        using SourceData moving = DataSource.Open("synthetic:shapes?examples=50&size=16&vary=x,shape");
        (float[] Still, int Column)[] fixedFactors = [([0.75f], 1), ([0f], 2), ([0.5f], 4)];
        foreach ((float[] still, int column) in fixedFactors) Assert.All(moving.Train.Labels[column].Values.ToArray(), value => Assert.Equal(still[0], value));
        Assert.Equal(all.Train.Labels[3].Values.ToArray(), moving.Train.Labels[3].Values.ToArray());
        Assert.Equal(all.Train.Labels[0].Values.ToArray(), moving.Train.Labels[0].Values.ToArray());
        using SourceData turning = DataSource.Open("synthetic:shapes?examples=50&size=16&vary=rotation");
        Assert.All(turning.Train.Labels[0].Values.ToArray(), value => Assert.Equal(2, value));
        Assert.Contains("vary", Assert.Throws<DataFormatException>(() => DataSource.Open("synthetic:shapes?vary=colour")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheEllipsesLongAxisTurnsWithTheRotation()
    {
        using SourceData data = DataSource.Open("synthetic:shapes?examples=200&size=32");
        float[] rows = GoldenSourceTests.ReadAll(data.Train);
        for (int n = 0; n < 200; n++)
        {
            if (data.Train.Labels[0].Values[n] != 1)
                continue;
            double mass = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
            for (int i = 0; i < 1024; i++)
            {
                double v = rows[(n * 1024) + i];
                mass += v;
                mx += v * (i % 32);
                my += v * (i / 32);
                xx += v * (i % 32) * (i % 32);
                yy += v * (i / 32) * (i / 32);
                xy += v * (i % 32) * (i / 32);
            }
            double angle = 0.5 * Math.Atan2(2 * ((xy / mass) - (mx * my / mass / mass)), (xx / mass) - (mx * mx / mass / mass) - ((yy / mass) - (my * my / mass / mass)));
            double difference = Math.IEEERemainder(angle - data.Train.Labels[2].Values[n], Math.PI);
            Assert.InRange(difference, -0.06, 0.06);
        }
    }

    [Fact]
    public void AnExampleDoesNotDependOnHowManyAreDrawnButOnTheSeed()
    {
        using SourceData few = DataSource.Open("synthetic:shapes?examples=5");
        using SourceData many = DataSource.Open("synthetic:shapes?examples=50");
        using SourceData other = DataSource.Open("synthetic:shapes?examples=5&seed=1");
        float[] rows = GoldenSourceTests.ReadAll(few.Train);
        Assert.Equal(rows, GoldenSourceTests.ReadAll(many.Train)[..rows.Length]);
        Assert.NotEqual(rows, GoldenSourceTests.ReadAll(other.Train));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AGaussiansCovarianceHasTheEigenvaluesOfItsPopulation(bool rotate)
    {
        using SourceData data = DataSource.Open($"synthetic:gaussian?eigenvalues=25,16,9,4,1&examples=40000&rotate={(rotate ? "true" : "false")}&seed=3");
        float[] rows = GoldenSourceTests.ReadAll(data.Train);
        double[,] covariance = new double[5, 5];
        for (int n = 0; n < 40_000; n++)
        {
            for (int k = 0; k < 25; k++)
                covariance[k / 5, k % 5] += rows[(n * 5) + (k / 5)] * (double)rows[(n * 5) + (k % 5)] / 40_000;
        }
        double[] expected = [25, 16, 9, 4, 1];
        double[] found = Eigenvalues((double[,])covariance.Clone());
        // A sample eigenvalue has the relative standard error sqrt(2 / N) = 0.7 %; four of them.
        for (int i = 0; i < 5; i++)
            Assert.InRange(found[i] / expected[i], 0.972, 1.028);
        if (!rotate)
            Assert.InRange(covariance[1, 1] / 16, 0.972, 1.028);
        else
            Assert.True(Math.Abs(covariance[0, 1]) > 1, "turned axes are correlated");
    }

    [Fact]
    public void DirectionsBeyondTheEigenvaluesHaveTheLastOne()
    {
        using SourceData data = DataSource.Open("synthetic:gaussian?eigenvalues=9,2&dimension=20&rotate=false&examples=20000");
        var statistics = OutputStatistics.Of(data.Train);
        Assert.Equal(20, data.Train.OutputSize);
        Assert.InRange(statistics.Variance[0], 8.6, 9.4);
        Assert.All(statistics.Variance[1..], v => Assert.InRange(v, 1.9, 2.1));
    }

    [Theory]
    [InlineData("synthetic:shapes?examples=two", "whole number")]
    [InlineData("synthetic:shapes?size=1000", "from 8 to 32")]
    [InlineData("synthetic:shapes?colour=red", "examples, size, seed")]
    [InlineData("synthetic:gaussian?eigenvalues=1,-1", "none negative")]
    [InlineData("synthetic:gaussian?eigenvalues=1,nan", "numbers separated by commas")]
    [InlineData("synthetic:gaussian?eigenvalues=3,2,1&dimension=2", "from 3 to")]
    [InlineData("synthetic:circles", "built-in name")]
    public void ImpossibleParametersAreRefused(string source, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => DataSource.Open(source)).Expected);

    [Fact]
    public void SummariesSayWhatTheValuesAreAndWhatSuitsThem()
    {
        using SourceData shapes = DataSource.Open("synthetic:shapes?examples=300");
        var summary = DatasetSummary.Of(shapes);
        Assert.Equal((300, null, ValueKind.Byte, false), (summary.Examples, summary.TestExamples, summary.Kind, summary.IsBinary));
        Assert.Equal((0.0, 255.0), (summary.Minimum, summary.Maximum));
        Assert.Equal((LikelihoodKind.Bernoulli, Binarisation.Dynamic), (summary.Suggestion.Likelihood, summary.Suggestion.Binarise));
        Assert.Equal(300, summary.Labels[0].ClassCounts!.Sum());
        Assert.True(summary.Labels[1].Minimum >= 0.5 && summary.Labels[1].Maximum <= 1);
        using SourceData gaussian = DataSource.Open("synthetic:gaussian?examples=300");
        Assert.Equal(LikelihoodKind.Gaussian, DatasetSummary.Of(gaussian).Suggestion.Likelihood);
        using SourceData binary = DataSource.Open(Expected.File("table_members.amat.gz"));
        var bits = DatasetSummary.Of(binary);
        Assert.True(bits.IsBinary);
        Assert.Equal((LikelihoodKind.Bernoulli, Binarisation.None), (bits.Suggestion.Likelihood, bits.Suggestion.Binarise));
        Assert.Equal(1, bits.ConstantOutputs);
    }

    [Fact]
    public void EveryDrawnEntryOfTheCatalogueOpens()
    {
        foreach (CatalogueEntry entry in DatasetCatalogue.All.Where(e => !e.IsDownloaded))
            DataSource.Open(entry.Name + "?examples=5").Dispose();
        Assert.Equal(RemoteDataset.All.Select(d => d.Name), DatasetCatalogue.All.Where(e => e.IsDownloaded).Select(e => e.Name));
    }

    /// <summary>Jacobi rotations, largest first.</summary>
    private static double[] Eigenvalues(double[,] a)
    {
        int n = a.GetLength(0);
        for (int sweep = 0; sweep < 50; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
                    (double s, double c) = Math.SinCos(angle);
                    for (int k = 0; k < n; k++)
                        (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
                    for (int k = 0; k < n; k++)
                        (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
                }
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => a[i, i]).OrderDescending()];
    }
}
