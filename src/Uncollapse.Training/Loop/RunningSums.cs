namespace Uncollapse.Training.Loop;

/// <summary>Sums over an epoch's examples so far; kept in double and in step order, so a resumed epoch ends with the same bits.</summary>
internal sealed record RunningSums
{
    public long Examples { get; set; }

    public long Steps { get; set; }

    public double Elbo { get; set; }

    public double Rate { get; set; }

    public double Distortion { get; set; }

    public double Loss { get; set; }

    public double GradientNorm { get; set; }

    public double Sigma2 { get; set; }

    /// <summary>Adds a batch's means, each weighted by its examples.</summary>
    internal void Add(int examples, in StepResult result)
    {
        Examples += examples;
        Steps++;
        Elbo += examples * result.Elbo;
        Rate += examples * result.Rate;
        Distortion += examples * result.Distortion;
        Loss += examples * result.Loss;
        GradientNorm += result.GradientNorm;
        Sigma2 += examples * result.Sigma2;
    }

    internal void Clear()
    {
        Examples = Steps = 0;
        Elbo = Rate = Distortion = Loss = GradientNorm = Sigma2 = 0;
    }
}
