using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>The gradient of whole losses by every weight against central differences in double.</summary>
public sealed class ObjectiveGradientTests
{
    private const double Step = 1e-5;

    public static TheoryData<LikelihoodKind, VarianceKind, BoundKind, Reduction, Normalisation, double> Cases => new()
    {
        { LikelihoodKind.Bernoulli, VarianceKind.Fixed, BoundKind.Elbo, Reduction.Sum, Normalisation.Batch, 0.2 },
        { LikelihoodKind.Bernoulli, VarianceKind.Fixed, BoundKind.Iwae, Reduction.Mean, Normalisation.Layer, 0 },
        { LikelihoodKind.ContinuousBernoulli, VarianceKind.Fixed, BoundKind.Elbo, Reduction.Mean, Normalisation.None, 0 },
        { LikelihoodKind.ContinuousBernoulli, VarianceKind.Fixed, BoundKind.Iwae, Reduction.Sum, Normalisation.None, 0.3 },
        { LikelihoodKind.Gaussian, VarianceKind.Fixed, BoundKind.Elbo, Reduction.Sum, Normalisation.None, 0 },
        { LikelihoodKind.Gaussian, VarianceKind.Shared, BoundKind.Elbo, Reduction.Sum, Normalisation.None, 0 },
        { LikelihoodKind.Gaussian, VarianceKind.PerOutput, BoundKind.Iwae, Reduction.Sum, Normalisation.None, 0 },
        { LikelihoodKind.Gaussian, VarianceKind.Predicted, BoundKind.Elbo, Reduction.Sum, Normalisation.Layer, 0 },
        { LikelihoodKind.Gaussian, VarianceKind.Optimal, BoundKind.Elbo, Reduction.Sum, Normalisation.Batch, 0 },
        { LikelihoodKind.Gaussian, VarianceKind.Optimal, BoundKind.Iwae, Reduction.Mean, Normalisation.None, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientIsTheSlope(
        LikelihoodKind kind, VarianceKind variance, BoundKind bound, Reduction reduction, Normalisation normalisation, double dropout)
    {
        var plan = TestModels.Plan(2, [5, 4], kind, variance, 0.2, Activation.Gelu, normalisation, dropout);
        AssertSlopes(plan, new ObjectivePlan { Bound = bound, Samples = 3, Reduction = reduction });
    }

    /// <summary>What a plan may add to the bound, beside several kinds of codes and variances.</summary>
    [Theory]
    [InlineData("free unit")]
    [InlineData("free example unit")]
    [InlineData("free code")]
    [InlineData("capacity above")]
    [InlineData("capacity below")]
    [InlineData("mmd")]
    [InlineData("information")]
    [InlineData("information, full")]
    [InlineData("information, sphere")]
    [InlineData("information, two levels")]
    [InlineData("optimal per output")]
    [InlineData("optimal per example")]
    [InlineData("bounded")]
    public void GradientOfEveryTermIsTheSlope(string term)
    {
        var plan = TestModels.Plan(3, [5, 4], LikelihoodKind.Gaussian, VarianceKind.Fixed, 0.2, Activation.Gelu);
        LikelihoodPlan optimal = plan.Likelihood with { Variance = VarianceKind.Optimal };
        plan = term switch
        {
            "information, full" => plan with { Posterior = new PosteriorPlan { Kind = PosteriorKind.Full } },
            "information, sphere" => plan with { Posterior = new PosteriorPlan { Kind = PosteriorKind.VonMisesFisher } },
            "information, two levels" => plan with { Posterior = new PosteriorPlan { UpperUnits = 1 } },
            "optimal per output" => plan with { Likelihood = optimal with { Optimum = VarianceOptimum.PerOutput } },
            "optimal per example" => plan with { Likelihood = optimal with { Optimum = VarianceOptimum.PerExample } },
            "bounded" => plan with { Likelihood = plan.Likelihood with { Variance = VarianceKind.Bounded, Sigma2 = 2 } },
            _ => plan,
        };
        var objective = new ObjectivePlan { Samples = 2 };
        objective = term switch
        {
            "free unit" => objective with { FreeBits = 0.05 },
            "free example unit" => objective with { FreeBits = 0.05, FreeBitsKind = FreeBitsKind.ExampleUnit },
            "free code" => objective with { FreeBits = 0.2, FreeBitsKind = FreeBitsKind.Code },
            "capacity above" or "capacity below" => objective with { Capacity = 40, CapacityWeight = 3 },
            "mmd" => objective with { MmdAlpha = 0.3, MmdLambda = 20 },
            _ when term.StartsWith("information", StringComparison.Ordinal) => objective with { InformationWeight = 0.6 },
            _ => objective,
        };
        AssertSlopes(plan, objective, term == "capacity above" ? 40 : term == "capacity below" ? 1e-3 : null, term == "bounded" ? -0.4 : null);
    }

    private static void AssertSlopes(ModelPlan plan, ObjectivePlan objectivePlan, double? capacity = null, double? logVariance = null)
    {
        using var model = Vae<double>.Build(plan, TestModels.Statistics(6), new Rng(1));
        using var examples = TestModels.Examples<double>(7, 6);
        using var tape = new Tape<double>();
        var objective = Objective<double>.Build(objectivePlan);
        if (logVariance is { } moved) model.Parameters["likelihood.log_variance"].Tensor.Data[0] = moved;
        ObjectiveValue<double> Evaluate()
        {
            tape.Reset();
            return objective.Evaluate(model, examples, new ScheduledWeights(0.7, capacity), new Pass<double>(tape, true, new Rng(4)));
        }

        tape.Backward(Evaluate().LossTensor);
        double[][] gradients = [.. model.Parameters.Trained.Select(p => p.Tensor.Gradient.ToArray())];
        double largest = gradients.Max(g => g.Max(Math.Abs));
        for (int p = 0; p < gradients.Length; p++)
        {
            var tensor = model.Parameters.Trained[p].Tensor;
            for (int i = 0; i < tensor.Length; i++)
            {
                double start = tensor.Data[i];
                tensor.Data[i] = start + Step;
                double above = Evaluate().Loss;
                tensor.Data[i] = start - Step;
                double below = Evaluate().Loss;
                tensor.Data[i] = start;
                double slope = (above - below) / (2 * Step);
                double scale = Math.Max(Math.Abs(slope), 0.01 * largest);
                Assert.True(
                    Math.Abs(slope - gradients[p][i]) <= 1e-6 * scale,
                    $"{model.Parameters.Trained[p].Name}[{i}]: slope {slope:R}, gradient {gradients[p][i]:R}");
            }
        }
    }
}
