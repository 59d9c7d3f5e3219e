using System.CommandLine;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Data.Npy;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Commands;

/// <summary><c>export</c>: the model for other programs.</summary>
internal sealed class ExportCommand : CliCommand
{
    private readonly RunOptions _run = new("model.npz", "where to");
    private readonly Option<string> _to = Numbers.Choice("--to", "the format: npz, an archive of numpy arrays (one a tensor, weights as [inputs, outputs]) with plan.yaml (default npz)", "npz");

    internal ExportCommand(Application application)
        : base(application, "export", "Writes the model's weights for other programs.")
    {
        Add(_run.Argument);
        AddGroup("export", [_to, .. _run.Options]);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse export runs/mnist --to npz --out mnist.npz"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string target = _run.Target(parse, ".npz");
        var folder = RunFolder.Open(_run.Folder(parse));
        using Vae<float> model = folder.LoadModel(_run.Checkpoint(parse));
        int numbers = 0;
        using (var file = new NpzWriter(target))
        {
            foreach (Parameter<float> parameter in model.Parameters.All)
            {
                int[] shape = [.. Enumerable.Range(0, parameter.Tensor.Shape.Rank).Select(axis => parameter.Tensor.Shape[axis])];
                file.Add(parameter.Name, parameter.Tensor.Data, shape);
                numbers += parameter.Tensor.Length;
            }

            file.AddText("plan.yaml", PlanYaml.Format(folder.Plan));
            file.Commit();
        }

        context.Terminal.Result($"{Figures.Plural(model.Parameters.All.Count, "tensor")} of {Figures.Plural(numbers, "number")}: {target}");
        context.Json(() => CliJson.Text(_run.Document(parse, [target], [numbers], folder.Plan.Seed)));
        return ExitCode.Done;
    }
}
