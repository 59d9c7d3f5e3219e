using Uncollapse.Data.Png;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Gallery;

public sealed class AlbumTests
{
    [Fact]
    public void A_report_gets_three_sheets_that_open_as_said()
    {
        using PreparedData data = Data();
        using Vae<float> model = Model(data);
        using var album = new Album(Subject(model, data));
        IReadOnlyList<Picture> pictures = album.Pictures(null);
        Assert.Equal(["reconstructions.png", "samples.png", "traversals.png"], pictures.Select(picture => picture.Name));
        foreach (Picture picture in pictures)
        {
            PngImage image = Decode(picture);
            Assert.Equal((picture.Width, picture.Height), (image.Width, image.Height));
            Assert.NotEmpty(picture.Caption);
        }
    }

    /// <summary>The first picture is an example of the split, pixel by pixel; the one below it the decoder's mean.</summary>
    [Fact]
    public void An_example_stands_above_its_reconstruction()
    {
        using PreparedData data = Data();
        using Vae<float> model = Model(data);
        using var album = new Album(Subject(model, data));
        PngImage image = Decode(album.Reconstructions(1, 1));
        DataView test = data.Test;
        float[] examples = new float[test.Count * test.OutputSize];
        test.ReadRange(0, test.Count, default, examples);
        int side = test.Shape.Height, scale = Math.Max(1, 56 / side);
        byte[] shown = Tile(image, 0, side, scale);
        int match = Enumerable.Range(0, test.Count).First(n => shown.AsSpan().SequenceEqual(Bytes(examples.AsSpan(n * test.OutputSize, test.OutputSize))));

        using var evaluator = new VaeEvaluator<float>(model);
        float[] mean = new float[model.LatentCount], decoded = new float[test.OutputSize];
        evaluator.Encode(examples.AsSpan(match * test.OutputSize, test.OutputSize), mean, new float[mean.Length]);
        evaluator.DecodeMean(mean, decoded);
        Assert.Equal(Bytes(decoded), Tile(image, (side * scale) + 2, side, scale));
    }

    [Fact]
    public void A_traversal_says_which_example_and_shows_the_units_of_the_largest_rates()
    {
        using PreparedData data = Data();
        using Vae<float> model = Model(data);
        using var album = new Album(Subject(model, data));
        var diagnosis = Diagnoser.Diagnose(Subject(model, data), new DiagnosisOptions { ImportanceSamples = 0, UnitExamples = 0 });
        int[] byRate = [.. diagnosis.Units.OrderByDescending(unit => unit.Rate).Select(unit => unit.Index)];
        Assert.Equal(diagnosis.Units.Select(unit => unit.Rate), Diagnoser.Rates(Subject(model, data), new DiagnosisOptions()));
        Picture shown = album.Pictures(diagnosis)[^1];
        Assert.Equal(album.Traversals(byRate).Png, shown.Png);
        Assert.NotEqual(album.Traversals([.. byRate.Reverse()]).Png, shown.Png);
        Assert.Matches(@"the other units keep the code of example \d+ of the test split", shown.Caption);
        Assert.EndsWith("the largest first.", shown.Caption);
    }

    [Fact]
    public void The_same_seed_shows_the_same()
    {
        using PreparedData data = Data();
        using Vae<float> model = Model(data);
        using var first = new Album(Subject(model, data), "train", 4);
        using var second = new Album(Subject(model, data), "train", 4);
        using var other = new Album(Subject(model, data), "train", 5);
        Assert.Equal(first.Samples().Png, second.Samples().Png);
        Assert.NotEqual(first.Samples().Png, other.Samples().Png);
        Assert.Equal(first.Traversals([1, 0]).Png, second.Traversals([1, 0]).Png);
    }

    /// <summary>The most probable pixels of a mute model are one picture whatever the seed; what it draws is not.</summary>
    [Theory]
    [InlineData(NetworkKind.Made)]
    [InlineData(NetworkKind.Pixelcnn)]
    public void Samples_of_a_decoder_of_pixel_after_pixel_are_drawn(NetworkKind kind)
    {
        using PreparedData data = Data();
        var decoder = new NetworkPlan { Kind = kind, Hidden = [8], Channels = [4] };
        using var model = Vae<float>.Build(new ModelPlan { Latent = 3, Encoder = new NetworkPlan { Hidden = [16] }, Decoder = decoder }, new DataStatistics(data.Train.Statistics().Mean) { Height = data.Train.Shape.Height, Width = data.Train.Shape.Width }, new Rng(2));
        foreach (Parameter<float> parameter in model.Parameters.All) parameter.Tensor.Data.Clear();
        using var first = new Album(Subject(model, data), "train", 4);
        using var second = new Album(Subject(model, data), "train", 4);
        using var other = new Album(Subject(model, data), "train", 5);
        Picture samples = first.Samples(3, 2);
        Assert.Equal(samples.Png, second.Samples(3, 2).Png);
        Assert.NotEqual(samples.Png, other.Samples(3, 2).Png);
        Assert.Contains("each pixel is drawn given those before it", samples.Caption, StringComparison.Ordinal);
        Assert.Contains("most probable value of each pixel", first.Reconstructions(2, 1).Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_are_no_pictures()
    {
        using var linear = new LinearModel(1, 100);
        using var album = new Album(linear.Subject);
        Assert.False(album.HasPictures);
        Assert.Empty(album.Pictures(null));
        Assert.Throws<InvalidOperationException>(() => album.Samples());
    }

    private static PreparedData Data() =>
        PreparedData.Open(new DataPlan { Source = "synthetic:shapes?examples=60", Binarise = Binarisation.Threshold, Test = 0.2, Validation = 0.2 }, new Rng(1));

    private static Vae<float> Model(PreparedData data)
    {
        var small = new NetworkPlan { Hidden = [16] };
        return Vae<float>.Build(new ModelPlan { Latent = 3, Encoder = small, Decoder = small }, new DataStatistics(data.Train.Statistics().Mean), new Rng(2));
    }

    private static ModelSubject Subject(Vae<float> model, PreparedData data) => new() { Model = model, Data = data, Source = "album" };

    private static PngImage Decode(Picture picture)
    {
        string path = Path.Combine(Uncollapse.Tests.TestFiles.TemporaryFolder(), picture.Name);
        File.WriteAllBytes(path, picture.Png);
        return PngReader.Read(path);
    }

    private static byte[] Bytes(ReadOnlySpan<float> values)
    {
        byte[] result = new byte[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = (byte)((Math.Clamp(values[i], 0, 1) * 255) + 0.5f);
        return result;
    }

    /// <summary>The picture whose top is so far below the sheet's first gap of two pixels, one sample a pixel of the example.</summary>
    private static byte[] Tile(PngImage image, int down, int side, int scale)
    {
        byte[] result = new byte[side * side];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++) result[(y * side) + x] = image.Samples[((2 + down + (y * scale)) * image.Width) + 2 + (x * scale)];
        }

        return result;
    }
}
