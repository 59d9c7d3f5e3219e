using System.Xml.Linq;
using Uncollapse.Records;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
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
    public void A_picture_a_cause_is_a_file_of_its_own()
    {
        HistoryEntry[] History(double share) => [.. Enumerable.Range(1, 4).Select(epoch => Samples.Entry("epoch", epoch, new Dictionary<string, double?> { [Measures.KlGradientShare] = share / epoch }))];
        ZooContent content = Content(Case("objective-scaling", 4) with { Planted = ["objective-scaling"] });
        ZooExhibit exhibit = content.Exhibits[0] with { HealthyHistory = History(0.3), CollapsedHistory = History(0.9) };
        ZooPicture picture = Assert.Single(ZooPictures.Of(content with { Exhibits = [exhibit, exhibit] }));
        Assert.Equal("objective-scaling", picture.Name);
        var svg = XElement.Parse(picture.Svg);
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        Assert.Equal(2, svg.Descendants().Count(element => ((string?)element.Attribute("class"))?.StartsWith("line ", StringComparison.Ordinal) == true && element.Name.LocalName == "path"));
        Assert.Contains("0.225", (string)svg.Attribute("aria-label")!, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme", svg.Descendants().First().Value, StringComparison.Ordinal);
        // Without the signal there is no picture to be drawn.
        Assert.Empty(ZooPictures.Of(content));
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
        Assert.Equal(("1 of 2", Tone.Bad), (row[9].Text, row[9].Tone));
    }

    [Fact]
    public void What_the_diagnosis_says_is_told_beside_what_was_planted()
    {
        ZooCase one = Case("beta", 4) with { Named = ["beta"] };
        IReadOnlyList<TableCell> row = ZooTable.Of(Record(one, one with { Seed = 1, Named = ["beta", "unknown"] })).Rows[0];
        Assert.Equal(("collapsed", Tone.Bad), (row[7].Text, row[7].Tone));
        Assert.Equal("beta, cause unknown (1 of 2)", row[8].Text);
        Assert.Equal("no cause", ZooTable.Of(Record(Case("beta", 4))).Rows[0][8].Text);
        Assert.Contains("It accuses no cause.", Page.Squeeze(Write(Content(picture: false))), StringComparison.Ordinal);
        Assert.Contains("It says: beta. That is what was planted.", Page.Squeeze(Write(Content(one))), StringComparison.Ordinal);
        Assert.Contains("That is not what was planted.", Page.Squeeze(Write(Content(one with { Named = ["noisy-decoder"] }))), StringComparison.Ordinal);
    }

    [Fact]
    public void Objectives_that_cannot_be_compared_are_not_drawn_beside_each_other()
    {
        static string Words(Func<ZooExhibit, ZooExhibit> change)
        {
            ZooContent content = Content(picture: false);
            return Page.Squeeze(Write(content with { Exhibits = [change(content.Exhibits[0])] }));
        }

        const string Drawn = "on held-out examples at β = 1, nats", Told = "not drawn beside each other";
        string plain = Words(exhibit => exhibit);
        Assert.Contains(Drawn, plain, StringComparison.Ordinal);
        Assert.DoesNotContain(Told, plain, StringComparison.Ordinal);
        string units = Words(exhibit => exhibit with { CollapsedPlan = exhibit.CollapsedPlan with { Data = exhibit.CollapsedPlan.Data with { Scale = Scaling.Standardise } } });
        string skips = Words(exhibit => exhibit with { CollapsedPlan = exhibit.CollapsedPlan with { Model = exhibit.CollapsedPlan.Model with { Skips = new SkipPlan { Kind = SkipKind.Plain } } } });
        Assert.All([units, skips], words => Assert.DoesNotContain(Drawn, words, StringComparison.Ordinal));
        Assert.All([units, skips], words => Assert.Contains(Told, words, StringComparison.Ordinal));
    }

    [Fact]
    public void Sentences_and_numbers_are_shown_as_pictures_are()
    {
        ZooContent content = Content(picture: false);
        var sheet = new TextSheet("reconstructions.txt", "Reconstructions", "two", [new TextLine("example", "a dog barks"), new TextLine("from its code", "a cat purrs")]);
        ZooExhibit exhibit = content.Exhibits[0] with { HealthyText = sheet, CollapsedText = sheet, HealthyPairs = [new ZooPair(1, 0.9), new ZooPair(-1, -0.8)], CollapsedPairs = [new ZooPair(1, 0), new ZooPair(-1, 0)] };
        XElement page = Write(content with { Exhibits = [exhibit] });
        Assert.Equal(2, page.Descendants("dd").Count(line => line.Value == "a cat purrs"));
        Assert.Equal(2, page.Descendants("svg").Count(svg => ((string?)svg.Attribute("aria-label") ?? "").Contains("2 numbers x", StringComparison.Ordinal)));
    }

    private static ZooContent Content(ZooCase one) => Content(picture: false) is var content ? content with { Record = Record(one), Exhibits = [content.Exhibits[0] with { Case = one }] } : content;

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
