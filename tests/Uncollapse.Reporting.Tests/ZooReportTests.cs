using System.Xml.Linq;
using Uncollapse.Records;
using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Tests.Support;
using Uncollapse.Reporting.Zoo;

namespace Uncollapse.Reporting.Tests;

/// <summary>The zoo's page from made-up records.</summary>
public sealed class ZooReportTests
{
    private const string Hostile = "<script>alert('x')</script> & \"quotes\"";

    [Fact]
    public void The_page_is_well_formed_needs_nothing_else_and_shows_every_case()
    {
        XElement page = Write(Content(picture: true));
        Assert.Empty(page.Descendants("script"));
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"), a => Assert.Matches("^(#[a-z-]+|data:image/png;base64,)", a.Value));
        Assert.All(page.Descendants("a"), link => Assert.Contains(page.Descendants(), e => (string?)e.Attribute("id") == link.Attribute("href")!.Value[1..]));
        string words = Page.Squeeze(page);
        Assert.Contains(Hostile, words, StringComparison.Ordinal);
        Assert.Contains("objective.beta", words, StringComparison.Ordinal);
        Assert.Contains("does not hold", words, StringComparison.Ordinal);
        Assert.Contains("lower it", words, StringComparison.Ordinal);
        Assert.Equal(2, page.Descendants("img").Count());
        Assert.All(page.Descendants("img"), image => Assert.NotEmpty((string)image.Attribute("alt")!));
    }

    [Fact]
    public void Without_pictures_there_are_none_and_equal_content_gives_equal_bytes()
    {
        Assert.Empty(Write(Content(picture: false)).Descendants("img"));
        Assert.Equal(Text(Content(picture: false)), Text(Content(picture: false)));
    }

    [Fact]
    public void The_table_gives_means_and_ends_over_seeds_and_counts_what_is_real()
    {
        ZooCase one = Case("beta", healthyInformation: 4);
        ZooRecord record = Record(one, one with { Seed = 1, Real = true, Healthy = Informed(5) });
        IReadOnlyList<TableCell> row = Assert.Single(ZooTable.Of(record).Rows);
        Assert.Equal("beta", row[0].Text);
        Assert.Equal(("4.50", "[4.00, 5.00]"), (row[2].Text, row[2].Detail));
        Assert.Equal("weight", row[4].Text);
        Assert.Equal(("1 of 2", Tone.Bad), (row[7].Text, row[7].Tone));
    }

    private static string Text(ZooContent content)
    {
        using var writer = new StringWriter();
        ZooReport.Write(content, writer);
        return writer.ToString();
    }

    private static XElement Write(ZooContent content) => Page.Read(Text(content)).Root;

    private static ZooContent Content(bool picture)
    {
        ZooCase one = Case("beta", 4);
        Picture? drawn = picture ? new Picture("reconstructions.png", "Reconstructions", "examples", 28, 28, TinyPng.Ramp(28, 28)) : null;
        return new ZooContent
        {
            Record = Record(one),
            Exhibits =
            [
                new ZooExhibit
                {
                    Case = one, HealthyPlan = Samples.Plan(4, 3), CollapsedPlan = Samples.Plan(4, 5), HealthyHistory = Samples.History(3, 12), CollapsedHistory = Samples.History(5, 0.1),
                    HealthyPicture = drawn, CollapsedPicture = drawn,
                },
            ],
        };
    }

    private static ZooRecord Record(params ZooCase[] cases) => new()
    {
        ToolVersion = "1", Seconds = 2, Cases = cases, Confusion = new Dictionary<string, IReadOnlyDictionary<string, int>>(),
    };

    private static Records.Diagnoses.Diagnosis Informed(double information)
    {
        Records.Diagnoses.Diagnosis diagnosis = Samples.Healthy().Diagnosis!;
        return diagnosis with { MutualInformation = diagnosis.MutualInformation with { Estimate = information } };
    }

    private static ZooCase Case(string name, double healthyInformation) => new()
    {
        Name = name, Seed = 0, Title = "A title", Story = Hostile, Planted = [name], Named = [], Strength = 2,
        Changes = [new PlanChange("objective.beta", "1", "64")],
        Signs =
        [
            new ZooSign("mutual_information", "information", healthyInformation, 0, "below a tenth", true), new ZooSign("beta", "weight", 1, 64, "above 100", false),
        ],
        Real = false, Healthy = Informed(healthyInformation), Collapsed = Samples.Collapsed().Diagnosis!, Cures = ["lower it"], Seconds = 1,
    };
}
