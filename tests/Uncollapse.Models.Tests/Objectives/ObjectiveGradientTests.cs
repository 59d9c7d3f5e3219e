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
        using var model = Vae<double>.Build(plan, TestModels.Statistics(6), new Rng(1));
        using var examples = TestModels.Examples<double>(7, 6);
        using var tape = new Tape<double>();
        var objective = Objective<double>.Build(new ObjectivePlan { Bound = bound, Samples = 3, Reduction = reduction });
        ObjectiveValue<double> Evaluate()
        {
            tape.Reset();
            return objective.Evaluate(model, examples, 0.7, new Pass<double>(tape, true, new Rng(4)));
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
