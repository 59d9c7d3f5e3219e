using System.Xml.Linq;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;
using Uncollapse.Reporting.Sweeps;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Tests.Support;

namespace Uncollapse.Reporting.Tests;

/// <summary>A sweep's page and tables from made-up records.</summary>
public sealed class SweepReportTests
{
    public static TheoryData<string> Kinds => ["seeds", "single", "words", "unitless", "begun", "diverged", "crowd"];

    private static SweepRecord Record(string kind)
    {
        SweepAxis beta = new("objective.beta", ["0.5", "4", "32"], AxisSpacing.Logarithmic), seed = new("seed", ["1", "2"]);
        return kind switch
        {
            "single" => Of([beta], (index, cell) => cell),
            "words" => Of([new("remedy", ["none", "free-bits:lambda=0.25"]), new("model.likelihood.kind", ["bernoulli", "gaussian"])], (index, cell) => cell),
            "unitless" => Of([beta], (index, cell) => cell with { ActiveUnits = null, Nll = null, NllStandardError = null, Cause = null, CriticalBeta = null }),
            "begun" => Of([beta, seed], (index, cell) => index < 2 ? cell : new SweepCell { Name = cell.Name, Settings = cell.Settings }),
            "diverged" => Of([beta], (index, cell) => new SweepCell { Name = cell.Name, Settings = cell.Settings, Status = CellStatus.Diverged, Note = "diverged at step 1 of epoch 1" }),
            "crowd" => Of([beta, new("model.latent", ["1", "2", "3", "4", "5", "6"])], (index, cell) => cell),
            _ => Of([beta, seed], (index, cell) => cell),
        };
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryPageIsWellFormedNeedsNothingElseAndHoldsNoNaN(string kind)
    {
        Page page = Write(Record(kind));
        Assert.Empty(page.All("script"));
        Assert.Single(page.All("h1"));
        foreach (XAttribute address in page.Root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src")) Assert.True(page.Has(address.Value[1..]), $"{address.Value} leads nowhere");
        Assert.DoesNotContain("NaN", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(page.All("svg").DescendantsAndSelf().Attributes(), attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞', StringComparison.Ordinal));
        Assert.Equal(Text(Record(kind)), Text(Record(kind)));
    }

    [Fact]
    public void TheVerdictsAreMarksAndTheForetoldWeightIsALine()
    {
        Page page = Write(Record("seeds"));
        Assert.Equal(["plane", "curves", "summary", "cells", "plan"], page.All("section").Select(section => (string)section.Attribute("id")!));
        XElement plane = page.ById("plane");
        // Two of each verdict, and one of each in the key.
        Assert.All(new[] { "mark good", "mark warning", "mark bad" }, name => Assert.Equal(3, plane.Descendants().Count(element => (string?)element.Attribute("class") == name)));
        Assert.Contains("0.5", plane.Descendants().Where(element => (string?)element.Attribute("class") == "tick").Select(element => element.Value));
        XElement curves = page.ById("curves");
        Assert.Equal(2, curves.Descendants().Count(element => (string?)element.Attribute("class") == "marker"));
        // 4 lies in the middle of 0.5 to 32 in ratios, and so does its mark.
        double[] at = [.. curves.Descendants().First(element => element.Name.LocalName == "figure").Descendants().Where(element => element.Name.LocalName == "text" && (string?)element.Attribute("class") == "tick" && element.Value is "1" or "10").Select(element => (double)element.Attribute("x")!)];
        Assert.Equal(2, at.Length);
        double decade = at[1] - at[0];
        double[] circles = [.. curves.Descendants().First(element => element.Name.LocalName == "figure").Descendants().Where(element => (string?)element.Attribute("class") == "mark good").Select(element => (double)element.Attribute("cx")!)];
        Assert.All(circles, x => Assert.Equal(at[0] + (decade * Math.Log10(0.5)), x, 0.1));
    }

    [Fact]
    public void WithoutAnythingMeasuredThereAreNoDrawings()
    {
        Page page = Write(Record("diverged"));
        Assert.Equal(["cells", "plan"], page.All("section").Select(section => (string)section.Attribute("id")!));
        Assert.Contains("Nothing was measured", page.Words, StringComparison.Ordinal);
        Assert.Contains("diverged at step 1", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSummaryHasAMeanWithItsEndsForEachCombination()
    {
        TableModel table = SweepTables.Summary(Record("seeds"));
        Assert.Equal(["beta", "Verdict", "Cause", "MI", "Rate", "Distortion", "Active", "-log p(x)", "Use"], table.Columns.Select(column => column.Header));
        Assert.Equal(3, table.Rows.Count);
        // Made up: cell i of 6 has 5 - i / 2 nats of information and a seed's tenth.
        Assert.Equal(("0.5", "healthy", "5.05", "(5.00 to 5.10)"), (table.Rows[0][0].Text, table.Rows[0][1].Text, table.Rows[0][3].Text, table.Rows[0][3].Detail));
        Assert.Equal(("collapsed", Tone.Bad, "overweighted-kl"), (table.Rows[2][1].Text, table.Rows[2][1].Tone, table.Rows[2][2].Text));
        Assert.Contains("Means over 2 seeds", table.Note, StringComparison.Ordinal);
        TableModel begun = SweepTables.Summary(Record("begun"));
        Assert.Equal("not yet trained", begun.Rows[2][1].Text);
        Assert.Equal("[4.90, 5.10]", SweepTables.Summary(Record("single")).Rows[0][3].Detail);
        Assert.Equal("beta 0.5: healthy, MI 5.00, rate 6.00, distortion 30.00 nats, 2.0 s", SweepTables.Line(Record("single").Cells[0]));
    }

    /// <summary>Information falls and distortion rises along the first axis; the second adds a tenth.</summary>
    private static SweepRecord Of(IReadOnlyList<SweepAxis> axes, Func<int, SweepCell, SweepCell> change)
    {
        var cells = new List<SweepCell>();
        for (int first = 0; first < axes[0].Values.Count; first++)
        {
            for (int second = 0; second < (axes.Count > 1 ? axes[1].Values.Count : 1); second++)
            {
                SweepSetting[] settings = [.. axes.Select((axis, index) => new SweepSetting(axis.Key, axis.Values[index == 0 ? first : second]))];
                double information = 5 - first + (0.1 * second);
                var verdict = (Verdict)Math.Min(first, 2);
                cells.Add(change(cells.Count, new SweepCell
                {
                    Name = $"cell-{cells.Count}", Settings = settings, Status = CellStatus.Done, Verdict = verdict, Cause = verdict == Verdict.Collapsed ? "overweighted-kl" : null,
                    MutualInformation = information, MutualInformationInterval = [information - 0.1, information + 0.1], Rate = information + 1, Distortion = 30 + (10 * first), ActiveUnits = 5 - first, LatentSize = 8,
                    Nll = 40, NllStandardError = 0.5, Use = 10 - first, UseInterval = [9 - first, 11 - first], Epochs = 3, Seconds = 2, CriticalBeta = 8 + (0.01 * second),
                }));
            }
        }

        return new SweepRecord { ToolVersion = "0", Status = SweepStatus.Done, Statement = "Some collapsed.", Plan = "seed: 0\n", Measured = "", Axes = axes, Cells = cells, Seconds = 12 };
    }

    private static string Text(SweepRecord record)
    {
        using var writer = new StringWriter();
        SweepReport.Write(record, "runs/beta", writer);
        return writer.ToString();
    }

    private static Page Write(SweepRecord record) => Page.Read(Text(record));
}
