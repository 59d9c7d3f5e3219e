using System.Text.Json;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Science.Tests;

/// <summary>
/// Check 4 of the measures: on a linear VAE with the weights of the pPCA optimum every measure has a closed form (tests/Golden/ppca.json,
/// by numpy, and Tipping and Bishop 1999), and the code at its optimum fills the prior exactly.
/// </summary>
/// <remarks>Margins are four standard errors over the 10,000 test examples: what a measure of a sample can miss the population's value by.</remarks>
public sealed class LinearMeasuresTests
{
    private const int Examples = 10_000;
    private static readonly DiagnosisOptions _options = new() { ImportanceSamples = 50, BootstrapReplicates = 300, Samples = 2, UnitExamples = Examples };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_measure_has_its_closed_form(int units)
    {
        using var model = new LinearModel(units, 2 * Examples);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(model.Subject, _options);
        JsonElement exact = Golden(units);
        double rate = exact.GetProperty("rate").GetDouble();

        // The rate's only randomness is 1/2 mean^2, of standard deviation at most sqrt(1/2) a unit.
        double error = Math.Sqrt(0.5 * units / Examples);
        Assert.Equal(rate, found.Rate, 4 * error);
        // The information's per-example values vary by less than 1 nat a unit. The estimate is a lower bound and the other an
        // upper one; with I 4 nats and more below the ceiling of 9.2 their gap is below 0.1.
        double spread = 4 * Math.Sqrt((double)units / Examples);
        Assert.InRange(found.MutualInformation.Estimate, rate - spread - 0.1, rate + spread);
        Assert.InRange(found.MutualInformation.Upper, rate - spread, rate + spread + 0.1);
        Assert.InRange(found.AggregateKl, -2 * spread, (2 * spread) + 0.1);
        Assert.InRange(found.MarginalKl!.Value, -2 * spread, 2 * spread);
        Assert.Equal(found.AggregateKl, found.TotalCorrelation!.Value + found.MarginalKl.Value, 1e-9);
        for (int j = 0; j < units; j++)
        {
            Assert.Equal(exact.GetProperty("rate_per_unit")[j].GetDouble(), found.Units[j].Rate, 4 * Math.Sqrt(0.5 / Examples));
            Assert.Equal(exact.GetProperty("rate_per_unit")[j].GetDouble(), found.Units[j].MutualInformation, 4 * Math.Sqrt(1.0 / Examples));
            Assert.Equal(exact.GetProperty("posterior_variance")[j].GetDouble(), found.Units[j].AverageVariance, 1e-6);
            double variance = exact.GetProperty("variance_of_mean")[j].GetDouble();
            Assert.Equal(variance, found.Units[j].MeanVariance, 4 * variance * Math.Sqrt(2.0 / Examples));
        }

        Assert.Equal(exact.GetProperty("distortion").GetDouble(), found.Reconstruction!.Distortion, 4 * found.Reconstruction.StandardError);
        Assert.Equal(model.Sigma2, found.Reconstruction.MeanSquaredError!.Value, 4 * model.Sigma2 * Math.Sqrt(2.0 / Examples));
        Assert.Equal(exact.GetProperty("nll").GetDouble(), found.Nll!.Estimate, 3 * found.Nll.StandardError);
    }

    /// <summary>
    /// log p(x|z) - log p(x|z') of an independent z' costs sum_j (l_j - sigma^2) / sigma^2 nats; one unit its own term; the average code, 0,
    /// half of the sum.
    /// </summary>
    [Fact]
    public void The_cost_of_every_other_code_has_its_closed_form()
    {
        using var linear = new LinearModel(3, 2 * Examples);
        Interventions found = Diagnoser.Diagnose(linear.Subject, _options).Interventions!;
        double[] units = [.. LinearModel.Eigenvalues.Take(3).Select(eigenvalue => (eigenvalue - linear.Sigma2) / linear.Sigma2)];
        // The interval is 1.96 standard errors on either side: twice its width is four.
        AssertWithin(units.Sum(), found.ShuffleCode!);
        AssertWithin(units.Sum(), found.PriorCode!);
        AssertWithin(units.Sum() / 2, found.MeanCode!);
        Assert.All(found.PerUnit, (unit, j) => AssertWithin(units[j], unit));
        Assert.InRange(found.ShuffleCode!.Ci95[1] - found.ShuffleCode.Ci95[0], 0.1, 2);
    }

    /// <summary>The encoder is the exact posterior here, so every importance weight is p(x) itself and the estimate has no error but rounding.</summary>
    [Fact]
    public void The_likelihood_of_each_example_is_exact_with_the_exact_posterior()
    {
        using var linear = new LinearModel(2, 1000);
        float[] examples = new float[500 * 5];
        linear.Data.Test.ReadRange(0, 500, default, examples);
        using var evaluator = new VaeEvaluator<float>(linear.Model);
        double[] found = new double[500];
        evaluator.ImportanceWeighted(examples, 10, new Rng(1), found);
        for (int n = 0; n < 500; n++)
        {
            double exact = 0;
            for (int d = 0; d < 5; d++)
            {
                double variance = d < 2 ? LinearModel.Eigenvalues[d] : linear.Sigma2;
                exact -= 0.5 * ((examples[(n * 5) + d] * (double)examples[(n * 5) + d] / variance) + Math.Log(2 * Math.PI * variance));
            }

            Assert.Equal(exact, found[n], 2e-5);
        }
    }

    private static void AssertWithin(double exact, Intervention found) =>
        Assert.InRange(found.LossNats - exact, -2 * (found.Ci95[1] - found.Ci95[0]) / 2, 2 * (found.Ci95[1] - found.Ci95[0]) / 2);

    private static JsonElement Golden(int units) => JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("ppca.json"))).RootElement
        .GetProperty("learned_variance").EnumerateArray().Single(entry => entry.GetProperty("latent").GetInt32() == units);
}
