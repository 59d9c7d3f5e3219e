using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Tests.Support;

namespace Uncollapse.Reporting.Tests;

public sealed partial class ReportTests
{
    public static TheoryData<string> Kinds => ["healthy", "partial", "collapsed", "undiagnosed", "posterior", "one", "bare", "cells"];

    private static ReportContent Content(string kind) => kind switch
    {
        "healthy" => Samples.Healthy(),
        "partial" => Samples.Partial(),
        "collapsed" => Samples.Collapsed(),
        "undiagnosed" => Samples.Undiagnosed(),
        "posterior" => Samples.Posterior(),
        "cells" => Samples.Cells(),
        "one" => Samples.Healthy(1, 1),
        _ => new ReportContent { Title = "bare" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_report_is_well_formed_needs_nothing_else_and_runs_nothing(string kind)
    {
        var page = Page.Of(Content(kind));
        Assert.Equal("html", page.Root.Name.LocalName);
        Assert.Empty(page.All("script"));
        Assert.DoesNotContain("http:", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page.Source, StringComparison.OrdinalIgnoreCase);
        foreach (XAttribute address in page.Root.Descendants().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName is "href" or "src"))
        {
            Assert.Matches("^(#[a-z]+|data:image/png;base64,)", address.Value);
            if (address.Value[0] == '#') Assert.True(page.Has(address.Value[1..]), $"{address.Value} leads nowhere");
        }
    }

    /// <summary>One set of colours shows at a time by radio buttons and style alone; every point is drawn once in each plane.</summary>
    [Fact]
    public void The_map_has_a_choice_of_colours_and_every_point()
    {
        var page = Page.Of(Samples.Cells());
        XElement[] choices = [.. page.All("input")];
        Assert.Equal(["radio", "radio"], choices.Select(choice => (string?)choice.Attribute("type")));
        Assert.Single(choices, choice => choice.Attribute("checked") is not null);
        Assert.All(choices, choice => Assert.Contains(page.All("label"), label => (string?)label.Attribute("for") == (string?)choice.Attribute("id")));
        XElement[] paths = [.. page.All("path").Where(path => Page.HasClass(path, "dots"))];
        // Two planes of 40 points for each of two sets of colours.
        Assert.Equal(4 * 40, paths.Sum(path => ((string)path.Attribute("d")!).Count(letter => letter == 'M')));
        Assert.Equal(2, paths.Where(path => Page.HasClass(path, "unknown")).Sum(path => ((string)path.Attribute("d")!).Count(letter => letter == 'M')));
        Assert.Contains("<NK> (13)", page.Root.Value, StringComparison.Ordinal);
        Assert.Contains("CD79A\u00A0+2.5", page.Root.Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_table_and_picture_can_be_read_out(string kind)
    {
        var page = Page.Of(Content(kind));
        Assert.Single(page.All("h1"));
        Assert.All(page.All("table"), table =>
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.All(table.Element("thead")!.Descendants("th"), head => Assert.Equal("col", (string?)head.Attribute("scope")));
            Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal("row", (string?)row.Elements().First().Attribute("scope")));
        });
        Assert.All(page.All("img"), image => Assert.NotEmpty((string)image.Attribute("alt")!));
        Assert.All(page.All("svg").Where(svg => Page.HasClass(svg, "chart") || Page.HasClass(svg, "gauge")), chart => Assert.NotEmpty((string)chart.Attribute("aria-label")!));
        string[] ids = [.. page.Root.Descendants().Select(element => (string?)element.Attribute("id")).OfType<string>()];
        Assert.Equal(ids.Distinct(), ids);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_coordinate_is_not_a_number(string kind)
    {
        var page = Page.Of(Content(kind));
        foreach (XAttribute attribute in page.All("svg").SelectMany(svg => svg.DescendantsAndSelf()).SelectMany(element => element.Attributes()))
        {
            Assert.DoesNotContain("NaN", attribute.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", attribute.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sections_come_in_the_order_a_reader_wants() => Assert.Equal(
        ["verdict", "numbers", "use", "units", "findings", "splits", "training", "pictures", "plan", "glossary", "thresholds", "provenance"],
        Page.Of(Samples.Healthy()).All("section").Select(section => (string)section.Attribute("id")!));

    [Theory]
    [InlineData("healthy", "Healthy")]
    [InlineData("partial", "Partial collapse")]
    [InlineData("collapsed", "Collapsed")]
    [InlineData("undiagnosed", "Not diagnosed")]
    public void The_verdict_comes_first_with_every_word_of_its_explanation(string kind, string heading)
    {
        ReportContent content = Content(kind);
        XElement panel = Page.Of(content).ById("verdict");
        Assert.Equal(heading, panel.Descendants("h2").Single().Value);
        string words = Page.Squeeze(panel);
        foreach (string sentence in content.Diagnosis is { } asked ? VerdictWords.Reasons(asked) : []) Assert.Contains(sentence, words, StringComparison.Ordinal);
        if (content.Diagnosis is null) return;
        Assert.Contains(VerdictWords.Gloss(content.Diagnosis), words, StringComparison.Ordinal);
        Assert.All(content.Diagnosis.Findings, finding => Assert.Contains(finding.Cause, words, StringComparison.Ordinal));
        Assert.DoesNotContain("Not measured", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_what_the_terminal_says()
    {
        ReportContent content = Samples.Collapsed();
        string words = Numbers.Minus(Page.Of(content).Words);
        var text = TextReport.Of(content.Diagnosis!);
        IEnumerable<TableCell> cells = text.Tables.Append(text.Units).SelectMany(table => table.Rows).SelectMany(row => row);
        foreach (TableCell cell in cells) Assert.Contains(Page.Squeeze(new XElement("x", Numbers.Minus(cell.Text))), words, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string hostile = "</td></script><script>alert('x')</script><img src=x onerror=alert(1)>&amp;\"\u0000\u001b[2J\ud800";
        ReportContent content = Samples.Collapsed() with { Title = hostile, Pictures = [Samples.Pictures()[0] with { Title = hostile, Caption = hostile, Name = hostile }] };
        Diagnosis diagnosis = content.Diagnosis! with
        {
            Explanation = [hostile], ToolVersion = hostile, Subject = content.Diagnosis!.Subject with { Source = hostile, Model = hostile, Split = hostile, Checkpoint = hostile },
            Findings = [Samples.Scaling() with { Cause = hostile, Statement = hostile, Prescriptions = [hostile], Evidence = [new Evidence(hostile, 1, null, hostile)] }],
            Thresholds = [new Threshold(hostile, 1, hostile, hostile)],
            Splits = [content.Diagnosis!.Splits[0] with { Split = hostile }],
        };
        HistoryEntry[] history = [.. content.History, Samples.Entry("epoch", 31, new Dictionary<string, double?> { [hostile] = 1, ["b" + hostile] = null }, hostile)];
        RunInfo run = content.Run! with { Note = hostile, Status = RunStatus.Diverged, Provenance = content.Run!.Provenance with { Data = hostile, Commit = hostile, Platform = hostile } };
        var page = Page.Of(content with { Diagnosis = diagnosis, History = history, Run = run, Plan = content.Plan! with { Data = new DataPlan { Source = hostile } } });
        Assert.Empty(page.All("script"));
        Assert.Single(page.All("img"));
        Assert.DoesNotContain(page.Root.Descendants(), element => element.Attributes().Any(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
        Assert.Contains("<script>alert('x')</script>", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', page.Source);
    }

    [Fact]
    public void Long_unit_tables_are_folded_and_complete()
    {
        var page = Page.Of(Samples.Partial(512));
        XElement units = page.ById("units");
        XElement rest = Assert.Single(units.Descendants("details"));
        Assert.Equal("The other 492 units, 492 of them passive", rest.Element("summary")!.Value);
        string[] all = [.. units.Descendants("tbody").SelectMany(body => body.Elements("tr")).Select(row => row.Elements().First().Value)];
        Assert.Equal(Enumerable.Range(0, 512), all.Select(index => int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.Empty(Page.Of(Samples.Healthy(units: 32)).ById("units").Descendants("details"));
    }

    [Fact]
    public void Ten_thousand_epochs_stay_small_and_keep_their_extremes()
    {
        HistoryEntry[] history = Samples.History(10_000, 25);
        history[9_001] = history[9_001] with { Values = new Dictionary<string, double?>(history[9_001].Values) { [Measures.TrainElbo] = -1e7 } };
        history[4_001] = history[4_001] with { Values = new Dictionary<string, double?>(history[4_001].Values) { [Measures.ValidationElbo] = null } };
        ReportContent content = Samples.Healthy(10_000) with { History = history };
        Assert.InRange(Page.Bytes(content with { Pictures = [] }).Length, 50_000, 400_000);
        string training = Page.Squeeze(Page.Of(content).ById("training"));
        Assert.Contains("between −10,000,000 and", training, StringComparison.Ordinal);
        Assert.Contains("validation: no finite value at epoch 4001.", training, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_report_with_many_units_stays_within_a_megabyte() => Assert.InRange(Page.Bytes(Samples.Partial(512)).Length, 100_000, 1_000_000);

    [Fact]
    public void A_value_that_never_moves_is_said_in_words()
    {
        string training = Page.Squeeze(Page.Of(Samples.Healthy()).ById("training"));
        Assert.Contains("Constant throughout: learning rate 0.001.", training, StringComparison.Ordinal);
        Assert.DoesNotContain("Likelihood variance", training, StringComparison.Ordinal);
    }

    [Fact]
    public void One_epoch_is_a_table_not_a_dot_on_a_chart()
    {
        XElement training = Page.Of(Samples.Healthy(1)).ById("training");
        Assert.Empty(training.Descendants("svg"));
        string words = Page.Squeeze(training);
        Assert.Contains("The one epoch that was recorded", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Constant throughout", words, StringComparison.Ordinal);
        Assert.NotEmpty(Page.Of(Samples.Healthy(2)).ById("training").Descendants("svg"));
    }

    [Fact]
    public void A_verdict_that_is_not_healthy_is_not_said_to_be_nothing()
    {
        ReportContent content = Samples.Partial();
        string words = Page.Squeeze(Page.Of(content with { Diagnosis = content.Diagnosis! with { Findings = [] } }).ById("findings"));
        Assert.DoesNotContain("Nothing to report", words, StringComparison.Ordinal);
        Assert.Contains("No cause is accused", words, StringComparison.Ordinal);
        Assert.Contains("Nothing to report", Page.Squeeze(Page.Of(Samples.Healthy()).ById("findings")), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_told_but_not_that_all_went_as_planned()
    {
        HistoryEntry[] history = [.. Samples.History(4, 20), Samples.Entry("resume", 4, new Dictionary<string, double?>()), Samples.Entry("stop", 4, new Dictionary<string, double?>(), "all epochs done")];
        string training = Page.Squeeze(Page.Of(Samples.Healthy(4) with { History = history }).ById("training"));
        Assert.Contains("Epoch 4 , 16 s: resumed", training, StringComparison.Ordinal);
        Assert.DoesNotContain("all epochs done", training, StringComparison.Ordinal);
        Assert.Contains("all epochs done", Page.Squeeze(Page.Of(Samples.Undiagnosed(4) with { History = history }).ById("training")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_watch_saw_and_warned_of_is_told_and_drawn()
    {
        HistoryEntry[] history =
        [
            .. Enumerable.Range(1, 5).Select(epoch => Samples.Entry("epoch", epoch, new Dictionary<string, double?>
            {
                [Measures.ValidationInformation] = 0.5 * epoch, [Measures.ValidationInformationCeiling] = 5, [Measures.ValidationActiveUnits] = epoch,
                [Measures.ValidationUnitRate(0)] = 0.1, [Measures.ValidationUnitRate(1)] = 0.2 * epoch,
            }) with { Warnings = epoch == 3 ? [new TrainingWarning(WatchMatters.Fading, 3, "it is going")] : null }),
        ];
        XElement training = Page.Of(Samples.Healthy() with { History = history }).ById("training");
        string words = Page.Squeeze(training);
        Assert.Contains("the watch warned of fading: it is going", words, StringComparison.Ordinal);
        Assert.Contains("ceiling", words, StringComparison.Ordinal);
        Assert.Contains("Active units", words, StringComparison.Ordinal);
        // The unit that held most is the first row: as dark as it gets at the end, where the other is a tenth of that; no curve of its own for either.
        XElement map = training.Descendants("figure").Single(figure => Page.Squeeze(figure).StartsWith("Rate of each unit", StringComparison.Ordinal));
        XElement[] cells = [.. map.Descendants("rect").Where(cell => (string?)cell.Attribute("class") == "area f1" && (double)cell.Attribute("width")! > 50)];
        Assert.Equal(10, cells.Length);
        Assert.Equal(1, (double)cells[4].Attribute("fill-opacity")!);
        Assert.Equal(0.1, (double)cells[9].Attribute("fill-opacity")!, 2);
        Assert.DoesNotContain("validation.rate.unit1", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_scalar_code_posterior_means_are_plotted_for_some_epochs_the_first_and_the_last_among_them()
    {
        HistoryEntry[] history = [.. Enumerable.Range(0, 9).Select(power => Samples.Entry("epoch", 1 << power, new Dictionary<string, double?> { [Measures.TrainElbo] = -1.0 / (power + 1) }) with { PosteriorMeans = [[-1, -0.5], [1, 0.5]] })];
        XElement training = Page.Of(Samples.Healthy() with { History = history }).ById("training");
        XElement[] plots = [.. training.Descendants("figure").Where(figure => Page.Squeeze(figure).StartsWith("Posterior means", StringComparison.Ordinal))];
        Assert.Equal(6, plots.Length);
        Assert.Contains("epoch 1 ", Page.Squeeze(plots[0]), StringComparison.Ordinal);
        Assert.Contains("epoch 256 ", Page.Squeeze(plots[^1]), StringComparison.Ordinal);
        Assert.All(plots, plot => Assert.Equal(2, plot.Descendants("circle").Count()));
        Assert.Contains("deviation 1)", Page.Squeeze(plots[0]), StringComparison.Ordinal);
        Assert.Contains("along (0.500)", Page.Squeeze(plots[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_values_that_nobody_knows_are_drawn_too()
    {
        HistoryEntry[] history = [.. Enumerable.Range(1, 5).Select(epoch => Samples.Entry("epoch", epoch, new Dictionary<string, double?> { ["train.surprise"] = epoch * epoch, [Measures.Sigma2] = Math.Pow(10, -epoch) }))];
        XElement training = Page.Of(Samples.Healthy() with { History = history }).ById("training");
        Assert.Contains("train.surprise", Page.Squeeze(training), StringComparison.Ordinal);
        Assert.Contains("Likelihood variance", Page.Squeeze(training), StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_plan_is_there_as_a_table_and_as_yaml()
    {
        Plan plan = Samples.Plan(20, 30);
        XElement section = Page.Of(Samples.Healthy()).ById("plan");
        int keys = PlanSchema.Keys.Count(key => key.Applies(plan));
        Assert.Equal(keys, section.Descendants("tbody").Sum(body => body.Elements("tr").Count()));
        Assert.Equal(PlanYaml.Format(plan), section.Descendants("pre").Single().Value);
        string[] set = [.. section.Descendants("tr").Where(row => row.Descendants("span").Any(span => span.Value == "set")).Select(row => row.Elements().First().Value)];
        Assert.Equal(["seed", "source", "binarise", "latent", "warmup_epochs"], set);
    }

    [Fact]
    public void Pictures_are_the_very_bytes()
    {
        Picture[] pictures = Samples.Pictures();
        XElement[] images = [.. Page.Of(Samples.Healthy()).All("img")];
        Assert.Equal(pictures.Length, images.Length);
        for (int i = 0; i < pictures.Length; i++)
        {
            Assert.Equal(pictures[i].Png, Convert.FromBase64String(((string)images[i].Attribute("src")!)["data:image/png;base64,".Length..]));
            Assert.Equal(pictures[i].Caption, (string?)images[i].Attribute("alt"));
        }
    }

    [Fact]
    public void A_posterior_file_has_no_zeros_for_what_it_cannot_know()
    {
        var page = Page.Of(Samples.Posterior());
        Assert.Contains("Not measured : it needs the decoder, and a posterior file has none.", Page.Squeeze(page.ById("use")), StringComparison.Ordinal);
        Assert.False(page.Has("training"));
        Assert.False(page.Has("plan"));
        Assert.False(page.Has("splits"));
    }

    [Fact]
    public void A_diverged_run_says_so_first()
    {
        ReportContent content = Samples.Healthy() with { Run = Samples.Run(17, RunStatus.Diverged) with { Note = "The loss was not finite at step 7,181; the state of epoch 17 is kept." } };
        string words = Page.Squeeze(Page.Of(content).ById("verdict"));
        Assert.Contains("The training diverged after 17 epochs. The loss was not finite at step 7,181", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_without_a_mark()
    {
        byte[] first = Page.Bytes(Samples.Healthy()), second = Page.Bytes(Samples.Healthy());
        Assert.Equal(first, second);
        Assert.StartsWith("<!DOCTYPE html>", Encoding.UTF8.GetString(first), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_can_be_read_on_its_ground_in_light_and_dark()
    {
        string css = Page.Of(Samples.Posterior()).All("style").Single().Value;
        foreach (string scheme in css.Split("@media (prefers-color-scheme: dark)").Take(2))
        {
            var colours = ColourPattern().Matches(scheme).DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
            foreach (string ground in new[] { "paper", "raised" })
            {
                // WCAG 2.1: 4.5 for text, 3 for what is drawn.
                foreach (string text in new[] { "ink", "soft", "good", "warning", "bad", "link" }) Assert.True(Contrast(colours[text], colours[ground]) >= 4.5, $"{text} on {ground}");
                foreach (string drawn in new[] { "s1", "s2", "s3" }) Assert.True(Contrast(colours[drawn], colours[ground]) >= 3, $"{drawn} on {ground}");
            }
        }
    }

    private static double Contrast(double first, double second) => (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);

    private static double Luminance(string hex)
    {
        double Part(int at)
        {
            double value = Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0;
            return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(0)) + (0.7152 * Part(2)) + (0.0722 * Part(4));
    }

    [GeneratedRegex("--([a-z0-9]+): #([0-9a-f]{6})")]
    private static partial Regex ColourPattern();
}
