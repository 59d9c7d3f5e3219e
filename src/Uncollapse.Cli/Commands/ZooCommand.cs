using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Cli.Terminal;
using Uncollapse.Records;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Zoo;
using Uncollapse.Zoo;

namespace Uncollapse.Cli.Commands;

/// <summary><c>zoo</c>: every cause of collapse planted alone in a small model, beside its healthy twin.</summary>
internal sealed class ZooCommand : CliCommand
{
    private const string RecordName = "zoo.json";
    private const string ReportName = "report.html";
    private const string PlanFolder = "plans";
    private const string PictureFolder = "pictures";

    private readonly Option<string[]> _only = new("--only") { HelpName = "NAME", AllowMultipleArgumentsPerToken = true, Description = $"these cases only: {string.Join(", ", PlantCatalogue.All.Select(plant => plant.Name))}" };
    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "where zoo.json, report.html and the plans go (default: zoo)" };
    private readonly Option<bool> _force = new("--force") { Description = "overwrite an earlier visit" };
    private readonly Option<string> _size = Numbers.Choice("--size", "how large models and data are (default small)", "small", "medium");
    private readonly Option<double?> _strength = Numbers.Double("--strength", "X", "how much of each cause is planted (default 1, as verified); causes that are there or not are planted whole", 1e-6, 1e6);
    private readonly Option<int?> _seeds = Numbers.Int("--seeds", "K", "seeds, from --seed on (default 1); the report tells the first one's story", 1, 1000);

    private readonly Option<bool> _cure = new("--cure") { Description = "treat every plant too, unaided, and tell what cured it" };

    internal ZooCommand(Application application)
        : base(application, "zoo", "Shows every way to collapse: plants each cause alone in a small model, trains it beside a healthy twin, diagnoses both, and tells the story in report.html.")
    {
        _only.CompletionSources.Add([.. PlantCatalogue.All.Select(plant => plant.Name)]);
        AddGroup("what", _only, _size, _strength, _seeds, _cure);
        AddGroup("result", _out, _force);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse zoo",
        "uncollapse zoo --only variance-spiral noisy-decoder --out two",
        "uncollapse zoo --cure --out cured",
        "uncollapse zoo --seeds 5 --json",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string folder = parse.GetValue(_out) ?? "zoo";
        ZooOptions options = Read(context, parse);
        OutputFile.ClaimFolder(folder, parse.GetValue(_force), RecordName, ReportName);
        ZooResult result = null!;
        context.Terminal.Progress("zoo", bar => result = ZooRunner.Run(options, new ZooBar(bar, new ProgressNotes(context.Terminal, context.Clock, "zoo")), context.Cancellation));
        ZooRecord record = result.Record with { ToolVersion = ToolVersion.Number };
        string text = JsonSerializer.Serialize(record, RecordsJson.Default.ZooRecord);
        Write(folder, text, new ZooContent { Record = record, Exhibits = result.Exhibits });
        context.Json(() => text);
        context.Terminal.Table(ZooTable.Of(record));
        int real = record.Cases.Count(one => one.Real);
        string seconds = Figures.Duration(record.Seconds);
        string outcome = (real, record.Cases.Count) switch
        {
            (1, 1) => "the plant is real and its twin healthy",
            var (good, all) when good == all => $"all {all} plants are real and their twins healthy",
            (0, 1) => "the plant is not real, or its twin not healthy",
            var (good, all) => $"{good} of {all} plants are real and their twins healthy",
        };
        context.Terminal.Result(
            $"{outcome}; {seconds}",
            real == record.Cases.Count ? Tone.Good : Tone.Warning);
        context.Terminal.Note($"the story: {Path.Combine(folder, ReportName)}; to train one yourself: uncollapse train {Path.Combine(folder, PlanFolder, $"{record.Cases[0].Name}.yaml")}");
        return ExitCode.Done;
    }

    private static void Write(string folder, string text, ZooContent content)
    {
        Directory.CreateDirectory(Path.Combine(folder, PlanFolder));
        foreach (ZooExhibit exhibit in content.Exhibits)
        {
            AtomicFile.WriteText(Path.Combine(folder, PlanFolder, $"{exhibit.Case.Name}.yaml"), PlanYaml.Format(exhibit.CollapsedPlan));
            AtomicFile.WriteText(Path.Combine(folder, PlanFolder, $"{exhibit.Case.Name}-twin.yaml"), PlanYaml.Format(exhibit.HealthyPlan));
        }

        Directory.CreateDirectory(Path.Combine(folder, PictureFolder));
        foreach (ZooPicture picture in ZooPictures.Of(content)) AtomicFile.WriteText(Path.Combine(folder, PictureFolder, $"{picture.Name}.svg"), picture.Svg);
        AtomicFile.WriteText(Path.Combine(folder, RecordName), text + "\n");
        AtomicFile.Write(Path.Combine(folder, ReportName), stream => ZooReport.Write(content, stream));
    }

    private ZooOptions Read(CliContext context, ParseResult parse)
    {
        string[] only = parse.GetValue(_only) ?? [];
        foreach (string name in only)
        {
            if (PlantCatalogue.Find(name) is null)
                throw CliException.Usage($"--only: expected {string.Join(", ", PlantCatalogue.All.Select(plant => plant.Name))}, found '{name}'", "uncollapse zoo shows all of them");
        }

        double strength = parse.GetValue(_strength) ?? 1;
        foreach (Plant plant in PlantCatalogue.All.Where(plant => plant.Dose is null && only.Contains(plant.Name)))
        {
            if (!strength.Equals(1.0))
            {
                throw CliException.Usage(
                    string.Create(CultureInfo.InvariantCulture, $"--strength {strength} means nothing for {plant.Name}, which is there or not"), "leave --strength away, or name another case");
            }
        }

        return new ZooOptions
        {
            Only = only,
            Size = parse.GetValue(_size) == "medium" ? ZooSize.Medium : ZooSize.Small,
            Strength = strength,
            Seed = context.Common.Seed ?? 0,
            Seeds = parse.GetValue(_seeds) ?? 1,
            Cure = parse.GetValue(_cure),
        };
    }
}
