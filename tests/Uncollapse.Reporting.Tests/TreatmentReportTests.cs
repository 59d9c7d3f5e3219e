using System.Text;
using System.Xml.Linq;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Tests.Support;
using Uncollapse.Reporting.Treatments;

namespace Uncollapse.Reporting.Tests;

/// <summary>A treatment's page and tables from made-up records.</summary>
public sealed class TreatmentReportTests
{
    public static TheoryData<string> Kinds => ["accepted", "refused", "untrained", "unitless", "text", "unmeasured"];

    private static TreatmentContent Content(string kind) => kind switch
    {
        "refused" => Refused(),
        "untrained" => Untrained(),
        "unitless" => Unitless(),
        "text" => Texts(),
        "unmeasured" => Unmeasured(),
        _ => Accepted(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryPageIsWellFormedNeedsNothingElseAndHoldsNoNaN(string kind)
    {
        Page page = Write(Content(kind));
        Assert.Empty(page.All("script"));
        Assert.Single(page.All("h1"));
        foreach (XAttribute address in page.Root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"))
        {
            Assert.Matches("^(#[a-z]+|data:image/png;base64,)", address.Value);
            if (address.Value[0] == '#') Assert.True(page.Has(address.Value[1..]), $"{address.Value} leads nowhere");
        }

        Assert.DoesNotContain("NaN", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(page.All("svg").DescendantsAndSelf().Attributes(), attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞', StringComparison.Ordinal));
        Assert.All(page.All("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.All(page.All("img"), image => Assert.NotEmpty((string)image.Attribute("alt")!));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EqualContentGivesEqualBytesWithoutAMark(string kind)
    {
        byte[] one = Bytes(Content(kind));
        Assert.Equal(one, Bytes(Content(kind)));
        Assert.Equal("<!doctype"u8.ToArray(), Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(one[..9]).ToLowerInvariant()));
    }

    [Fact]
    public void AnAcceptedOneHasEverySectionInTheOrderAReaderWants()
    {
        Page page = Write(Accepted());
        Assert.Equal(["plane", "units", "decoded", "curves", "trials", "plan", "before"], page.All("section").Select(section => (string)section.Attribute("id")!));
        Assert.Equal("Cured: runs/heavy", page.All("h1").Single().Value);
        Assert.Contains("Accepted", page.Words, StringComparison.Ordinal);
        Assert.Contains("mutual information 0.00 → 5.10 nats", page.Words, StringComparison.Ordinal);
        Assert.Contains("3 trials · 1 min 30 s of 10 min 0 s allowed, 4.5 times one training · seed 7", page.Words, StringComparison.Ordinal);
        Assert.Contains("What changed in the plan", page.Words, StringComparison.Ordinal);
        Assert.Contains("objective.beta", Page.Squeeze(page.ById("plan")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("objective-scaling", Page.Squeeze(page.ById("before")), StringComparison.Ordinal);
        Assert.Equal(4, page.ById("decoded").Descendants("img").Count());
        Assert.NotEmpty(page.ById("curves").Descendants("svg"));
    }

    [Fact]
    public void ASecondCourseIsToldWithWhatItWasFor()
    {
        TreatmentContent one = Accepted();
        TreatmentTrial[] trials = [.. one.Record.Trials];
        TreatmentContent two = one with
        {
            Record = one.Record with
            {
                Trials = [.. trials[..^1], trials[^1] with { Course = 2 }], LeftOut = ["free-bits"],
                CameToLight = [new Finding { Cause = "lagging-encoder", Severity = Severity.Error, Confidence = 0.9, Statement = "The encoder lags behind.", Prescriptions = [] }],
            },
        };
        Assert.Equal("the last one is a second course: in the first, lagging-encoder came to light; not tried, as the budget does not pay for it: free-bits", TreatmentTables.Trials(two.Record).Note);
        Assert.Null(TreatmentTables.Trials(one.Record).Note);
        Page page = Write(two);
        Assert.Contains("the second course treated that together with what was known", Page.Squeeze(page.ById("trials")), StringComparison.Ordinal);
        Assert.Contains("The encoder lags behind.", Page.Squeeze(page.ById("before")), StringComparison.Ordinal);
        Assert.DoesNotContain("second course", Write(one).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void OneThatWasNotAcceptedSaysSoAndWhatItFailedOn()
    {
        Page page = Write(Refused());
        Assert.Equal("Not cured: runs/heavy", page.All("h1").Single().Value);
        Assert.Contains("Nothing was accepted", page.Words, StringComparison.Ordinal);
        Assert.Contains("What the best one changed in the plan", page.Words, StringComparison.Ordinal);
        Assert.Contains("Why the best was not accepted", page.Words, StringComparison.Ordinal);
        Assert.Contains("not accepted: verdict", Page.Squeeze(page.ById("trials")), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutATrialTrainedToItsEndThereIsNothingToCompareWith()
    {
        Page page = Write(Untrained());
        Assert.Equal(["plane", "trials", "before"], page.All("section").Select(section => (string)section.Attribute("id")!));
        Assert.Contains("none could be trained to its end", page.Words, StringComparison.Ordinal);
        Assert.Contains("diverged", Page.Squeeze(page.ById("trials")), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutUnitsTheirTableIsMissingAndNothingElse()
    {
        Page page = Write(Unitless());
        Assert.False(page.Has("units"));
        Assert.All(new[] { "plane", "decoded", "curves", "trials", "plan", "before" }, id => Assert.True(page.Has(id), id));
    }

    [Fact]
    public void SentencesStandWherePicturesWould()
    {
        Page page = Write(Texts());
        Assert.Empty(page.All("img"));
        string decoded = Page.Squeeze(page.ById("decoded"));
        Assert.Contains("the dog barks", decoded, StringComparison.Ordinal);
        Assert.Contains("a cat purrs", decoded, StringComparison.Ordinal);
        Assert.True(decoded.IndexOf("Before", StringComparison.Ordinal) < decoded.IndexOf("After", StringComparison.Ordinal));
    }

    [Fact]
    public void TheUnitsAreComparedByRankAndLongListsAreCut()
    {
        XElement[] rows = [.. Write(Accepted()).ById("units").Descendants("tbody").Single().Elements("tr")];
        Assert.Equal(16, rows.Length);
        double[] after = [.. rows.Select(row => double.Parse(row.Elements().Last().Value.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(after.OrderDescending(), after);
        Assert.Contains("The other 4 units carry less.", Write(Accepted()).Words, StringComparison.Ordinal);
    }

    /// <summary>Trials of plans whose data have other units have distortions of other units.</summary>
    [Fact]
    public void ThePlaneHasBeforeAfterAndTheTrialsThatCompare()
    {
        string Plane(TreatmentContent content) => (string)Write(content).ById("plane").Descendants("svg").First().Attribute("aria-label")!;
        Assert.StartsWith("Rate and distortion of 5 models.", Plane(Accepted()), StringComparison.Ordinal);
        TreatmentRecord record = Accepted().Record;
        TreatmentTrial rescaled = record.Trials[0] with { Changes = [new PlanChange("data.scale", "none", "standardise")] };
        string plane = Plane(Accepted() with { Record = record with { Trials = [rescaled, .. record.Trials.Skip(1)] } });
        Assert.StartsWith("Rate and distortion of 4 models.", plane, StringComparison.Ordinal);
        // Whatever the number of trials, every dot has a colour that there is.
        XElement[] dots = [.. Write(Accepted()).ById("plane").Descendants().Where(element => Page.HasClass(element, "dot"))];
        Assert.Equal(["dot s1", "dot s2", "dot s3", "dot s3", "dot s3"], dots.Select(dot => (string)dot.Attribute("class")!));
    }

    [Fact]
    public void TheTablesSayWhatTheRecordHolds()
    {
        TableModel trials = TreatmentTables.Trials(Accepted().Record), checks = TreatmentTables.Checks(Accepted().Record);
        Assert.Equal(["lower-beta", "free-bits:lambda=0.25 + kl-warmup", "as it was"], trials.Rows.Select(row => row[0].Text));
        Assert.Equal(["overweighted-kl", "overweighted-kl", "control: as it was, from another seed"], trials.Rows.Select(row => row[1].Text));
        Assert.Equal(("accepted", Tone.Good), (trials.Rows[0][9].Text, trials.Rows[0][9].Tone));
        Assert.Equal(["30", "-99.50", "24.00", "5.10", "140.00", "healthy"], trials.Rows[0].Skip(2).Take(6).Select(cell => cell.Text));
        Assert.All(trials.Rows, row => Assert.Equal(trials.Columns.Count, row.Count));
        Assert.Equal(("collapsed", "healthy", "yes", Tone.Good), (checks.Rows[0][1].Text, checks.Rows[0][2].Text, checks.Rows[0][4].Text, checks.Rows[0][4].Tone));
        Assert.Equal("does not count", checks.Rows[1][4].Text);
        IReadOnlyList<TableCell> failed = TreatmentTables.Checks(Refused().Record).Rows[0];
        Assert.Equal(("no", Tone.Bad), (failed[4].Text, failed[4].Tone));
        // One that was never read has no numbers, and says why.
        Assert.Equal(["0", "", "", "", "", ""], TreatmentTables.Trials(Untrained().Record).Rows[0].Skip(2).Take(6).Select(cell => cell.Text));
    }

    [Fact]
    public void HostileNamesStayText()
    {
        const string hostile = "</td><script>alert('x')</script>&amp;\u0000";
        TreatmentContent content = Accepted();
        TreatmentRecord record = content.Record with
        {
            Subject = hostile, Statement = hostile, Trials = [content.Record.Trials[0] with { Reason = hostile, Outcome = hostile, Remedies = [hostile] }], Changes = [new PlanChange(hostile, hostile, hostile)],
            Checks = [new TreatmentCheck("x", hostile, 1, 2, hostile, true)], Before = content.Record.Before with { Explanation = [hostile] },
        };
        Page page = Write(content with { Record = record });
        Assert.Empty(page.All("script"));
        Assert.Contains("<script>alert('x')</script>", page.Words, StringComparison.Ordinal);
    }

    private static TreatmentContent Accepted()
    {
        Picture picture = Samples.Pictures()[0];
        TreatmentSide Side(double rate) => new() { Plan = Samples.Plan(20, 30), History = Samples.History(30, rate), Reconstructions = picture, Traversals = picture };
        return new TreatmentContent { Record = Record(), Before = Side(0.002), After = Side(24) };
    }

    private static TreatmentContent Refused() => Accepted() with
    {
        Record = Record() with
        {
            Accepted = false, Remedy = null, Statement = "Nothing was accepted. 3 plans were tried.", Checks = [new TreatmentCheck("verdict", "verdict", 2, 1, "healthy", false)],
            Trials = [.. Record().Trials.Select(trial => trial with { Outcome = "not accepted: verdict" })],
        },
    };

    private static TreatmentContent Untrained() => Accepted() with
    {
        After = null,
        Record = Record() with
        {
            Accepted = false, Remedy = null, After = null, Checks = [], Changes = [], Statement = "No plan was tried, and none could be trained to its end: nothing was accepted.",
            Trials = [.. Record().Trials.Select(trial => trial with { Readings = [], Outcome = "diverged" })],
        },
    };

    private static TreatmentContent Unitless()
    {
        TreatmentRecord record = Record();
        return Accepted() with { Record = record with { Before = record.Before with { Units = [], ActiveUnits = null }, After = record.After! with { Units = [], ActiveUnits = null } } };
    }

    private static TreatmentContent Texts()
    {
        TreatmentSide Side(TreatmentSide side, string text) => side with { Reconstructions = null, Traversals = null, Text = new TextSheet("reconstructions.txt", "Reconstructions", "one", [new TextLine("example", "the dog barks"), new TextLine("from its code", text)]) };
        TreatmentContent content = Accepted();
        return content with { Before = Side(content.Before, "the the the"), After = Side(content.After!, "a cat purrs") };
    }

    /// <summary>Diagnoses without interventions and likelihoods, and a reading that is no number.</summary>
    private static TreatmentContent Unmeasured()
    {
        TreatmentRecord record = Record();
        return Accepted() with
        {
            Record = record with
            {
                TrainingSeconds = null, BudgetSeconds = null,
                Before = record.Before with { Interventions = null, Nll = null, Elbo = null }, After = record.After! with { Interventions = null, Nll = null, Reconstruction = null },
                Checks = [new TreatmentCheck("interventions.shuffle_code", "what another example's code costs, nats", null, null, "higher, intervals apart", false)],
                Trials = [record.Trials[0] with { Readings = [record.Trials[0].Readings[0] with { Elbo = double.NaN, Distortion = double.NaN, Use = double.NegativeInfinity }] }],
            },
        };
    }

    private static TreatmentRecord Record() => new()
    {
        ToolVersion = "1", Subject = "runs/heavy", Status = TreatmentStatus.Done, Accepted = true, Remedy = "lower-beta", Seed = 7, Seconds = 90, TrainingSeconds = 20, BudgetSeconds = 600,
        Statement = "lower-beta cured it: mutual information 0.00 -> 5.10 nats. 3 plans were tried.", Before = Samples.Collapsed().Diagnosis!, After = Samples.Healthy().Diagnosis!,
        Changes = [new PlanChange("objective.beta", "64", "1")],
        Checks = [new TreatmentCheck("verdict", "verdict", 2, 0, "healthy", true), new TreatmentCheck("nll", "-log p(x), nats", null, null, "not compared: they describe different data", true) { IsCompared = false }],
        Trials =
        [
            Trial("lower-beta", TrialRole.Indicated, "overweighted-kl", Verdict.Healthy, 5.1, "accepted", "lower-beta"),
            Trial("both", TrialRole.Indicated, "overweighted-kl", Verdict.Partial, 2, "dropped after 8 epochs", "free-bits:lambda=0.25", "kl-warmup"),
            Trial("as-it-was", TrialRole.Control, "as it was, from another seed", Verdict.Collapsed, 0, "dropped after 8 epochs"),
        ],
    };

    private static TreatmentTrial Trial(string name, TrialRole role, string reason, Verdict verdict, double information, string outcome, params string[] remedies) => new()
    {
        Name = name, Role = role, Reason = reason, Remedies = remedies, Changes = [new PlanChange("objective.beta", "64", "1")], Seconds = 12, Outcome = outcome, Ended = true,
        Readings = [new TrialReading { Epochs = 30, Verdict = verdict, MutualInformation = information, Rate = 24, Distortion = 75.5, Elbo = -99.5, Describes = "x", Use = 140, ActiveUnits = 16 }],
    };

    private static Page Write(TreatmentContent content)
    {
        using var writer = new StringWriter();
        TreatmentReport.Write(content, writer);
        return Page.Read(writer.ToString());
    }

    private static byte[] Bytes(TreatmentContent content)
    {
        using var stream = new MemoryStream();
        TreatmentReport.Write(content, stream);
        return stream.ToArray();
    }
}
