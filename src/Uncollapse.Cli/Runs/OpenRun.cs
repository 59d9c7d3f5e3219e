using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Runs;

/// <summary>A run opened to be looked at: its model, and its data prepared as in its training.</summary>
internal sealed class OpenRun : IDisposable
{
    internal const string All = "all";
    private readonly List<SourceData> _others = [];

    private OpenRun(RunFolder folder, Vae<float> model, PreparedData data)
    {
        Folder = folder;
        Model = model;
        Data = data;
        Evaluator = new VaeEvaluator<float>(model);
    }

    internal RunFolder Folder { get; }

    internal Vae<float> Model { get; }

    internal PreparedData Data { get; }

    internal VaeEvaluator<float> Evaluator { get; }

    /// <exception cref="Uncollapse.Data.DataFormatException">There is no run, or it or its data cannot be read.</exception>
    internal static OpenRun Open(string path, CheckpointKind kind)
    {
        var folder = RunFolder.Open(path);
        Vae<float> model = folder.LoadModel(kind);
        try
        {
            return new OpenRun(folder, model, folder.OpenData());
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>One split of the run's data, or all examples in the source's own order.</summary>
    internal IReadOnlyList<DataView> Views(string split) => split switch
    {
        "train" => [Data.Test.Over("train", Data.Train.Data)],
        "validation" => [Data.Validation],
        "test" => [Data.Test],
        _ => Whole(Data.Source),
    };

    /// <summary>Another source's examples, prepared as the run's; its own splits, where it has them.</summary>
    /// <exception cref="CliException">The source has no such split.</exception>
    internal IReadOnlyList<DataView> OtherViews(string source, string split)
    {
        SourceData other = DataSource.Open(source);
        _others.Add(other);
        if (split == All) return Whole(other);
        DenseDataset? part = split switch { "train" => other.Train, "validation" => other.Validation, _ => other.Test };
        return part is not null
            ? [Data.Test.Over(split, part)]
            : throw CliException.BadInput($"{source}: expected a {split} split, found a source without one", "leave --split away to take all its examples");
    }

    public void Dispose()
    {
        Evaluator.Dispose();
        Model.Dispose();
        Data.Dispose();
        foreach (SourceData other in _others) other.Dispose();
    }

    private List<DataView> Whole(SourceData source)
    {
        List<DataView> views = [Data.Test.Over("train", source.Train)];
        if (source.Validation is { } validation) views.Add(Data.Test.Over("validation", validation));
        if (source.Test is { } test) views.Add(Data.Test.Over("test", test));
        return views;
    }
}
