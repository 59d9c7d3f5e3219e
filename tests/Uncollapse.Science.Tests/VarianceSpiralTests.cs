using Uncollapse.Data.Preparation;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Science.Tests;

/// <summary>
/// The vicious circle of a learned shared variance on MNIST. In the collapsed state sigma^2 is trace/D, and that state is stable exactly when beta is above
/// l_1 D / trace: it locks just above, and not at beta = 1.
/// </summary>
[Trait("Category", "Long")]
public sealed class VarianceSpiralTests
{
    private const int Examples = 10_000;

    [SharedDataFact("mnist")]
    public void Just_above_the_critical_weight_the_variance_climbs_to_that_of_the_data_and_locks_the_code_out()
    {
        using TrainedRun run = Train(beta: 80, sigma2: 0.01, epochs: 80);
        (double first, double trace, int outputs) = Spectrum(run.Data.Train);
        double critical = first * outputs / trace, collapsed = trace / outputs;
        // Published eigenvalues of all of MNIST (5.117 of a trace of 52.725) make it 76.1; the first of 10,000 rows is known to sqrt(2/N) = 1.4 %, times three.
        Assert.InRange(critical / 76.1, 1 - 0.042, 1 + 0.042);
        Assert.True(critical < 80, $"80 is just above the critical weight, {critical}");
        double[] sigma2 = Values(run, Measures.Sigma2), rate = Values(run, Measures.ValidationRate);
        Assert.True(rate[..3].Max() > 0.5, $"it starts healthy: rates {string.Join(' ', rate[..3])}");
        Assert.True(sigma2[0] < 0.6 * collapsed, $"and from a small variance: {sigma2[0]}");
        // Rises: an epoch's value is a moving parameter's, which shakes by a percent or so.
        for (int i = 1; i < sigma2.Length; i++) Assert.True(sigma2[i] > 0.97 * sigma2[i - 1], $"epoch {i + 1}: {sigma2[i - 1]} -> {sigma2[i]}");
        // The moving parameter shakes by a percent or so.
        Assert.InRange(sigma2[^1] / collapsed, 0.97, 1.03);
        Assert.True(rate[^1] < 0.05, $"the rate at the end is {rate[^1]}");
    }

    // From the very state that beta = 80 ends in, where the variance is that of the data: at beta = 1 it is not stable.
    [SharedDataFact("mnist")]
    public void At_a_weight_of_one_it_does_not_lock()
    {
        using TrainedRun run = Train(beta: 1, sigma2: 0.0674, epochs: 10);
        double[] sigma2 = Values(run, Measures.Sigma2), rate = Values(run, Measures.ValidationRate);
        Assert.True(sigma2[^1] < 0.5 * 0.0674, $"the variance falls: {sigma2[^1]}");
        Assert.True(rate[^1] > 10, $"the units wake: {rate[^1]}");
    }

    private static double[] Values(TrainedRun run, string measure) => [.. run.History.Where(entry => entry.Kind == "epoch").Select(entry => entry.Values[measure]!.Value)];

    private static TrainedRun Train(double beta, double sigma2, int epochs)
    {
        var network = new NetworkPlan { Hidden = [200] };
        return Trainer.Train(new Plan
        {
            Data = new DataPlan { Source = SharedData.Path("mnist"), Examples = Examples },
            Model = new ModelPlan
            {
                Latent = 8, Encoder = network, Decoder = network,
                Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Shared, Sigma2 = sigma2 },
            },
            Objective = new ObjectivePlan { Beta = beta },
            Training = new TrainingPlan { Epochs = epochs, BatchSize = 100 },
        });
    }

    /// <summary>The first eigenvalue of the data's covariance by power iteration, and its trace.</summary>
    private static (double First, double Trace, int Outputs) Spectrum(DataView train)
    {
        int size = train.OutputSize, count = train.Count;
        float[] rows = new float[count * size];
        train.ReadRange(0, count, new Rng(0), rows);
        double[] mean = train.Statistics().Mean, direction = new double[size];
        new Rng(1).FillNormal(direction);
        double eigenvalue = 0;
        for (int iteration = 0; iteration < 60; iteration++)
        {
            double norm = Math.Sqrt(direction.Sum(value => value * value));
            double[] next = new double[size];
            for (int n = 0; n < count; n++)
            {
                double along = 0;
                for (int j = 0; j < size; j++) along += (rows[(n * size) + j] - mean[j]) * direction[j] / norm;
                for (int j = 0; j < size; j++) next[j] += (rows[(n * size) + j] - mean[j]) * along / count;
            }

            eigenvalue = Math.Sqrt(next.Sum(value => value * value));
            direction = next;
        }

        return (eigenvalue, train.Statistics().TotalVariance, size);
    }
}
