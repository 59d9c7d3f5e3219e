using Uncollapse.Models.Layers;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Posteriors;

/// <summary>Each family and prior against the simpler one that it contains, or against an integral.</summary>
public sealed class FamilyTests : IDisposable
{
    private readonly Tape<double> _tape = new(TapeMode.Inference);
    private readonly ParameterSet<double> _parameters = new();

    private Pass<double> Pass => new(_tape, false, default);

    public void Dispose()
    {
        _tape.Dispose();
        _parameters.Dispose();
    }

    [Fact]
    public void AFullCovarianceWithADiagonalFactorIsTheDiagonalFamily()
    {
        const int rows = 6, units = 5;
        var diagonal = new DiagonalGaussian<double>(units);
        var full = new FullGaussian<double>(units);
        Tensor<double> mean = Normal(rows, units, 1), logVariance = Normal(rows, units, 2), noise = Normal(rows, units, 3), triangles = _tape.Constant(new Shape(rows, full.SpreadCount));
        triangles.Data.Clear();
        for (int i = 0; i < logVariance.Length; i++)
            triangles.Data[(i / units * full.SpreadCount) + (i % units)] = 0.5 * logVariance.Data[i];
        var simple = new Posterior<double>(diagonal, mean, logVariance);
        var general = new Posterior<double>(full, mean, triangles);
        var code = simple.Sample(noise, Pass);
        Same(code, general.Sample(noise, Pass));
        Same(simple.LogDensity(code, Pass), general.LogDensity(code, Pass));
        Same(diagonal.StandardKl(simple, Pass), full.StandardKl(general, Pass));
        double[] means = new double[rows * units], logVariances = new double[rows * units];
        full.Moments(general, Pass, means, logVariances);
        for (int i = 0; i < means.Length; i++)
        {
            Assert.Equal(mean.Data[i], means[i], 1e-12);
            Assert.Equal(logVariance.Data[i], logVariances[i], 1e-12);
        }
    }

    /// <summary>A factor's covariance over 40,000 codes: within five standard errors of C C^T, whose diagonal is what Moments says.</summary>
    [Fact]
    public void CodesHaveTheFactorsCovariance()
    {
        const int rows = 40_000, units = 3;
        var full = new FullGaussian<double>(units);
        Tensor<double> mean = _tape.RepeatRows(Normal(1, units, 1), rows), triangle = Normal(1, full.SpreadCount, 2);
        var posterior = new Posterior<double>(full, mean, _tape.RepeatRows(triangle, rows));
        double[] code = posterior.Sample(Normal(rows, units, 3), Pass).Data.ToArray();
        double[] means = new double[rows * units], logVariances = new double[rows * units];
        full.Moments(posterior, Pass, means, logVariances);
        double[][] factor = [[Math.Exp(triangle.Data[0]), 0, 0], [triangle.Data[3], Math.Exp(triangle.Data[1]), 0], [triangle.Data[4], triangle.Data[5], Math.Exp(triangle.Data[2])]];
        double Covariance(int i, int j) => factor[i].Zip(factor[j], (a, b) => a * b).Sum();
        for (int i = 0; i < units; i++)
        {
            Assert.Equal(Math.Log(Covariance(i, i)), logVariances[i], 1e-12);
            for (int j = 0; j < units; j++)
            {
                double found = 0;
                for (int n = 0; n < rows; n++) found += (code[(n * units) + i] - means[i]) * (code[(n * units) + j] - means[j]) / rows;
                double error = Math.Sqrt(((Covariance(i, i) * Covariance(j, j)) + (Covariance(i, j) * Covariance(i, j))) / rows);
                Assert.True(Math.Abs(found - Covariance(i, j)) < 5 * error, $"{i}, {j}: {found}, {Covariance(i, j)}");
            }
        }
    }

