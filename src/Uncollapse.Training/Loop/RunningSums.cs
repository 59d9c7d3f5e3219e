namespace Uncollapse.Training.Loop;

/// <summary>Sums over an epoch's examples so far; kept in double and in step order, so a resumed epoch ends with the same bits.</summary>
internal sealed record RunningSums
{
    public long Examples { get; set; }

    public long Steps { get; set; }

    public double Bound { get; set; }

    public double Rate { get; set; }

    public double Distortion { get; set; }

    public double Loss { get; set; }

    /// <summary>Over steps, not examples: a norm is a property of the step.</summary>
    public double GradientNorm { get; set; }

    /// <summary>Adds a batch's means, each weighted by its examples.</summary>
    internal void Add(int examples, in StepResult result)
    {
        Examples += examples;
        Steps++;
        Bound += examples * result.Bound;
        Rate += examples * result.Rate;
        Distortion += examples * result.Distortion;
        Loss += examples * result.Loss;
        GradientNorm += result.GradientNorm;
    }

    internal void Clear() => CopyFrom(new RunningSums());

    internal void CopyFrom(RunningSums other)
    {
        (Examples, Steps) = (other.Examples, other.Steps);
        (Bound, Rate, Distortion, Loss, GradientNorm) = (other.Bound, other.Rate, other.Distortion, other.Loss, other.GradientNorm);
    }
}
