namespace Uncollapse.Treatment.Remedies;

/// <summary>Means of a fixed spread round a learned shift.</summary>
internal static class BatchNormCode
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "batch-norm-code",
        Summary = "Batch-normalises each unit's means to a fixed standard deviation and a learned shift: the mean KL is at least half the sum of their squares.",
        Source = "Zhu et al. 2020",
        Causes = ["powerful-decoder", "unknown"],
        Parameters = [new("gamma", "0.7", "the standard deviation, above 0")],
        Obstacle = plan => plan.Model.Posterior.CentredScale is null ? null : "its means are normalised already",
        Change = (plan, arguments, _) => plan with
        {
            Model = plan.Model with { Posterior = plan.Model.Posterior with { CentredScale = arguments.Number("gamma"), LearnedShift = true } },
        },
    };
}
