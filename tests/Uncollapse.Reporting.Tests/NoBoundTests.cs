using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Tests.Support;

namespace Uncollapse.Reporting.Tests;

/// <summary>What is no bound is nowhere called one, and what means nothing is nowhere counted.</summary>
public sealed class NoBoundTests
{
    private static readonly SkipPlan _skips = new() { Kind = SkipKind.Plain };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_elbo_beside_skips_is_an_objective_wherever_it_is_printed(bool seesExample)
    {
        ReportContent content = Samples.Healthy();
        if (seesExample)
        {
            Plan plan = content.Plan!;
            content = content with
            {
                Plan = plan with { Model = plan.Model with { Skips = _skips } },
                Diagnosis = content.Diagnosis! with { DecoderSeesExample = true, Nll = null, Undefined = ["There is no negative log-likelihood."] },
            };
        }

        var page = Page.Of(content);
        foreach (string section in (string[])["numbers", "splits", "training", "glossary"])
            Assert.Equal(seesExample, Page.Squeeze(page.ById(section)).Contains("no bound: the decoder sees features of x", StringComparison.Ordinal));
        // Where there is a likelihood, its tile stands in the panel and not the ELBO's.
        Assert.Equal(seesExample, Page.Squeeze(page.ById("verdict")).Contains(ObjectiveWords.NoBound, StringComparison.Ordinal));
        Assert.Equal(!seesExample, Page.Squeeze(page.ById("numbers")).Contains("Lower bound of log p(x)", StringComparison.Ordinal));
        var text = TextReport.Of(content.Diagnosis!);
        TableCell[] row = [.. text.Tables[0].Rows.Single(row => row[0].Text == "ELBO")];
        Assert.StartsWith(seesExample ? "Objective; no bound" : "Lower bound of log p(x)", row[^1].Text, StringComparison.Ordinal);
        Assert.Equal(seesExample, text.Unknown.Any(line => line.Contains("no negative log-likelihood", StringComparison.Ordinal)));
        Assert.DoesNotContain(text.Unknown, line => line.Contains("not asked", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_is_not_diagnosed_says_so_too()
    {
        ReportContent content = Samples.Undiagnosed();
        Assert.DoesNotContain(ObjectiveWords.NoBound, Page.Of(content).Words, StringComparison.Ordinal);
        Plan plan = content.Plan!;
        Assert.Contains(ObjectiveWords.NoBound, Page.Squeeze(Page.Of(content with { Plan = plan with { Model = plan.Model with { Skips = _skips } } }).ById("verdict")), StringComparison.Ordinal);
    }

    [Fact]
    public void Units_that_mean_nothing_alone_are_not_counted()
    {
        ReportContent content = Samples.Healthy();
        content = content with { Diagnosis = content.Diagnosis! with { ActiveUnits = null, Units = [], Undefined = ["Codes are points of a sphere."] } };
        var page = Page.Of(content);
        Assert.DoesNotContain(page.All("svg"), svg => Page.HasClass(svg, "gauge"));
        Assert.DoesNotContain("Active units", Page.Squeeze(page.ById("numbers")), StringComparison.Ordinal);
        Assert.DoesNotContain("active units", Page.Squeeze(page.ById("verdict")), StringComparison.Ordinal);
    }
}
