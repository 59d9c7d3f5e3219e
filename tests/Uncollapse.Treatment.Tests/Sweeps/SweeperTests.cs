using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Models;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Tests;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Treatment.Tests.Sweeps;

/// <summary>Whole sweeps of small plans.</summary>
public sealed class SweeperTests
{
    private static readonly SweepOptions _options = new()
    {
        Lanes = 1,
        Diagnosis = new() { Examples = 300, ImportanceSamples = 10, RefinedExamples = 0, UnitExamples = 0, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 200, BootstrapReplicates = 50 },
    };

    private static readonly SweepAxis[] _axes = [SweepAxes.Parse("objective.beta=0.5,300"), SweepAxes.Parse("seed=1,2")];

    private readonly string _folder = TestFiles.TemporaryFolder();

    private string Out => Path.Combine(_folder, "sweep");

    [Fact]
    public void ASweepTellsWhereThePlanCollapsesAndLeavesRunsLikeAnyOther()
    {
        SweepRecord record = Sweeper.Sweep(Plan(), _axes, Out, _options with { Lanes = 2 });
        Assert.Equal(SweepStatus.Done, record.Status);
        Assert.Equal([Verdict.Healthy, Verdict.Healthy, Verdict.Collapsed, Verdict.Collapsed], record.Cells.Select(cell => cell.Verdict!.Value));
        Assert.Contains("collapses from objective.beta 300 on, and not at 0.5", record.Statement, StringComparison.Ordinal);
        Assert.All(record.Cells, cell =>
        {
            Assert.Equal((CellStatus.Done, 12, 4), (cell.Status, cell.Epochs, cell.LatentSize));
            Assert.InRange(cell.MutualInformation!.Value, cell.MutualInformationInterval![0], cell.MutualInformationInterval[1]);
            Assert.Equal(cell.Value("objective.beta") == "300", cell.CollapseIsForetold);
            var run = RunFolder.Open(Path.Combine(Out, cell.Name));
            Assert.Equal((cell.Value("seed"), cell.Value("objective.beta")), (PlanSchema.Find("seed")!.Format(run.Plan), PlanSchema.Find("objective.beta")!.Format(run.Plan)));
            // Its diagnosis is the record's source, and the watch looked on as it does in any training.
            Records.Diagnoses.Diagnosis diagnosis = JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(Out, cell.Name, "diagnosis.json")), RecordsJson.Default.Diagnosis)!;
            Assert.Equal((cell.Rate, cell.Nll, cell.Use), (diagnosis.Rate, diagnosis.Nll!.Estimate, diagnosis.Interventions!.ShuffleCode!.LossNats));
            Assert.Contains(run.ReadHistory(), entry => entry.Values.ContainsKey(Measures.ValidationInformation));
        });

        // What is on disk is what was returned.
        string text = File.ReadAllText(Path.Combine(Out, "sweep.json"));
        Assert.Equal(JsonSerializer.Serialize(record, RecordsJson.Default.SweepRecord) + "\n", text);
        Assert.Equal(text, JsonSerializer.Serialize(new SweepFolder(Out).Read(), RecordsJson.Default.SweepRecord) + "\n");
        string[] rows = File.ReadAllLines(Path.Combine(Out, "sweep.csv"));
        Assert.Equal(5, rows.Length);
        Assert.StartsWith("cell,objective.beta,seed,status,verdict,cause,", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("beta-300_seed-2,300,2,done,collapsed,", rows[4], StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(letter => letter == ','), row.Count(letter => letter == ',')));

        // One that is done has nothing to go on with; one with more values trains those alone.
        Assert.Equal(text, JsonSerializer.Serialize(Sweeper.Sweep(Plan(), _axes, Out, _options with { Resume = true }), RecordsJson.Default.SweepRecord) + "\n");
        var ended = new Ended();
        SweepRecord more = Sweeper.Sweep(Plan(), [_axes[0], SweepAxes.Parse("seed=1,2,3")], Out, _options with { Resume = true }, ended);
        Assert.Equal(["beta-0.5_seed-3", "beta-300_seed-3"], ended.Names);
        Assert.Equal(["beta-0.5_seed-1", "beta-0.5_seed-2", "beta-0.5_seed-3", "beta-300_seed-1", "beta-300_seed-2", "beta-300_seed-3"], more.Cells.Select(cell => cell.Name));
        Assert.Equal(Text(record.Cells[3]), Text(more.Cells[4]));
        AssertRefusals();
    }

    private void AssertRefusals()
    {
        SweepOptions resumed = _options with { Resume = true };
        string Refusal(Func<SweepRecord> sweep) => Assert.Throws<DataFormatException>(sweep).Message;
        Assert.Contains("none that is 300", Refusal(() => Sweeper.Sweep(Plan(), [SweepAxes.Parse("objective.beta=0.5"), SweepAxes.Parse("seed=1,2,3")], Out, resumed)), StringComparison.Ordinal);
        Assert.Contains("objective.beta, seed", Refusal(() => Sweeper.Sweep(Plan(), [_axes[0]], Out, resumed)), StringComparison.Ordinal);
        Assert.Contains("objective.beta, seed", Refusal(() => Sweeper.Sweep(Plan(), [_axes[1], _axes[0]], Out, resumed)), StringComparison.Ordinal);
        Assert.Contains("of this plan", Refusal(() => Sweeper.Sweep(Plan() with { Model = Plan().Model with { Latent = 5 } }, _axes, Out, resumed)), StringComparison.Ordinal);
        Assert.Contains("measuring options", Refusal(() => Sweeper.Sweep(Plan(), _axes, Out, resumed with { Checkpoint = CheckpointKind.Last })), StringComparison.Ordinal);
        Assert.Contains("found a sweep", Refusal(() => Sweeper.Sweep(Plan(), _axes, Out, _options)), StringComparison.Ordinal);
        Assert.Contains("with sweep.json", Refusal(() => Sweeper.Sweep(Plan(), _axes, Path.Combine(_folder, "none"), resumed)), StringComparison.Ordinal);
        string text = File.ReadAllText(Path.Combine(Out, "sweep.json"));
        // What is refused deletes nothing, force or not.
        Assert.Throws<PlanException>(() => Sweeper.Sweep(Plan(), [SweepAxes.Parse("remedy=cut-skip")], Out, _options with { Force = true }));
        Assert.Equal(text, File.ReadAllText(Path.Combine(Out, "sweep.json")));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.62)]
    public void AnInterruptedSweepGoesOnToTheSameEnd(double at)
    {
        SweepRecord whole = Sweeper.Sweep(Plan(), _axes, Path.Combine(_folder, "whole"), _options);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Sweeper.Sweep(Plan(), _axes, Out, _options, new StopAt(at, stop), stop.Token));
        SweepRecord broken = new SweepFolder(Out).Read();
        Assert.Equal(SweepStatus.Running, broken.Status);
        int done = broken.Cells.Count(cell => cell.Status == CellStatus.Done);
        // A training tells how far it is a few times a second: on a quick machine one may end in between.
        Assert.InRange(done, at < 0.25 ? 0 : 2, 3);
        var ended = new Ended();
        SweepRecord resumed = Sweeper.Sweep(Plan(), _axes, Out, _options with { Resume = true }, ended);
        Assert.Equal(4 - done, ended.Names.Count);
        Assert.Equal(SweepStatus.Done, resumed.Status);
        Assert.Equal(whole.Statement, resumed.Statement);
        foreach (SweepCell cell in whole.Cells) Assert.Equal(Bits(Path.Combine(_folder, "whole", cell.Name)), Bits(Path.Combine(Out, cell.Name)));
        Assert.Equal(whole.Cells.Select(Text), resumed.Cells.Select(Text));
    }

    [Fact]
    public void ACellThatDivergesIsRecordedAndTheRestGoesOn()
    {
        Plan plan = Plan() with { Training = Plan().Training with { Epochs = 3, Optimizer = new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = 0.01 } } };
        SweepRecord record = Sweeper.Sweep(plan, [SweepAxes.Parse("training.optimizer.learning_rate=1e30,0.01")], Out, _options);
        Assert.Equal([CellStatus.Diverged, CellStatus.Done], record.Cells.Select(cell => cell.Status));
        Assert.Contains("not finite", record.Cells[0].Note, StringComparison.Ordinal);
        Assert.Null(record.Cells[0].Verdict);
        Assert.NotNull(record.Cells[1].Verdict);
        Assert.Contains("1 diverged", record.Statement, StringComparison.Ordinal);
        // Cut off before its record, it is recorded by what its run says, and not trained anew.
        string file = Path.Combine(Out, "sweep.json");
        File.WriteAllText(file, JsonSerializer.Serialize(record with { Status = SweepStatus.Running, Cells = [record.Cells[0] with { Status = CellStatus.Waiting, Note = null }, record.Cells[1]] }, RecordsJson.Default.SweepRecord));
        SweepRecord again = Sweeper.Sweep(plan, record.Axes, Out, _options with { Resume = true });
        Assert.Equal(record.Cells[0].Note, again.Cells[0].Note);
        Assert.Equal(record.Cells[0].Seconds, again.Cells[0].Seconds);
    }

    [Fact]
    public void ForceReplacesASweepAndNothingElse()
    {
        Plan plan = Plan() with { Training = Plan().Training with { Epochs = 1 } };
        Sweeper.Sweep(plan, [SweepAxes.Parse("seed=1,2")], Out, _options);
        string own = Path.Combine(Out, "thesis.tex");
        File.WriteAllText(own, "years");
        Sweeper.Sweep(plan, [SweepAxes.Parse("seed=2,3")], Out, _options with { Force = true });
        Assert.Equal(["seed-2", "seed-3"], Directory.GetDirectories(Out).Select(Path.GetFileName).Order());
        Assert.Equal("years", File.ReadAllText(own));
        string other = Path.Combine(_folder, "other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "a.txt"), "");
        Assert.Throws<DataFormatException>(() => Sweeper.Sweep(plan, [SweepAxes.Parse("seed=2")], other, _options with { Force = true }));
    }

    /// <summary>A cell as text but for its seconds, which differ from run to run. The estimate of information sums in double what lies near 0: its last digits are noise, and no training's.</summary>
    private static string Text(SweepCell cell)
    {
        SweepCell compared = cell with { Seconds = null, MutualInformation = Math.Round(cell.MutualInformation!.Value, 12), MutualInformationInterval = [.. cell.MutualInformationInterval!.Select(end => Math.Round(end, 12))] };
        return JsonSerializer.Serialize(new SweepRecord { ToolVersion = "", Status = SweepStatus.Done, Plan = "", Measured = "", Axes = [], Cells = [compared] }, RecordsJson.Line.SweepRecord);
    }

    private static int[] Bits(string folder)
    {
        using Vae<float> model = RunFolder.Open(folder).LoadModel(CheckpointKind.Last);
        return [.. model.Parameters.All.SelectMany(parameter => parameter.Tensor.Data.ToArray()).Select(BitConverter.SingleToInt32Bits)];
    }

    private static Plan Plan()
    {
        var network = new NetworkPlan { Hidden = [32] };
        return new Plan
        {
            Data = new DataPlan { Source = "synthetic:shapes?examples=1000&size=8", Binarise = Binarisation.Threshold },
            Model = new ModelPlan { Latent = 4, Encoder = network, Decoder = network },
            Training = new TrainingPlan { Epochs = 12, BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 3e-3 } },
        };
    }

    /// <summary>Stops when so much is done.</summary>
    private sealed class StopAt(double fraction, CancellationTokenSource stop) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            if (value.Fraction >= fraction) stop.Cancel();
        }
    }

    /// <summary>The cells that ended, in their order.</summary>
    private sealed class Ended : IProgress<SweepProgress>
    {
        internal List<string> Names { get; } = [];

        public void Report(SweepProgress value)
        {
            if (value.Ended is { } cell) Names.Add(cell.Name);
        }
    }
}