    /// <summary>The density over the circle, and over the sphere, is 1: trapezoids on the circle, Gauss-free midpoints in cos theta on the sphere.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(8)]
    [InlineData(90)]
    public void TheDensityOnTheSphereIntegratesToOne(double kappa)
    {
        const int steps = 2000;
        var circle = new VonMisesFisher<double>(2, kappa);
        Tensor<double> points = _tape.Constant(new Shape(steps, 2)), direction = _tape.Constant(new Shape(steps, 2)), spread = _tape.Constant(new Shape(steps, 1));
        spread.Data.Fill(kappa);
        for (int i = 0; i < steps; i++)
        {
            (points.Data[(2 * i) + 1], points.Data[2 * i]) = Math.SinCos(2 * Math.PI * i / steps);
            (direction.Data[(2 * i) + 1], direction.Data[2 * i]) = Math.SinCos(1.0);
        }

        double sum = 0;
        foreach (double value in circle.LogDensity(new Posterior<double>(circle, direction, spread), points, Pass).Data) sum += Math.Exp(value) * 2 * Math.PI / steps;
        Assert.Equal(1, sum, 1e-9);

        const int fine = 40_000;
        var sphere = new VonMisesFisher<double>(3, kappa);
        Tensor<double> places = _tape.Constant(new Shape(fine, 3)), pole = _tape.Constant(new Shape(fine, 3)), concentration = _tape.Constant(new Shape(fine, 1));
        concentration.Data.Fill(kappa);
        for (int i = 0; i < fine; i++)
        {
            double cosine = -1 + ((i + 0.5) * 2 / fine);
            (places.Data[3 * i], places.Data[(3 * i) + 1], places.Data[(3 * i) + 2]) = (Math.Sqrt(1 - (cosine * cosine)), 0, cosine);
            (pole.Data[3 * i], pole.Data[(3 * i) + 1], pole.Data[(3 * i) + 2]) = (0, 0, 1);
        }

        sum = 0;
        foreach (double value in sphere.LogDensity(new Posterior<double>(sphere, pole, concentration), places, Pass).Data) sum += Math.Exp(value) * 2 * Math.PI * 2 / fine;
        // The midpoint rule's error is (kappa h)^2 / 24.
        Assert.Equal(1, sum, 1e-6);
    }

