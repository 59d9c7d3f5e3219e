using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Sources;

/// <summary>Real files; the figures are those that their SOURCE.txt states.</summary>
public sealed class RealDataTests
{
    [SharedDataTheory("mnist", "fashion-mnist")]
    [InlineData("mnist", 33.3184, 33.7912)]
    [InlineData("fashion-mnist", 72.9404, 73.1466)]
    public void IdxFoldersHaveTheirPublishedMeansAndLabels(string folder, double trainMean, double testMean)
    {
        using SourceData data = DataSource.Open(SharedData.Path(folder));
        Assert.Equal(60_000, data.Train.Count);
        Assert.Equal(10_000, data.Test!.Count);
        Assert.Null(data.Validation);
        Assert.Equal(new ExampleShape(28, 28, 1), data.Train.Shape);
        Assert.Equal(ValueKind.Byte, data.Train.Kind);
        Assert.Equal(trainMean, Mean(data.Train), 4);
        Assert.Equal(testMean, Mean(data.Test), 4);
        LabelColumn labels = Assert.Single(data.Train.Labels);
        Assert.Equal(10, labels.Classes!.Count);
        if (folder == "fashion-mnist")
            Assert.All(Enumerable.Range(0, 10), c => Assert.Equal(6000, labels.Values.ToArray().Count(v => v == c)));
    }

    [SharedDataFact("binarized-mnist")]
    public void StaticBinarisationIsReadFromTextAndFromMatlabAlike()
    {
        using SourceData data = DataSource.Open(SharedData.Path("binarized-mnist"));
        Assert.Equal((50_000, 10_000, 10_000), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Equal(0.130562, Mean(data.Train), 6);
        Assert.Equal(0.131127, Mean(data.Validation), 6);
        Assert.Equal(0.132512, Mean(data.Test), 6);
        Assert.Equal("label", Assert.Single(data.Test.Labels).Name);
        Assert.Equal(new ExampleShape(28, 28, 1), data.Train.Shape);

        using SourceData matlab = DataSource.Open(SharedData.Path("binarized-mnist/binarized_mnist_test.v5.mat"));
        // Its class is double: that MATLAB stored the numbers in bytes says nothing about them.
        Assert.Equal(ValueKind.Real, matlab.Train.Kind);
        Assert.Equal(10_000, matlab.Train.Count);
        int[] indices = [0, 1, 5000, 9999];
        float[] text = new float[4 * 784];
        float[] binary = new float[4 * 784];
        data.Test.ReadRows(indices, text);
        matlab.Train.ReadRows(indices, binary);
        Assert.Equal(text, binary);
    }

    [SharedDataFact("frey-faces")]
    public void FreyFacesAreTheSameFromNumpyAndFromMatlabColumns()
    {
        using SourceData npy = DataSource.Open(SharedData.Path("frey-faces/derived_freyfaces.npy") + "?shape=28x20");
        using SourceData mat = DataSource.Open(SharedData.Path("frey-faces/derived_frey_rawface.mat") + "?variable=ff&transpose=true&shape=28x20");
        Assert.Equal(1965, npy.Train.Count);
        Assert.Equal(1965, mat.Train.Count);
        Assert.Equal(new ExampleShape(28, 20, 1), mat.Train.Shape);
        int[] all = [.. Enumerable.Range(0, 1965)];
        float[] a = new float[1965 * 560];
        float[] b = new float[1965 * 560];
        npy.Train.ReadRows(all, a);
        mat.Train.ReadRows(all, b);
        Assert.Equal(a, b);
    }

    [SharedDataFact("binary-alphadigits")]
    public void AlphadigitsComeOutOfTheirCellsClassByClass()
    {
        using SourceData data = DataSource.Open(SharedData.Path("binary-alphadigits/binaryalphadigs.mat"));
        Assert.Equal(1404, data.Train.Count);
        Assert.Equal(new ExampleShape(20, 16, 1), data.Train.Shape);
        LabelColumn labels = Assert.Single(data.Train.Labels);
        Assert.Equal(36, labels.Classes!.Count);
        Assert.Equal("0", labels.Classes[(int)labels.Values[38]]);
        Assert.Equal("1", labels.Classes[(int)labels.Values[39]]);
        Assert.Equal("Z", labels.Classes[(int)labels.Values[1403]]);
    }

    [SharedDataFact("digits")]
    public void DigitsAreACompressedTableWithTheLabelDeclared()
    {
        using SourceData data = DataSource.Open(SharedData.Path("digits"), new SourceOptions { LabelColumn = "last" });
        Assert.Equal(1797, data.Train.Count);
        Assert.Equal(new ExampleShape(8, 8, 1), data.Train.Shape);
        Assert.Equal(10, Assert.Single(data.Train.Labels).Classes!.Count);
        var statistics = OutputStatistics.Of(data.Train);
        Assert.Equal(0, statistics.OverallMinimum);
        Assert.Equal(16, statistics.OverallMaximum);
        // scikit-learn: load_digits().data.mean()
        Assert.Equal(4.884164579855314, statistics.OverallMean, 9);
    }

    [SharedDataFact("omniglot-small")]
    public void OmniglotIsReadFromItsArchiveOfArraysAndItsZipOfPictures()
    {
        using SourceData arrays = DataSource.Open(SharedData.Path("omniglot-small/derived_omniglot_small_28x28.npz"));
        Assert.Equal(4840, arrays.Train.Count);
        Assert.Equal(["alphabet", "drawer", "subset", "target"], arrays.Train.Labels.Select(l => l.Name).Order());
        LabelColumn alphabet = arrays.Train.Labels.Single(l => l.Name == "alphabet");
        Assert.Contains("Greek", alphabet.Classes!);

        using SourceData pictures = DataSource.Open(SharedData.Path("omniglot-small/images_background_small1.zip"));
        Assert.Equal(2720, pictures.Train.Count);
        Assert.Equal(new ExampleShape(105, 105, 1), pictures.Train.Shape);
        LabelColumn folders = Assert.Single(pictures.Train.Labels);
        Assert.Equal(2720 / 20, folders.Classes!.Count);
        // White paper: most of it.
        Assert.InRange(Mean(pictures.Train), 0.9 * 255, 255);
    }

    [SharedDataFact("frey-faces")]
    public void AFolderOfSeveralDataFilesSaysWhich()
    {
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(SharedData.Path("frey-faces")));
        Assert.Contains("derived_frey_rawface.mat", error.Message);
        Assert.Contains("derived_freyfaces.npy", error.Message);
    }

    [SharedDataFact("mnist")]
    public void MnistPreparedDynamicallyHasItsTestSplitAndACarvedValidation()
    {
        var plan = new DataPlan { Source = SharedData.Path("mnist"), Binarise = Binarisation.Dynamic };
        using var data = PreparedData.Open(plan, new Rng(1));
        Assert.Equal((54_000, 6_000, 10_000), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(Binarisation.Static, data.Test.Transform.Binarisation);
        Assert.Equal(33.7912 / 255, OutputStatistics.Of(data.Test.Data).OverallMean / 255, 5);
        // The mean over 7.84 million draws of p has a standard error below sqrt(0.25 / 7.84e6) = 1.8e-4.
        Assert.Equal(33.7912 / 255, data.Test.Statistics().OverallMean, 3);
    }

    private static double Mean(DenseDataset data) => OutputStatistics.Of(data).OverallMean;
}
