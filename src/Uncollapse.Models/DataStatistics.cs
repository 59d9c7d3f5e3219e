using Uncollapse.Records.Plans;

namespace Uncollapse.Models;

/// <summary>What a model must know of its data before it is built.</summary>
public sealed record DataStatistics
{
    /// <summary>The statistics of a data set.</summary>
    /// <param name="outputMean">The mean of each output over the training examples, after scaling.</param>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public DataStatistics(IReadOnlyList<double> outputMean)
    {
        if (outputMean.Count == 0)
            throw new ArgumentException("a model needs at least one output", nameof(outputMean));

        OutputMean = outputMean;
        Width = outputMean.Count;
    }

    /// <summary>The number of values of an example, D; for text the longest sentence's tokens.</summary>
    public int OutputCount => OutputMean.Count;

    /// <summary>The mean of each output over the training examples, after scaling.</summary>
    public IReadOnlyList<double> OutputMean { get; }

    /// <summary>Rows of an image; 1 for anything else.</summary>
    public int Height { get; init; } = 1;

    /// <summary>Columns of an image; D for anything else.</summary>
    public int Width { get; init; }

    /// <summary>Channels of an image, the fastest to vary; 1 for anything else.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>The number of different tokens where examples are text; 0 where they are numbers.</summary>
    public int VocabularySize { get; init; }

    /// <summary>Whether values are counts: an encoder then reads log(1 + x), and multiplies only what is not 0.</summary>
    public bool IsCounts { get; init; }

    /// <summary>Where values are counts: the sums of the training examples.</summary>
    public LibraryStatistics Library { get; init; } = new(1, 0, 1);

    /// <summary>The number of values that are told of an example beside it: those behind the outputs in a row.</summary>
    public int ConditionCount { get; init; }

    /// <summary>Refuses data that are no images, for a network that needs them.</summary>
    /// <param name="path">The network's place in the plan, such as <c>model.encoder</c>.</param>
    /// <param name="kind">The network's kind.</param>
    /// <param name="height">Rows of an example.</param>
    /// <param name="width">Columns of an example.</param>
    /// <exception cref="PlanException">The network is a conv or a pixelcnn, and there are fewer than two rows or columns.</exception>
    public static void RequireImages(string path, NetworkKind kind, int height, int width)
    {
        if (kind is not (NetworkKind.Conv or NetworkKind.Pixelcnn) || (height > 1 && width > 1))
            return;

        (string name, string instead) = kind == NetworkKind.Pixelcnn ? ("pixelcnn", "made or mlp") : ("conv", "mlp");
        throw new PlanException([new PlanProblem(
            path + ".kind", null, $"{instead} for data that are no images", FormattableString.Invariant($"{name}, on {height} by {width} values"), null)]);
    }
}