    /// <summary>Codes are on the sphere, their mean is A mu, and each coordinate's variance is what Moments says: 20,000 codes, five standard errors.</summary>
    [Fact]
    public void CodesOnTheSphereHaveTheirMoments()
    {
        const int rows = 20_000, units = 4;
        const double kappa = 5;
        var family = new VonMisesFisher<double>(units, kappa);
        Tensor<double> direction = _tape.RepeatRows(_tape.NormaliseRows(Normal(1, units, 1)), rows), spread = _tape.Constant(new Shape(rows, 1));
        spread.Data.Fill(kappa);
        var posterior = new Posterior<double>(family, direction, spread);
        double[] code = posterior.Sample(Normal(rows, units + 1, 2), Pass).Data.ToArray(), mean = new double[rows * units], logVariance = new double[rows * units];
        family.Moments(posterior, Pass, mean, logVariance);
        var marginal = new Tensors.Kernels.SphereMarginal(units);
        marginal.Set(kappa);
        for (int n = 0; n < rows; n++) Assert.Equal(1, code.AsSpan(n * units, units).ToArray().Sum(z => z * z), 1e-12);
        for (int j = 0; j < units; j++)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(n => code[(n * units) + j])];
            double found = column.Average(), variance = column.Sum(z => (z - found) * (z - found)) / rows;
            Assert.True(Math.Abs(found - (marginal.Resultant * mean[j])) < 5 * Math.Sqrt(Math.Exp(logVariance[j]) / rows));
            Assert.Equal(1, variance / Math.Exp(logVariance[j]), 0.08);
        }
    }

    /// <summary>With p(z1|z2) = N(0, I) a ladder is a diagonal Gaussian whose z1 has the precision 1 + 1/s1^2.</summary>
    [Fact]
    public void ALadderWithoutWeightsIsOneLevel()
    {
        const int rows = 5, units = 5, upper = 2, lower = units - upper;
        var ladder = new LadderGaussian<double>(_parameters, units, upper, new Initialiser(Initialisation.Uniform, new Rng(1)));
        foreach (var parameter in _parameters.All) parameter.Tensor.Data.Clear();
        Tensor<double> mean = Normal(rows, units, 1), logVariance = Normal(rows, units, 2), noise = Normal(rows, units, 3);
        Tensor<double> combinedMean = _tape.Constant(mean.Shape), combinedLogVariance = _tape.Constant(mean.Shape);
        for (int i = 0; i < mean.Length; i++)
        {
            double precision = Math.Exp(-logVariance.Data[i]), total = precision + (i % units < lower ? 1 : 0);
            combinedMean.Data[i] = mean.Data[i] * precision / total;
            combinedLogVariance.Data[i] = -Math.Log(total);
        }

        var two = new Posterior<double>(ladder, mean, logVariance);
        var diagonal = new DiagonalGaussian<double>(units);
        var one = new Posterior<double>(diagonal, combinedMean, combinedLogVariance);
        var code = two.Sample(noise, Pass);
        Same(one.Sample(noise, Pass), code);
        Same(one.LogDensity(code, Pass), two.LogDensity(code, Pass));
        var prior = new LadderPrior<double>(ladder);
        Same(new StandardNormalPrior<double>().Rate(one, code, Pass), prior.Rate(two, code, Pass));
        Same(new StandardNormalPrior<double>().LogDensity(code, Pass), prior.LogDensity(code, Pass));
        double[] means = new double[mean.Length], logVariances = new double[mean.Length];
        ladder.Moments(two, Pass, means, logVariances);
        for (int i = 0; i < means.Length; i++)
        {
            Assert.Equal(combinedMean.Data[i], means[i], 1e-12);
            Assert.Equal(combinedLogVariance.Data[i], logVariances[i], 1e-12);
        }
    }

    [Fact]
    public void AMixtureOfOneStandardComponentIsTheStandardPrior()
    {
        const int units = 4;
        var mixture = new MixturePrior<double>(_parameters, units, 1, new Initialiser(Initialisation.Uniform, new Rng(1)));
        foreach (var parameter in _parameters.All) parameter.Tensor.Data.Clear();
        var code = Normal(50, units, 4);
        Same(new StandardNormalPrior<double>().LogDensity(code, Pass), mixture.LogDensity(code, Pass));
    }

    /// <summary>A VampPrior whose pseudo-inputs are the N training examples is the aggregate posterior.</summary>
    [Theory]
    [InlineData(PosteriorKind.Diagonal)]
    [InlineData(PosteriorKind.Full)]
    public void AVampPriorOfTheExamplesIsTheAggregate(PosteriorKind kind)
    {
        const int examples = 8;
        using var model = Latents.Build(kind == PosteriorKind.Full ? "full, vamp" : "vamp", components: examples);
        using var data = TestModels.Examples<double>(examples, Latents.Outputs);
        var inputs = model.Parameters["prior.pseudo_inputs"].Tensor;
        for (int i = 0; i < data.Length; i++) inputs.Data[i] = Math.Log(data.Data[i] / (1 - data.Data[i]));
        var posterior = model.Encode(data, Pass).Posterior;
        var code = posterior.Sample(Normal(examples, model.LatentCount, 6), Pass);
        var table = posterior.Family.Table(posterior.Location.Data, posterior.Spread.Data);
        double[] queries = table.Prepare(code.Data), densities = new double[examples], found = model.Prior.LogDensity(code, Pass).Data.ToArray();
        for (int n = 0; n < examples; n++)
        {
            table.LogDensities(queries.AsSpan(n * table.QueryCount, table.QueryCount), 0, densities);
            Assert.Equal(Math.Log(densities.Average(Math.Exp)), found[n], 1e-9);
        }
    }

    /// <summary>Pseudo-inputs pass batch normalisation as in evaluation: they neither use the batch's statistics nor move the running ones.</summary>
    [Fact]
    public void PseudoInputsUseRunningStatistics()
    {
        using var model = Vae<double>.Build(Latents.Plan("vamp", normalisation: Normalisation.Batch), TestModels.Statistics(Latents.Outputs), new Rng(1));
        var running = model.Parameters.All.Where(p => !p.IsTrained).ToArray();
        Assert.NotEmpty(running);
        double[][] before = [.. running.Select(p => p.Tensor.Data.ToArray())];
        var code = Normal(3, model.LatentCount, 4);
        double[] still = model.Prior.LogDensity(code, Pass).Data.ToArray();
        double[] training = model.Prior.LogDensity(code, Pass with { Training = true }).Data.ToArray();
        Assert.Equal(still, training);
        for (int i = 0; i < running.Length; i++) Assert.Equal(before[i], running[i].Tensor.Data.ToArray());
    }

    [Fact]
    public void APriorThatDoesNotGoWithThePosteriorIsRefused()
    {
        foreach (string name in new[] { "ladder", "sphere" })
        {
            var plan = Latents.Plan(name) with { Prior = new PriorPlan { Kind = PriorKind.Mixture, Components = 2 } };
            Assert.Throws<ArgumentOutOfRangeException>(() => Vae<double>.Build(plan, TestModels.Statistics(4), new Rng(1)));
        }
    }

    private static void Same(Tensor<double> expected, Tensor<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected.Data[i], actual.Data[i], 1e-12 * Math.Max(1, Math.Abs(expected.Data[i])));
    }

    private Tensor<double> Normal(int rows, int columns, ulong seed) => _tape.Normal(new Shape(rows, columns), new Rng(seed));
}
