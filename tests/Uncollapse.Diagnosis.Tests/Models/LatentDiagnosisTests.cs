using System.Text.Json;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Models;

/// <summary>The diagnosis of codes that are no diagonal Gaussians under a standard normal.</summary>
public sealed class LatentDiagnosisTests
{
    private static readonly DiagnosisOptions _quick = new() { ImportanceSamples = 20, BootstrapReplicates = 50, Samples = 2, UnitExamples = 100 };

    public static TheoryData<string> Kinds => ["full", "sphere", "ladder", "mixture", "vamp"];

    /// <summary>The pairwise way, by a table of full covariances, is the fast way of diagonal Gaussians, aggregate subsets included.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(40)]
    public void The_pairwise_way_is_the_diagonal_way(int? aggregate)
    {
        const int examples = 90, units = 3;
        float[] mean = new float[examples * units], logVariance = new float[mean.Length], noise = new float[mean.Length];
        new Rng(1).FillNormal(mean);
        new Rng(2).FillNormal(logVariance);
        new Rng(3).FillNormal(noise);
        var posteriors = Posteriors.Create("test", examples, units, mean, logVariance);
        double[] codes = [.. mean.Select((m, i) => m + (Math.Exp(0.5 * logVariance[i]) * noise[i]))];
        PosteriorTable table = new DiagonalGaussian<float>(units).Table(mean, logVariance);
        Information expected = new InformationEstimator(posteriors, aggregate, new Rng(4)).MeasureAt(codes);
        Information found = new InformationEstimator(posteriors, aggregate, new Rng(4), table).MeasureAt(codes);
        Assert.Equal(expected.Estimate, found.Estimate, 1e-10);
        Assert.Equal(expected.Upper, found.Upper, 1e-10);
        for (int n = 0; n < examples; n++) Assert.Equal(expected.PerExample[n], found.PerExample[n], 1e-9);
        Assert.Equal(expected.PerUnit, found.PerUnit);
        Information drawn = new InformationEstimator(posteriors, aggregate, new Rng(4)).MeasureDrawn(1, _ => codes);
        Assert.Equal(expected.PerExample, drawn.PerExample);
        Assert.Equal(expected.PerUnit, drawn.PerUnit);
    }

    /// <summary>What holds for any code: I + KL(q(z)||p(z)) = R, I between 0 and R, and what does not exist is null and said.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_its_measures_and_no_others(string kind)
    {
        using var made = new Made(kind);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(made.Subject, _quick);
        Assert.Equal(found.Rate, found.MutualInformation.Estimate + found.AggregateKl, 1e-9);
        // Random weights: the information is small, its error over 150 examples of 2 codes well below 0.2 nats.
        Assert.InRange(found.MutualInformation.Estimate, -0.2, found.Rate + 0.2);
        Assert.Equal(150, found.Subject.Examples);
        Assert.True(double.IsFinite(found.Nll!.Estimate));
        // Another draw of codes for the same split: their rates and distortions agree.
        SplitMeasures test = found.Splits.Single(split => split.Split == "test");
        Assert.Equal(found.Rate, test.Rate, 0.35);
        Assert.Equal(found.Elbo!.Value, test.Elbo, 0.5);
        bool measuresUnits = kind is "full" or "mixture" or "vamp";
        Assert.Equal(measuresUnits ? 4 : 0, found.Units.Count);
        Assert.Equal(measuresUnits ? found.Units.Count(unit => unit.Active) : null, found.ActiveUnits);
        Assert.Equal(kind == "full", found.TotalCorrelation is not null);
        Assert.Equal(kind == "full", found.MarginalKl is not null);
        Assert.Equal(kind == "full" ? 0 : 1, found.Undefined.Count);
        Assert.Equal(kind == "sphere" ? 0 : 4, found.Interventions!.PerUnit.Count);
        Assert.Equal(kind == "ladder" ? ["z1", "z2"] : Array.Empty<string>(), found.Levels.Select(level => level.Level));
        if (kind == "ladder")
        {
            Assert.Equal(found.Rate, found.Levels.Sum(level => level.Rate), 1e-6);
            Assert.Equal(found.MutualInformation.Estimate, found.Levels.Sum(level => level.MutualInformation), 1e-9);
            Assert.Equal([3, 1], found.Levels.Select(level => level.Units));
        }

        string[] blocks = [.. found.Interventions.PerBlock.Select(block => $"{block.Name}: {string.Join(' ', block.Units)}")];
        if (kind == "ladder") Assert.Equal(["level z1: 0 1 2", "level z2: 3"], blocks);
        else Assert.All(blocks, block => Assert.Matches("^(active|mixed|passive) units: ", block));
        if (kind == "sphere") Assert.Empty(blocks);
        string text = JsonSerializer.Serialize(found, RecordsJson.Default.Diagnosis);
        Assert.Equal(found.Levels, JsonSerializer.Deserialize(text, RecordsJson.Default.Diagnosis)!.Levels);
        Assert.Contains(kind == "full" ? "\"total_correlation\": " : "\"total_correlation\": null", text, StringComparison.Ordinal);
        Assert.Equal(!measuresUnits, text.Contains("\"active_units\": null", StringComparison.Ordinal));
        Assert.Contains("\"decoder_sees_example\": false", text, StringComparison.Ordinal);
        Assert.Equal(measuresUnits ? 4 : 0, Diagnoser.Rates(made.Subject, _quick).Count);
        using var album = new Album(made.Subject);
        Assert.Equal(3, album.Pictures(found).Count);
    }

