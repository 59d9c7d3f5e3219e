using Uncollapse.Records.Plans;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>Counts choose their model where the user named no part of it, and say so.</summary>
public sealed class CountDefaultsTests : IDisposable
{
    private readonly string _folder = TestFiles.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedDataTheory("tenx-formats")]
    [InlineData("filtered_feature_bc_matrix")]
    [InlineData("filtered_feature_bc_matrix.h5")]
    public void Cells(string name)
    {
        string run = Path.Combine(_folder, "run");
        var trained = CommandLine.Run("train", "--data", SharedData.Path($"tenx-formats/v3.0.0/{name}"), "--epochs", "1", "--warmup", "0", "--out", run);
        Assert.Equal(0, trained.Code);
        Assert.Contains("the data are counts: --likelihood negative-binomial", trained.Error, StringComparison.Ordinal);
        Plan plan = PlanYaml.Read(Path.Combine(run, "plan.yaml"));
        Assert.Equal((LikelihoodKind.NegativeBinomial, 10, 1), (plan.Model.Likelihood.Kind, plan.Model.Latent, plan.Training.Epochs));
        Assert.Equal((4000, GeneRule.Pearson, 0.5), (plan.Data.Counts!.Genes, plan.Data.Counts.GeneRule, plan.Model.Encoder.Dropout));
        Assert.Equal([128], plan.Model.Decoder.Hidden);
        Assert.Equal(0, CommandLine.Run("diagnose", run, "--importance-samples", "0").Code);
    }

    [SharedDataFact("pbmc68k-reduced")]
    public void What_is_no_count_is_refused_with_what_was_seen()
    {
        var refused = CommandLine.Run("train", "--data", SharedData.Path("pbmc68k-reduced/10x_pbmc68k_reduced.h5ad"), "--likelihood", "negative-binomial", "--out", Path.Combine(_folder, "none"));
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("raw/X holds fractions", refused.ErrorLine, StringComparison.Ordinal);
    }
}
