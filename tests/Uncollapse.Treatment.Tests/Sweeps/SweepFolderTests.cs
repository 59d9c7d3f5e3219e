using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Diagnosis;
using Uncollapse.Records;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Treatment.Tests.Sweeps;

/// <summary>What a sweep finds in its folder is its own, or refused before anything is trained.</summary>
public sealed class SweepFolderTests
{
    private static readonly SweepOptions _options = new()
    {
        Lanes = 1,
        Diagnosis = new() { Examples = 100, ImportanceSamples = 0, RefinedExamples = 0, UnitExamples = 0, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 0, BootstrapReplicates = 20 },
    };

    private readonly string _folder = TestFiles.TemporaryFolder();

    private string Out => Path.Combine(_folder, "sweep");

    private string RecordFile => Path.Combine(Out, "sweep.json");

    [Fact]
    public void ARunOfAnotherPlanUnderACellsNameIsRefused()
    {
        Sweeper.Sweep(Plan(), [SweepAxes.Parse("seed=1")], Out, _options);
        string text = File.ReadAllText(RecordFile), other = Path.Combine(Out, "seed-2");
        Trainer.Train(Plan() with { Seed = 2, Model = Plan().Model with { Latent = 3 } }, other).Dispose();
        byte[] weights = File.ReadAllBytes(Path.Combine(other, "checkpoints", "last.npz"));
        string Refusal() => Assert.Throws<DataFormatException>(() => Sweeper.Sweep(Plan(), [SweepAxes.Parse("seed=1,2,3")], Out, _options with { Resume = true })).Message;
        string refused = Refusal();
        Assert.Contains("cell seed-2: expected the plan of this cell: model.latent 2, found a run of another: model.latent 3. Move it away", refused, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(RecordFile));
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(other, "checkpoints", "last.npz")));
        Assert.False(Directory.Exists(Path.Combine(Out, "seed-3")));

        // Files that are no run are nobody's to overwrite.
        Directory.Delete(other, recursive: true);
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "thesis.tex"), "years");
        Assert.Contains("cell seed-2: expected the cell's own run, or an empty folder, found other files", Refusal(), StringComparison.Ordinal);
        Assert.Equal(["thesis.tex"], Directory.GetFileSystemEntries(other).Select(Path.GetFileName));
        Directory.Delete(other, recursive: true);
        File.WriteAllText(other, "");
        Assert.Contains("found a file", Refusal(), StringComparison.Ordinal);
        File.Delete(other);

        // The cell's own run, made elsewhere, is taken as it is.
        Trainer.Train(Plan() with { Seed = 2 }, other).Dispose();
        weights = File.ReadAllBytes(Path.Combine(other, "checkpoints", "last.npz"));
        Assert.All(Sweeper.Sweep(Plan(), [SweepAxes.Parse("seed=1,2,3")], Out, _options with { Resume = true }).Cells, cell => Assert.Equal(CellStatus.Done, cell.Status));
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(other, "checkpoints", "last.npz")));
    }

    [Fact]
    public void ACellThatCannotBeDiagnosedIsRecordedAndTheRestGoesOn()
    {
        // Two steps of a huge rate, the reconstruction asking for less noise: weights and ELBO are finite, and the log-variances are far beyond what can be measured.
        Plan plan = Plan() with { Model = Plan().Model with { Latent = 1 }, Training = Plan().Training with { Epochs = 1, BatchSize = 160 } };
        SweepRecord record = Sweeper.Sweep(plan, [SweepAxes.Parse("training.optimizer.learning_rate=100,0.001")], Out, _options);
        Assert.Equal([CellStatus.Failed, CellStatus.Done], record.Cells.Select(cell => cell.Status));
        Assert.Equal(SweepStatus.Done, record.Status);
        Assert.StartsWith("it was trained, and cannot be diagnosed: ", record.Cells[0].Note, StringComparison.Ordinal);
        Assert.Equal((null, 1), (record.Cells[0].Verdict, record.Cells[0].Epochs));
        Assert.Contains("1 could not be diagnosed", record.Statement, StringComparison.Ordinal);
        Assert.Contains("cannot be diagnosed", File.ReadAllLines(Path.Combine(Out, "sweep.csv"))[1], StringComparison.Ordinal);
        string text = File.ReadAllText(RecordFile);
        Assert.Equal(text, JsonSerializer.Serialize(Sweeper.Sweep(plan, record.Axes, Out, _options with { Resume = true }), RecordsJson.Default.SweepRecord) + "\n");
    }

    [Fact]
    public void ADamagedRecordIsNotReplacedBlindly()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(RecordFile, "{ \"cells\": [");
        string refused = Assert.Throws<DataFormatException>(() => Sweeper.Sweep(Plan(), [SweepAxes.Parse("seed=1")], Out, _options with { Force = true })).Message;
        Assert.Contains("Delete the folder, or name another", refused, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Out, "seed-1")));
    }

    [Fact]
    public void HowItWasMeasuredIsTextOfItsOwn()
    {
        string text = MeasuringText.Of(new SweepOptions { Diagnosis = SweepOptions.ModerateDiagnosis with { Blocks = [new UnitBlock(0, 3), new UnitBlock(4, 4)], AggregateSize = 50 } });
        Assert.Equal(
            "checkpoint=best; split=test; examples=2000; aggregate_size=50; samples=4; importance_samples=auto; nll_examples=500; unit_examples=1000; blocks=0-3,4; refined_examples=auto; probe_examples=0; margin_examples=1000; geometry_examples=0; bootstrap_replicates=500; seed=0",
            text);
    }

    [Fact]
    public void OptionsAreComparedOneByOneAndNewOnesAreDefaults()
    {
        var options = new SweepOptions();
        string text = MeasuringText.Of(options);
        MeasuringText.RequireSame("sweep.json", text, options);
        // An option that the record is too old to know.
        string older = text.Replace("unit_examples=1000; ", "", StringComparison.Ordinal);
        MeasuringText.RequireSame("sweep.json", older, options);
        string Refusal(string recorded, DiagnosisOptions measured) => Assert.Throws<DataFormatException>(() => MeasuringText.RequireSame("sweep.json", recorded, options with { Diagnosis = measured })).Message;
        Assert.Contains("unit_examples=1000, found unit_examples=5", Refusal(older, options.Diagnosis with { UnitExamples = 5 }), StringComparison.Ordinal);
        Assert.Contains("measuring options that it began with: blocks=none, found blocks=0-3", Refusal(text, options.Diagnosis with { Blocks = [new UnitBlock(0, 3)] }), StringComparison.Ordinal);
        Assert.Contains("magic=1, found a program without magic", Refusal(text + "; magic=1", options.Diagnosis), StringComparison.Ordinal);
        Assert.Contains("'Best'", Refusal("Best; nothing", options.Diagnosis), StringComparison.Ordinal);
    }

    private static Plan Plan()
    {
        var network = new NetworkPlan { Hidden = [16] };
        return new Plan
        {
            Data = new DataPlan { Source = "synthetic:shapes?examples=200&size=8", Binarise = Binarisation.Threshold },
            Model = new ModelPlan { Latent = 2, Encoder = network, Decoder = network },
            Training = new TrainingPlan { Epochs = 1, BatchSize = 20 },
        };
    }
}
