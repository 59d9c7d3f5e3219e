using System.Globalization;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Treatment.Tests.Sweeps;

/// <summary>What people write after <c>--over</c>.</summary>
public sealed class SweepAxesTests
{
    [Theory]
    [InlineData("objective.beta=1,.5,2e0", "1|0.5|2")]
    [InlineData(" objective.beta = 1 , 2 ", "1|2")]
    [InlineData("seed=1,2,3", "1|2|3")]
    [InlineData("model.likelihood.kind=bernoulli,gaussian", "bernoulli|gaussian")]
    [InlineData("objective.capacity=null,5", "null|5")]
    [InlineData("objective.must_finish=true,false", "true|false")]
    [InlineData("model.encoder.hidden=64;200,200;none", "64|200,200|none")]
    [InlineData("model.encoder.hidden=64,128;", "64,128")]
    [InlineData("model.encoder.hidden=64", "64")]
    [InlineData("data.source=../a.npy,../b.npy", "../a.npy|../b.npy")]
    [InlineData("remedy=none,free-bits:lambda=0.25,kl-warmup", "none|free-bits:lambda=0.25|kl-warmup")]
    [InlineData("remedy=early-stopping:patience=3,weight_decay=0,none", "early-stopping:patience=3,weight_decay=0|none")]
    [InlineData("remedy=early-stopping:patience=3,weight_decay=0;none", "early-stopping:patience=3,weight_decay=0|none")]
    [InlineData("remedy=lower-beta:beta=1e+0+kl-warmup:epochs=2", "lower-beta:beta=1e+0+kl-warmup:epochs=2")]
    public void ListsAreReadAndWrittenAsPlansWriteThem(string text, string values)
    {
        SweepAxis axis = SweepAxes.Parse(text);
        Assert.Equal(values.Split('|'), axis.Values);
        Assert.Equal(AxisSpacing.Listed, axis.Spacing);
        Assert.Equal(axis.Values, SweepAxes.Checked(axis).Values);
    }

    [Theory]
    [InlineData("objective.beta=.5..32:7log", "0.5|1|2|4|8|16|32", AxisSpacing.Logarithmic)]
    [InlineData("objective.beta=1..100:3log", "1|10|100", AxisSpacing.Logarithmic)]
    [InlineData("objective.beta=1..3:3log", "1|1.732|3", AxisSpacing.Logarithmic)]
    [InlineData("objective.beta=0..1:5", "0|0.25|0.5|0.75|1", AxisSpacing.Linear)]
    [InlineData("objective.beta=1000..1000.4:3", "1000|1000.2|1000.4", AxisSpacing.Linear)]
    [InlineData("model.latent=1..16:5log", "1|2|4|8|16", AxisSpacing.Logarithmic)]
    [InlineData("seed=1..3:3", "1|2|3", AxisSpacing.Linear)]
    [InlineData("model.latent=1..3:9", "1|2|3", AxisSpacing.Linear)]
    [InlineData("training.optimizer.learning_rate=1e-4..1e-2:3log", "0.0001|0.001|0.01", AxisSpacing.Logarithmic)]
    [InlineData("training.clip_norm=1..5:2", "1|5", AxisSpacing.Linear)]
    public void RangesHaveBothEnds(string text, string values, AxisSpacing spacing)
    {
        SweepAxis axis = SweepAxes.Parse(text);
        Assert.Equal(spacing, axis.Spacing);
        // As numbers: the shortest text of a value is the runtime's to choose.
        Assert.Equal(values.Split('|').Select(Number), axis.Values.Select(Number));
        static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("objective.beta", "found 'objective.beta'")]
    [InlineData("=1,2", "found '=1,2'")]
    [InlineData("objective.beta=", "no values")]
    [InlineData("beta=1,2", "did you mean objective.beta?")]
    [InlineData("remedies=none", "did you mean remedy?")]
    [InlineData("objective.beta=1,x", "found 'x'")]
    [InlineData("objective.beta=1,,2", "nothing")]
    [InlineData("objective.beta=1,1.0", "'1' twice")]
    [InlineData("objective.beta=1,nan", "found 'nan'")]
    [InlineData("model.latent=2,2.5", "found '2.5'")]
    [InlineData("model.likelihood.kind=bernouli", "found 'bernouli'")]
    [InlineData("objective.beta=1..2", "lo..hi:n")]
    [InlineData("objective.beta=1..2:3lin", "lo..hi:n")]
    [InlineData("objective.beta=1..x:3", "lo..hi:n")]
    [InlineData("objective.beta=1..inf:3", "lo..hi:n")]
    [InlineData("objective.beta=1..2:1", "2 to 1000 values")]
    [InlineData("objective.beta=1..2:1001", "2 to 1000 values")]
    [InlineData("objective.beta=2..1:3", "a range that rises")]
    [InlineData("objective.beta=1..1:3", "a range that rises")]
    [InlineData("objective.beta=0..1:3log", "ends above 0")]
    [InlineData("model.encoder.hidden=64,128", "model.encoder.hidden=64;128")]
    [InlineData("remedy=fre-bits", "did you mean free-bits?")]
    [InlineData("remedy=none,none", "'none' twice")]
    [InlineData("remedy=lambda=1,none", "'lambda=1'")]
    public void WhatThereIsNotIsRefused(string text, string says) => Assert.Contains(says, Assert.Throws<PlanException>(() => SweepAxes.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheLastAxisChangesFastestAndNamesAreFileNames()
    {
        SweepAxis[] axes = [new("objective.beta", ["0.5", "4"]), new("seed", ["1", "2"])];
        Assert.Equal(["beta-0.5_seed-1", "beta-0.5_seed-2", "beta-4_seed-1", "beta-4_seed-2"], SweepGrid.Product(axes).Select(SweepGrid.Name));
    }

    [Fact]
    public void NamesTellEveryCellApartOnEveryFileSystem()
    {
        string Of(string key, string value, string other = "seed") => SweepGrid.Name([new(key, value), new(other, "1")]);
        string[] names =
        [
            Of("data.source", "a/b"), Of("data.source", "a-b"), Of("data.source", "A-b"), Of("data.source", "../../etc"), Of("data.source", new string('x', 300)), Of("data.source", new string('x', 301)),
            Of("remedy", "free-bits:lambda=0.25"), Of("remedy", "free-bits:lambda=0,25"), Of("training.optimizer.learning_rate", "1E-05"), Of("model.likelihood.kind", "bernoulli"),
        ];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.Matches(@"^[a-z0-9][a-z0-9._-]{0,99}$", name));
        Assert.Equal("likelihood-bernoulli_seed-1", names[^1]);
        // Two keys of one last word are told apart by the one before.
        Assert.Equal("encoder.hidden-8_decoder.hidden-16", SweepGrid.Name([new("model.encoder.hidden", "8"), new("model.decoder.hidden", "16")]));
    }

    [Fact]
    public void AGridThatNobodyWaitsForIsRefused()
    {
        SweepAxis axis = SweepAxes.Parse("seed=1..200:200");
        Assert.Contains("at most 10000 cells", Assert.Throws<PlanException>(() => SweepGrid.Product([axis, axis, axis])).Message, StringComparison.Ordinal);
    }
}
