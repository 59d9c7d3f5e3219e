using Uncollapse.Diagnosis.Interventions;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Interventions;

/// <summary>Units that are exchanged between examples together.</summary>
public sealed class BlockTests
{
    private static readonly DiagnosisOptions _quick = new()
    {
        ImportanceSamples = 0, BootstrapReplicates = 200, Samples = 1, UnitExamples = 2000, RefinedExamples = 0, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 0,
    };

    /// <summary>
    /// Two units both say a x_0 (and noise of their own), and the decoder adds b of each: mean_0 = b (z_0 + z_1). Another example's codes cost E[x_0 mean_0] / sigma^2 = 2 a b l / sigma^2 together;
    /// one alone, beside the other's own, a b l (1 - a b) / sigma^2, as what stays tells half. Units that stand in for each other cost more together than one by one.
    /// </summary>
    [Fact]
    public void Units_that_say_the_same_cost_their_closed_form_together_and_another_one_by_one()
    {
        const double a = 0.2, b = 2.5, eigenvalue = 25;
        using var linear = new LinearModel(3);
        linear.EncoderWeight.Data.Clear();
        linear.DecoderWeight.Data.Clear();
        for (int unit = 0; unit < 2; unit++)
        {
            linear.EncoderWeight.Data[unit] = (float)a;
            linear.DecoderWeight.Data[unit * 5] = (float)b;
            linear.LogVarianceBias(unit) = (float)Math.Log(0.01);
        }

        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick with { Blocks = [new(0, 1), new(1, 2), new(2, 2)] });
        IReadOnlyList<BlockIntervention> blocks = found.Interventions!.PerBlock;
        Assert.Equal(["units 0-1", "units 1-2", "unit 2"], blocks.Take(3).Select(block => block.Name));
        Assert.Equal([0, 1], blocks[0].Units);
        AssertWithin(2 * a * b * eigenvalue / linear.Sigma2, blocks[0].LossNats, blocks[0].Ci95);
        AssertWithin(2 * a * b * (1 - (a * b)) * eigenvalue / linear.Sigma2, blocks[0].OneByOneNats, blocks[0].Ci95);
        Assert.Equal(found.Interventions.PerUnit[0].LossNats + found.Interventions.PerUnit[1].LossNats, blocks[0].OneByOneNats, 1e-9);
        // Unit 2 is deaf: beside it unit 1 costs what it costs alone, by the same exchange of the same examples.
        Assert.Equal(found.Interventions.PerUnit[1].LossNats, blocks[1].LossNats, 1e-9);
        Assert.Equal(0, blocks[2].LossNats);
        Assert.All(blocks, block => Assert.Equal(2000, block.Examples));
    }

    /// <summary>The exchange by hand: log p(x|z) of a linear decoder in double precision, with the same codes and the same partners.</summary>
    [Fact]
    public void Every_block_is_what_an_exchange_by_hand_costs_and_all_units_are_the_whole_code()
    {
        const int examples = 700, units = 3;
        using var linear = new LinearModel(units);
        using var model = new VaeEvaluator<float>(linear.Model);
        var rng = new Rng(7);
        ExampleBlocks some = new(linear.Data.Test, [.. Enumerable.Range(0, examples)], new Rng(1));
        EncodedExamples encoded = ModelMeasures.Encode(model, some, "linear", _ => { }, default);
        var interventions = new CodeInterventions(model, some, encoded, rng);
        NamedBlock[] blocks = [new("pair", [0, 2]), new("one", [1]), new("all", [0, 1, 2])];
        (IReadOnlyList<Intervention> perUnit, IReadOnlyList<BlockIntervention> perBlock) = interventions.Parts(examples, blocks, new Bootstrap(200, new Rng(2)), _ => { }, default);

        float[] codes = encoded.Draw(rng.Fork("codes"));
        int[] other = Derangement.Draw(examples, rng.Fork("unit shuffle"));
        float[] x = new float[examples * 5];
        linear.Data.Test.ReadRange(0, examples, default, x);
        double LogLikelihood(int n, Func<int, double> code)
        {
            double sum = 0;
            for (int d = 0; d < 5; d++)
            {
                double error = x[(n * 5) + d];
                for (int unit = 0; unit < units; unit++) error -= linear.DecoderWeight.Data[(unit * 5) + d] * code(unit);
                sum -= error * error / (2 * linear.Sigma2);
            }

            return sum;
        }

        double Cost(int[] changed) => Enumerable.Range(0, examples)
            .Average(n => LogLikelihood(n, unit => codes[(n * units) + unit]) - LogLikelihood(n, unit => codes[((changed.Contains(unit) ? other[n] : n) * units) + unit]));
        for (int i = 0; i < blocks.Length; i++) Assert.Equal(Cost(blocks[i].Units), perBlock[i].LossNats, 2e-4);
        Assert.Equal(perUnit[1].LossNats, perBlock[1].LossNats);
        Assert.Equal(perUnit[1].Ci95[0], perBlock[1].Ci95[0], 1e-6);

        // The whole code's own exchange has other partners: the same number within the intervals of both.
        DecoderMeasures whole = interventions.Whole(_ => { }, default);
        double half = perBlock[2].Ci95[1] - perBlock[2].Ci95[0];
        Assert.Equal(whole.ShuffleCost.Average(), perBlock[2].LossNats, half);
    }

    [Fact]
    public void A_models_own_blocks_are_its_active_and_its_passive_units()
    {
        using var linear = new LinearModel(3);
        Assert.Empty(Diagnoser.Diagnose(linear.Subject, _quick).Interventions!.PerBlock);
        for (int unit = 1; unit < 3; unit++)
        {
            linear.EncoderWeight.Data[(unit * linear.EncoderWeight.Columns) + unit] = 0;
            linear.LogVarianceBias(unit) = 0;
            linear.DecoderWeight.Data.Slice(unit * 5, 5).Clear();
        }

        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(linear.Subject, _quick with { UnitExamples = 300 });
        IReadOnlyList<BlockIntervention> blocks = found.Interventions!.PerBlock;
        Assert.Equal(["active units", "passive units"], blocks.Select(block => block.Name));
        Assert.Equal([0], blocks[0].Units);
        Assert.Equal(found.Interventions.PerUnit[0].LossNats, blocks[0].LossNats);
        Assert.Equal([1, 2], blocks[1].Units);
        Assert.Equal(0, blocks[1].LossNats);
        Assert.Equal(300, blocks[1].Examples);
        Assert.Empty(Diagnoser.Diagnose(linear.Subject, _quick with { UnitExamples = 0, Blocks = [new(0, 1)] }).Interventions!.PerBlock);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 3)]
    [InlineData(2, 1)]
    [InlineData(-1, 1)]
    public void A_block_beyond_the_code_is_refused(int first, int last)
    {
        using var linear = new LinearModel(3);
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => Diagnoser.Diagnose(linear.Subject, _quick with { Blocks = [new(first, last)] }));
        Assert.Contains("within the 3 units of the code, from 0 to 2", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0-3,4-7", "0-3,4-7")]
    [InlineData(" 5 , 2 - 4 ", "5,2-4")]
    [InlineData("0-3,1-2,0-3", "0-3,1-2,0-3")]
    public void Ranges_are_read_as_they_are_written(string text, string expected)
    {
        Assert.Null(UnitBlock.Parse(text, out IReadOnlyList<UnitBlock> blocks));
        Assert.Equal(expected, string.Join(',', blocks));
    }

    [Theory]
    [InlineData("3-0", "3-0")]
    [InlineData("0-3,,4", "")]
    [InlineData("0-3,a", "a")]
    [InlineData("-1-2", "-1-2")]
    [InlineData("1-2-3", "1-2-3")]
    [InlineData("0-99999999999", "0-99999999999")]
    public void What_is_no_range_is_told(string text, string wrong)
    {
        Assert.Equal(wrong, UnitBlock.Parse(text, out IReadOnlyList<UnitBlock> blocks));
        Assert.Empty(blocks);
    }

    // The interval is 1.96 standard errors on either side: twice its half is four.
    private static void AssertWithin(double exact, double found, IReadOnlyList<double> interval) => Assert.Equal(exact, found, interval[1] - interval[0]);
}
