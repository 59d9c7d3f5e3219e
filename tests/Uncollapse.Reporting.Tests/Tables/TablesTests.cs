using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Tests.Support;

namespace Uncollapse.Reporting.Tests.Tables;

public sealed class TablesTests
{
    private static IReadOnlyList<TableCell> Row(TableModel table, string first) => table.Rows.Single(row => row[0].Text == first);

    [Fact]
    public void Rows_are_as_long_as_the_head()
    {
        foreach (ReportContent content in new[] { Samples.Healthy(), Samples.Partial(), Samples.Collapsed(), Samples.Posterior(), Samples.Healthy(1, 1) })
        {
            var text = TextReport.Of(content.Diagnosis!);
            TableModel[] all = [.. text.Tables, text.Units, .. content.Diagnosis!.Findings.Select(DiagnosisTables.Evidence).OfType<TableModel>(), DiagnosisTables.Thresholds(content.Diagnosis!)!];
            Assert.All(all, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        }
    }

    [Fact]
    public void Trials_stand_beside_their_control()
    {
        TableModel table = TrialsTable.Of(Samples.Tried().Diagnosis!)!;
        Assert.Equal(["nothing: the control", "objective-scaling", "lagging-encoder", "objective-scaling, lagging-encoder"], table.Rows.Select(row => row[0].Text));
        Assert.Equal(["", "returns", "stays as it was", "it diverged"], table.Rows.Select(row => row[4].Text));
        Assert.Equal(("5.250", "[5.240, 5.260]", "key.of-objective-scaling: was → is"), (table.Rows[1][1].Text, table.Rows[1][2].Text, table.Rows[1][6].Text));
        Assert.Equal("not measured", table.Rows[3][1].Text);
        Assert.Equal("20 epochs of 4,000 examples each; 51 s of 1 min 0 s used.", table.Note);
        Assert.Contains(TextReport.Of(Samples.Tried().Diagnosis!).Tables, one => one.Title == table.Title);
        Assert.Null(TrialsTable.Of(Samples.Collapsed().Diagnosis!));
        using var writer = new StringWriter();
        Report.Write(Samples.Tried(), writer);
        Assert.Contains("What if it had been otherwise?", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 trials: convicted: objective-scaling.", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_of_suspects_is_named_in_words()
    {
        var margin = new StabilityMargin { Suspect = "beta+skips", Lambda1 = 4, Ci95 = [3, 5], Lambda1InSample = 5, Beta = 1, Margin = 4, Examples = 100, Directions = "d", State = "s" };
        Diagnosis diagnosis = Samples.Collapsed().Diagnosis! with { Stability = new Stability { CollapsedState = StateStability.Stable, AsItIs = margin with { Suspect = null }, Without = [margin] } };
        Assert.Equal("β at 1, skips cut", StabilityTable.Of(diagnosis)!.Rows[1][0].Text);
    }

    [Fact]
    public void Key_numbers_carry_their_estimators()
    {
        TableModel table = KeyNumbersTable.Of(Samples.Healthy().Diagnosis!);
        IReadOnlyList<TableCell> information = Row(table, "Mutual information, lower bound");
        Assert.Equal("9.1000", information[1].Text);
        Assert.Equal("[9.0988, 9.1013]", information[2].Text);
        Assert.Contains("10,000 examples × 1 sample, aggregate of 10,000, ceiling 9.210; saturated", information[3].Text, StringComparison.Ordinal);
        IReadOnlyList<TableCell> likelihood = Row(table, "Negative log-likelihood");
        Assert.Equal(("95.31", "± 0.24"), (likelihood[1].Text, likelihood[2].Text));
        Assert.Contains("K = 500, 1,000 examples", likelihood[3].Text, StringComparison.Ordinal);
        Assert.Contains("at least 0.01", Row(table, "Active units (Burda)")[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_is_said_with_its_reason()
    {
        Diagnosis diagnosis = Samples.Posterior().Diagnosis!;
        TableModel table = KeyNumbersTable.Of(diagnosis);
        foreach (string measure in new[] { "Use of the code", "ELBO", "Distortion", "Negative log-likelihood" })
        {
            Assert.Equal("not measured", Row(table, measure)[1].Text);
            Assert.Contains("a posterior file has none", Row(table, measure)[3].Text, StringComparison.Ordinal);
        }

        Assert.Contains(Unmeasured.Of(diagnosis), pair => pair.Measure == "ELBO");
        Assert.DoesNotContain(Unmeasured.Of(Samples.Healthy().Diagnosis!), pair => pair.Measure == "ELBO");
        Assert.Null(InterventionsTable.Of(diagnosis));
    }

    [Fact]
    public void What_does_not_apply_to_a_model_has_no_row()
    {
        Diagnosis diagnosis = Samples.Healthy().Diagnosis!;
        Assert.Empty(Unmeasured.Of(diagnosis));
        Assert.Equal(["Shuffle the code", "Prior code", "Mean code"], InterventionsTable.Of(diagnosis)!.Rows.Select(row => row[0].Text));
        Diagnosis skips = diagnosis with { Interventions = diagnosis.Interventions! with { ShuffleSkip = new Intervention { LossNats = 2, Ci95 = [1.5, 2.5] } } };
        Assert.Equal("2.0", Row(InterventionsTable.Of(skips)!, "Shuffle the skips")[1].Text);
        Assert.Null(InterventionsTable.Of(diagnosis with { Interventions = new Interventions() }));
        Assert.DoesNotContain(KeyNumbersTable.Of(diagnosis).Rows, row => row[1].Text == "not measured");
    }

    [Fact]
    public void Blocks_of_units_have_a_row_each_and_a_place_in_the_report()
    {
        ReportContent content = Samples.Healthy();
        Diagnosis diagnosis = content.Diagnosis!;
        Assert.Null(BlocksTable.Of(diagnosis));
        BlockIntervention passive = new() { Name = "passive units", Units = [1, 2, 3, 7, 9, 11, 13, 15, 17, 18], LossNats = -0.0004, Ci95 = [-0.012, 0.011], OneByOneNats = 0.0002, Examples = 1000 };
        BlockIntervention asked = new() { Name = "units 0-3", Units = [0, 1, 2, 3], LossNats = 31.26, Ci95 = [30.1, 32.4], OneByOneNats = 12.34, Examples = 1000 };
        diagnosis = diagnosis with { Interventions = diagnosis.Interventions! with { PerBlock = [asked, passive] } };
        TableModel table = BlocksTable.Of(diagnosis)!;
        Assert.Equal(["units 0-3", "31.3", "[30.1, 32.4]", "12.3", "0-3"], table.Rows[0].Select(cell => cell.Text));
        Assert.Equal(["passive units", "0.000", "[-0.012, 0.011]", "0.000", "1-3, 7, 9, 11, 13, 15 and 2 more"], table.Rows[1].Select(cell => cell.Text));
        Assert.Contains(TextReport.Of(diagnosis).Tables, one => one.Title == "Blocks of units");
        Assert.Contains("passive units", Page.Of(content with { Diagnosis = diagnosis }).ById("use").Value, StringComparison.Ordinal);
    }

    /// <summary>Bounds of a dead code differ in the noise of an estimate alone: neither stands above the other by its last digit.</summary>
    [Theory]
    [InlineData(0.00161, 0.0016, 0.02, "0.002", "0.002")]
    [InlineData(0.0021, 0.00205, 0.0, "0.0021", "0.0021")]
    [InlineData(-2e-7, 0, 0.0, "0.00", "0.00")]
    [InlineData(3e-6, 1e-9, 2e-6, "0.00", "0.00")]
    public void Bounds_near_zero_are_in_order(double lower, double upper, double half, string low, string high)
    {
        ReportContent content = Samples.Collapsed();
        MutualInformation information = content.Diagnosis!.MutualInformation with { Estimate = lower, Lower = lower, Upper = upper, Ci95 = [lower - half, lower + half] };
        Diagnosis diagnosis = content.Diagnosis with { MutualInformation = information };
        TableModel table = KeyNumbersTable.Of(diagnosis);
        Assert.Equal(low, Row(table, "Mutual information, lower bound")[1].Text);
        Assert.Equal(high, Row(table, "Mutual information, upper bound")[1].Text);
        string shown = Numbers.Nats(upper);
        Assert.Contains($"between {shown} and {shown}", Page.Of(content with { Diagnosis = diagnosis }).ById("verdict").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_have_a_row_each_named_by_their_column_where_there_are_several()
    {
        Diagnosis diagnosis = Samples.Healthy().Diagnosis!;
        Assert.Null(DiagnosisTables.Labels(diagnosis));
        diagnosis = diagnosis with { Labels = [new LabelDiagnosis("digit", "0", 980, 25.31, 8.2), new LabelDiagnosis("digit", "1", 1135, 12.5, 7.9)] };
        TableModel one = DiagnosisTables.Labels(diagnosis)!;
        Assert.Equal("Labels: digit", one.Title);
        Assert.Equal(["1", "1,135", "12.500", "7.900"], one.Rows[1].Select(cell => cell.Text));
        TableModel two = DiagnosisTables.Labels(diagnosis with { Labels = [.. diagnosis.Labels, new LabelDiagnosis("pen", "thick", 9, 1, 1)] })!;
        Assert.Equal(["digit: 0", "digit: 1", "pen: thick"], two.Rows.Select(row => row[0].Text));
        Assert.Contains("1,135", Page.Of(Samples.Healthy() with { Diagnosis = diagnosis }).ById("labels").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_are_sorted_by_information_with_the_unmeasurable_last()
    {
        Diagnosis diagnosis = Samples.Healthy().Diagnosis!;
        diagnosis = diagnosis with { Units = [diagnosis.Units[0] with { MutualInformation = double.NaN }, .. diagnosis.Units.Skip(1)] };
        TableModel table = UnitsTable.Of(diagnosis);
        Assert.Equal("0", table.Rows[^1][0].Text);
        Assert.Equal("not finite", table.Rows[^1][2].Text);
        double[] order = [.. UnitsTable.Sorted(diagnosis).SkipLast(1).Select(unit => unit.MutualInformation)];
        Assert.Equal(order.OrderDescending(), order);
        Assert.All(table.Rows, row => Assert.InRange(row[3].Bar!.Value, 0, 1));
        Assert.Equal(1, table.Rows.Max(row => row[3].Bar));
    }

    [Fact]
    public void A_collapsed_codes_bars_are_not_drawn_long() => Assert.All(UnitsTable.Of(Samples.Collapsed().Diagnosis!).Rows, row => Assert.InRange(row[3].Bar!.Value, 0, 0.01));

    [Theory]
    [InlineData(Verdict.Partial, "Partial: some units inform. Others do not.", "Some units inform. Others do not.", true)]
    [InlineData(Verdict.Healthy, "Healthy as far as the codes tell.", "Healthy as far as the codes tell.", true)]
    [InlineData(Verdict.Collapsed, "The code is empty.", "The code says nothing about the examples, or the decoder does not listen to it.", false)]
    public void A_verdict_is_not_said_twice(Verdict verdict, string first, string gloss, bool taken)
    {
        Diagnosis diagnosis = Samples.Healthy().Diagnosis! with { Verdict = verdict, Explanation = [first, "More."] };
        var text = TextReport.Of(diagnosis);
        Assert.Equal(gloss, text.Gloss);
        Assert.Equal(taken ? ["More."] : [first, "More."], text.Explanation);
    }

    [Fact]
    public void An_unknown_cause_has_no_confidence()
    {
        Diagnosis diagnosis = Samples.Collapsed().Diagnosis! with { Findings = [Samples.Constant() with { Cause = "unknown", Confidence = 0 }] };
        Assert.Equal("Finding: cause unknown. The posterior is nearly the same for every example. More: docs/causes/unknown.md", TextReport.Of(diagnosis).Findings[0]);
        Assert.StartsWith("Error: objective-scaling (confidence 90\u00A0%). ", TextReport.Of(Samples.Collapsed().Diagnosis!).Findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_gloss_claims_nothing_of_a_decoder_that_was_not_asked()
    {
        Assert.Contains("unknown", VerdictWords.Gloss(Samples.Posterior().Diagnosis!), StringComparison.Ordinal);
        Assert.Contains("the decoder uses it", VerdictWords.Gloss(Samples.Healthy().Diagnosis!), StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_show_what_is_lost_from_the_first()
    {
        TableModel table = DiagnosisTables.Splits(Samples.Healthy().Diagnosis!)!;
        Assert.Equal(["", "1.00", "1.30"], table.Rows.Select(row => row[^1].Text));
        Assert.Equal("-100.30", Row(table, "test")[2].Text);
    }

    [Fact]
    public void One_count_of_units_is_shown_first_everywhere()
    {
        ReportContent content = Samples.Healthy();
        Diagnosis diagnosis = content.Diagnosis!;
        // Twelve tell a tenth of a nat, of sixteen that Burda's variance calls active and one mixed.
        diagnosis = diagnosis with { Units = [.. diagnosis.Units.Select(unit => unit with { MutualInformation = unit.Index < 12 ? 0.1 : 0.0999 })] };
        Assert.Equal(("12", "of 20"), (Row(KeyNumbersTable.Of(diagnosis), "Units that inform")[1].Text, Row(KeyNumbersTable.Of(diagnosis), "Units that inform")[2].Text));
        var page = Page.Of(content with { Diagnosis = diagnosis });
        string panel = Page.Squeeze(page.ById("verdict"));
        Assert.Contains("12/20", panel, StringComparison.Ordinal);
        Assert.Contains("units that inform 12 of 20 at least 0.1 nats each", panel, StringComparison.Ordinal);
        Assert.DoesNotContain("active units", panel, StringComparison.Ordinal);
        Assert.Contains("of which 12 inform", Page.Squeeze(page.ById("units")), StringComparison.Ordinal);
        Assert.DoesNotContain("gauge", Page.Of(content with { Diagnosis = diagnosis with { Units = [] } }).ById("verdict").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interventions.shuffle_code.ci95[0]", "cost of another example's code, lower end of its interval")]
    [InlineData("interventions.shuffle_code / drop_context", "cost of another example's code, over cost of a hidden past")]
    [InlineData("units[3].mutual_information", "mutual information of unit 3")]
    [InlineData("aggregate_kl / rate", "aggregate KL, over rate")]
    [InlineData("something of tomorrow", "something of tomorrow")]
    public void Evidence_is_named_in_words(string measure, string words)
    {
        TableModel table = DiagnosisTables.Evidence(Samples.Scaling() with { Cause = "unknown", Evidence = [new Evidence(measure, -2.2e-5, 0.1, "own")] })!;
        Assert.Equal("What was measured", table.Title);
        Assert.Equal((words, "0.00"), (table.Rows[0][0].Text, table.Rows[0][1].Text));
    }

    [Fact]
    public void Bounds_of_nothing_are_the_same_nothing()
    {
        Diagnosis diagnosis = Samples.Collapsed().Diagnosis!;
        diagnosis = diagnosis with { MutualInformation = diagnosis.MutualInformation with { Estimate = 2.2e-5, Upper = -6.7e-5 / 2, Ci95 = [1e-5, 3e-5] } };
        TableModel table = KeyNumbersTable.Of(diagnosis);
        Assert.Equal("0.00", Row(table, "Mutual information, lower bound")[1].Text);
        Assert.Equal("[0.00, 0.00]", Row(table, "Mutual information, lower bound")[2].Text);
        Assert.Equal("0.00", Row(table, "Mutual information, upper bound")[1].Text);
    }

    [Fact]
    public void A_likelihood_that_was_left_out_says_by_which_option()
    {
        Diagnosis diagnosis = Samples.Healthy().Diagnosis! with { Nll = null };
        Assert.Contains(Unmeasured.Of(diagnosis), pair => pair == ("Negative log-likelihood", "left out: --importance-samples 0"));
        Assert.Equal("left out: --importance-samples 0", Row(KeyNumbersTable.Of(diagnosis), "Negative log-likelihood")[3].Text);
    }

    [Fact]
    public void Evidence_without_a_value_is_not_measured()
    {
        TableModel table = DiagnosisTables.Evidence(Samples.Scaling())!;
        Assert.Equal("784", table.Rows[0][1].Text);
        Assert.Equal("not measured", table.Rows[1][1].Text);
    }

    [Fact]
    public void Labels_that_the_source_leaves_open_are_explained()
    {
        Diagnosis diagnosis = Samples.Healthy().Diagnosis! with { Labels = [new LabelDiagnosis("kind", "a", 3, 1, 0.5), new LabelDiagnosis("kind", "(missing)", 2, 1, 0.5)] };
        Assert.Contains("no class", DiagnosisTables.Labels(diagnosis)!.Note, StringComparison.Ordinal);
        Assert.Null(DiagnosisTables.Labels(diagnosis with { Labels = [diagnosis.Labels[0]] })!.Note);
    }
}
