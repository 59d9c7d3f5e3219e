using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Skips;

/// <summary>The gradient of losses of models with ways round the code by every weight, against central differences in double.</summary>
public sealed class SkipGradientTests
{
    public static TheoryData<SkipKind, double, double?, bool, int, BoundKind> Cases => new()
    {
        { SkipKind.Plain, 0, null, false, 0, BoundKind.Elbo },
        { SkipKind.Plain, 0.5, null, true, 0, BoundKind.Iwae },
        { SkipKind.Gated, 0, null, false, 0, BoundKind.Elbo },
        { SkipKind.Gated, 0.4, 0.7, true, 2, BoundKind.Iwae },
        { SkipKind.None, 0, 0.7, true, 2, BoundKind.Elbo },
        { SkipKind.Gated, 0, 0.7, false, 3, BoundKind.Elbo },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientIsTheSlope(SkipKind kind, double dropout, double? centredScale, bool codeSkip, int conditions, BoundKind bound)
    {
        ModelPlan plan = TestModels.Plan(2, [5, 4], LikelihoodKind.Bernoulli, activation: Activation.Gelu);
        plan = plan with
        {
            Decoder = plan.Decoder with { CodeSkip = codeSkip },
            Posterior = new PosteriorPlan { CentredScale = centredScale },
            Skips = new SkipPlan { Kind = kind, Features = 3, Dropout = dropout },
        };
        using var model = Vae<double>.Build(plan, TestModels.Statistics(6) with { ConditionCount = conditions }, new Rng(1));
        using Tensor<double> examples = TestModels.Examples<double>(7, 6 + conditions);
        GradientCheck.OfObjective(model, examples, new ObjectivePlan { Bound = bound, Samples = 3 });
    }
}
