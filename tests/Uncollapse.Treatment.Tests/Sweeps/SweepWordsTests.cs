using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Treatment.Tests.Sweeps;

/// <summary>The conclusion of a sweep says no more than its cells do. A value's cells are letters: collapsed, partial, healthy, diverged, failed, waiting.</summary>
public sealed class SweepWordsTests
{
    [Theory]
    [InlineData("hh hh cc", "Of 6 cells 2 collapsed, 4 are healthy. It collapses from objective.beta 4 on, and not at 2.")]
    [InlineData("hh hh ch", "Of 6 cells 1 collapsed, 5 are healthy. It collapses from objective.beta 4 on (1 of 2 seeds), and not at 2.")]
    [InlineData("hhh chh cpc", "Of 9 cells 3 collapsed, 1 is partly collapsed, 5 are healthy. It collapses from objective.beta 2 on (at 2 1 of 3 seeds; at 4 2 of 3 seeds, 1 partly), and not at 1.")]
    [InlineData("hh hp cc", "Of 6 cells 2 collapsed, 1 is partly collapsed, 3 are healthy. It collapses from objective.beta 4 on, and only partly at 2 (1 of 2 seeds).")]
    [InlineData("pp hh cc", "Of 6 cells 2 collapsed, 2 are partly collapsed, 2 are healthy. It collapses from objective.beta 4 on, and not at 2. It is partly collapsed at 1.")]
    [InlineData("cc hh hh", "Of 6 cells 2 collapsed, 4 are healthy. It collapses up to objective.beta 1, and not at 2.")]
    [InlineData("h c h", "Of 3 cells 1 collapsed, 2 are healthy. It collapses at objective.beta 2.")]
    [InlineData("h h h", "Of 3 cells 3 are healthy. It collapses at no objective.beta that was tried.")]
    [InlineData("c c c", "Of 3 cells 3 collapsed. It collapses at every objective.beta that was tried.")]
    [InlineData("h h d", "Of 3 cells 2 are healthy, 1 diverged. It collapses at none of objective.beta 1, 2. It diverged at objective.beta 4.")]
    [InlineData("c c d", "Of 3 cells 2 collapsed, 1 diverged. It collapses at objective.beta 1, 2. It diverged at objective.beta 4.")]
    [InlineData("h c d", "Of 3 cells 1 collapsed, 1 is healthy, 1 diverged. It collapses at objective.beta 2. It diverged at objective.beta 4.")]
    [InlineData("hd cc ww", "Of 6 cells 2 collapsed, 1 is healthy, 1 diverged, 2 are still to be trained. It collapses at objective.beta 2. It diverged at objective.beta 1 (1 of 2 seeds). It is still to be trained at objective.beta 4.")]
    [InlineData("h f c", "Of 3 cells 1 collapsed, 1 is healthy, 1 could not be diagnosed. It collapses from objective.beta 4 on, and not at 1. It could not be diagnosed at objective.beta 2.")]
    [InlineData("d d d", "Of 3 cells 3 diverged. It diverged at objective.beta 1, 2, 4.")]
    public void SeedsThatDisagreeAreCountedAndWhatHasNoVerdictIsNamed(string cells, string says) => Assert.Equal(says, SweepWords.Statement(Record(cells.Split(' '))));

    [Fact]
    public void OneCellIsOneCell()
    {
        SweepRecord record = Record(["h"]);
        Assert.Equal("1 cell is healthy.", SweepWords.Statement(record with { Axes = [new("objective.beta", ["1"])] }));
    }

    [Theory]
    [InlineData(8, 8.5, "The data foretell collapse from objective.beta 8 to 8.5 on.")]
    [InlineData(8, 8, "The data foretell collapse from objective.beta 8 on.")]
    public void TheForetoldWeightIsToldOnceWhereItIsTheSame(double first, double second, string says) => Assert.EndsWith(says, SweepWords.Statement(Grid(first, second, plain: false)), StringComparison.Ordinal);

    [Fact]
    public void OtherwiseEachLineHasItsOwn()
    {
        string statement = SweepWords.Statement(Grid(8, 20, plain: false));
        Assert.Contains("With objective.reduction sum the data foretell collapse from objective.beta 8 on.", statement, StringComparison.Ordinal);
        Assert.Contains("With objective.reduction mean the data foretell collapse from objective.beta 20 on.", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("8 to 20", statement, StringComparison.Ordinal);
        // A cell without it is no line of the law.
        SweepRecord record = Grid(8, 8, plain: false);
        Assert.DoesNotContain("With objective.reduction sum the data", SweepWords.Statement(record with { Cells = [record.Cells[0] with { CriticalBeta = null }, .. record.Cells.Skip(1)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void TheLawOfAnotherDecoderIsCalledSo() => Assert.EndsWith("from objective.beta 8 on for a decoder that describes each output by itself, from the code alone; this one has more to go by.", SweepWords.Statement(Grid(8, 8, plain: true)), StringComparison.Ordinal);

    private static SweepRecord Grid(double first, double second, bool plain)
    {
        SweepCell Cell(string reduction, string beta, double critical) => new()
        {
            Name = $"{reduction}-{beta}", Settings = [new("objective.reduction", reduction), new("objective.beta", beta)], Status = CellStatus.Done, Verdict = Verdict.Healthy, CriticalBeta = critical, CriticalBetaIsOfPlainDecoder = plain,
        };
        return Of([new("objective.reduction", ["sum", "mean"]), new("objective.beta", ["1", "2"])], [Cell("sum", "1", first), Cell("sum", "2", first), Cell("mean", "1", second), Cell("mean", "2", second)]);
    }

    private static SweepRecord Record(string[] values)
    {
        string[] betas = ["1", "2", "4"];
        return Of(
            [new("objective.beta", betas), new("seed", [.. Enumerable.Range(0, values[0].Length).Select(seed => $"{seed}")])],
            [.. values.SelectMany((letters, index) => letters.Select((letter, seed) => Cell(letter, betas[index], $"{seed}")))]);
    }

    private static SweepCell Cell(char letter, string beta, string seed) => new()
    {
        Name = $"{beta}-{seed}",
        Settings = [new("objective.beta", beta), new("seed", seed)],
        Status = letter switch { 'd' => CellStatus.Diverged, 'f' => CellStatus.Failed, 'w' => CellStatus.Waiting, _ => CellStatus.Done },
        Verdict = letter switch { 'c' => Verdict.Collapsed, 'p' => Verdict.Partial, 'h' => Verdict.Healthy, _ => null },
    };

    private static SweepRecord Of(IReadOnlyList<SweepAxis> axes, IReadOnlyList<SweepCell> cells) => new() { ToolVersion = "", Status = SweepStatus.Done, Plan = "", Measured = "", Axes = axes, Cells = cells };
}