    /// <summary>A full covariance without entries below the diagonal is diagnosed as the diagonal Gaussian that it is.</summary>
    [Fact]
    public void A_full_covariance_that_is_diagonal_has_the_same_diagnosis()
    {
        using Made full = new("full"), diagonal = new("diagonal");
        foreach (Parameter<float> parameter in diagonal.Model.Parameters.All)
        {
            var to = full.Model.Parameters[parameter.Name].Tensor;
            if (!parameter.Name.StartsWith("encoder.posterior", StringComparison.Ordinal))
            {
                parameter.Tensor.Data.CopyTo(to.Data);
                continue;
            }

            to.Data.Clear();
            for (int i = 0; i < parameter.Tensor.Length; i++)
            {
                int column = i % 8;
                to.Data[(i / 8 * to.Columns) + column] = parameter.Tensor.Data[i] * (column < 4 ? 1 : 0.5f);
            }
        }

        Records.Diagnoses.Diagnosis one = Diagnoser.Diagnose(diagonal.Subject, _quick), other = Diagnoser.Diagnose(full.Subject, _quick);
        Assert.Equal(one.Rate, other.Rate, 1e-5);
        for (int j = 0; j < 4; j++)
        {
            Assert.Equal(one.Units[j].Rate, other.Units[j].Rate, 1e-5);
            Assert.Equal(one.Units[j].MeanVariance, other.Units[j].MeanVariance, 1e-6);
            Assert.Equal(one.Units[j].Status, other.Units[j].Status);
        }

        // Other draws of codes: within the sum of both intervals' halves.
        Assert.Equal(one.MutualInformation.Estimate, other.MutualInformation.Estimate, (one.MutualInformation.Ci95[1] - one.MutualInformation.Ci95[0]) + 0.02);
    }

    /// <summary>A fixed concentration whatever the example: the rate is that of the concentration, the information none, and the verdict says so.</summary>
    [Fact]
    public void A_constant_direction_on_the_sphere_is_collapsed_however_high_its_rate()
    {
        using var made = new Made("sphere", concentration: 20);
        var head = made.Model.Parameters["encoder.posterior.weight"].Tensor;
        head.Data.Clear();
        made.Model.Parameters["encoder.posterior.bias"].Tensor.Data.Fill(1);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(made.Subject, _quick);
        var marginal = new Tensors.Kernels.SphereMarginal(4);
        marginal.Set(20);
        Assert.Equal(marginal.UniformKl, found.Rate, 1e-4);
        Assert.True(found.Rate > 1);
        Assert.Equal(0, found.MutualInformation.Estimate, 1e-6);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.Equal("constant-code", found.Findings[0].Cause);
        Assert.Contains(found.Explanation, line => line.Contains("sphere", StringComparison.Ordinal));
    }

    private sealed class Made : IDisposable
    {
        private readonly Plan _plan;
        private readonly PreparedData _data;

        public Made(string kind, double? concentration = null)
        {
            _plan = new Plan
            {
                Seed = 3,
                Data = new DataPlan { Source = "synthetic:shapes?examples=300&size=8", Test = 0.5, Validation = 0.1 },
                Model = new ModelPlan
                {
                    Latent = 4,
                    Encoder = new NetworkPlan { Hidden = [16] },
                    Decoder = new NetworkPlan { Hidden = [16] },
                    Posterior = new PosteriorPlan
                    {
                        Kind = kind == "full" ? PosteriorKind.Full : kind == "sphere" ? PosteriorKind.VonMisesFisher : PosteriorKind.Diagonal,
                        Concentration = concentration,
                        UpperUnits = kind == "ladder" ? 1 : 0,
                    },
                    Prior = new PriorPlan { Kind = kind == "mixture" ? PriorKind.Mixture : kind == "vamp" ? PriorKind.Vamp : PriorKind.Normal, Components = 5 },
                },
            };
            _data = PreparedData.Open(_plan.Data, new Rng(3));
            Model = Vae<float>.Build(_plan.Model, new DataStatistics(_data.Train.Statistics().Mean) { Height = 8, Width = 8 }, new Rng(1));
        }

        public Vae<float> Model { get; }

        public ModelSubject Subject => new() { Model = Model, Data = _data, Source = "made", Plan = _plan };

        public void Dispose()
        {
            Model.Dispose();
            _data.Dispose();
        }
    }
}
