using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Models;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;

namespace Uncollapse.Treatment.Trials;

/// <summary>A run opened to be looked at.</summary>
internal sealed class Opened : IDisposable
{
    private readonly Vae<float> _model;

    private Opened(RunFolder folder, CheckpointKind checkpoint, Vae<float> model, PreparedData data)
    {
        _model = model;
        Data = data;
        Subject = new ModelSubject
        {
            Model = model, Data = data, Source = folder.Path, Checkpoint = Path.GetFileNameWithoutExtension(folder.CheckpointPath(checkpoint)), Plan = folder.Plan, Steps = folder.ReadInfo().Step,
        };
    }

    internal ModelSubject Subject { get; }

    internal PreparedData Data { get; }

    internal static Opened Open(string path, CheckpointKind checkpoint)
    {
        var folder = RunFolder.Open(path);
        Vae<float> model = folder.LoadModel(checkpoint);
        try
        {
            return new Opened(folder, checkpoint, model, folder.OpenData());
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _model.Dispose();
        Data.Dispose();
    }
}
