using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Skips;

/// <summary>The gradient of a loss by every weight of a model against central differences in double.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    public static void OfObjective(Vae<double> model, Tensor<double> examples, ObjectivePlan plan)
    {
        using var tape = new Tape<double>();
        var objective = Objective<double>.Build(plan);
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
            Tensor<double> tensor = model.Parameters.Trained[p].Tensor;
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
