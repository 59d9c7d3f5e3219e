using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>The posteriors of a model's examples, whatever their family, and how codes are drawn from them.</summary>
internal sealed class EncodedExamples
{
    private readonly VaeEvaluator<float> _evaluator;
    private readonly float[] _location;
    private readonly float[] _spread;

    public EncodedExamples(VaeEvaluator<float> evaluator, Posteriors units, float[] location, float[] spread)
    {
        (_evaluator, Units, _location, _spread) = (evaluator, units, location, spread);
    }

    /// <summary>Each example's central code and the log-variance of each unit: the posteriors themselves where they are diagonal Gaussians.</summary>
    public Posteriors Units { get; }

    /// <summary>Examples N.</summary>
    public int Count => Units.Examples;

    /// <summary>The model.</summary>
    public Vae<float> Model => _evaluator.Model;

    /// <summary>Whether all closed forms of a diagonal Gaussian and a standard normal prior hold.</summary>
    public bool IsPlain => IsDiagonal && Model.Prior is StandardNormalPrior<float>;

    /// <summary>Whether <see cref="Units"/> are the posteriors.</summary>
    public bool IsDiagonal => Model.Posterior.Family is DiagonalGaussian<float>;

    /// <summary>What units are compared with; null where units have no distribution of their own.</summary>
    public UnitPrior? UnitPrior() =>
        Model.Posterior.Family.HasGaussianUnits && Model.Prior.UnitMarginals(Units.Units) is { } mixture ? new UnitPrior(mixture, Units.Units) : null;

    /// <summary>All posteriors in double precision.</summary>
    public PosteriorTable Table() => Model.Posterior.Family.Table(_location, _spread);

    /// <summary>The upper level's posteriors of a ladder, which are diagonal Gaussians.</summary>
    public Posteriors Upper(LadderGaussian<float> ladder, string source)
    {
        int count = ladder.UpperUnits;
        float[] mean = new float[Count * count], logVariance = new float[mean.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            int from = (i / count * ladder.Units) + ladder.LowerUnits + (i % count);
            (mean[i], logVariance[i]) = (_location[from], _spread[from]);
        }

        return Posteriors.Create(source, Count, count, mean, logVariance);
    }

    /// <summary>One code for each example.</summary>
    public float[] Draw(Rng rng)
    {
        float[] codes = new float[_location.Length];
        if (IsPlain)
        {
            double[] drawn = new double[codes.Length];
            CodeSampler.Fill(Units, rng, drawn);
            return Array.ConvertAll(drawn, z => (float)z);
        }

        _evaluator.DrawCodes(_location, _spread, rng, codes);
        return codes;
    }

    /// <summary>The rate of each example at a code of it; of one level where asked.</summary>
    public double[] Rates(float[] codes, int? level)
    {
        double[] rates = new double[Count];
        _evaluator.Rates(_location, _spread, codes, level, rates);
        return rates;
    }

    /// <summary>The code that stands for no example: the average, on the sphere brought back to length 1.</summary>
    public double[] AverageCode()
    {
        double[] average = Moments.Means(Count, Units.Units, Units.Mean);
        double length = Math.Sqrt(average.Sum(value => value * value));
        return Model.Posterior.Family.IsSpherical && length > 0 ? Array.ConvertAll(average, value => value / length) : average;
    }
}
