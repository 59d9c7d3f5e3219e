using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>Draws codes z ~ q(z|x_n), reproducibly: unit j of draw k is the same whatever else is drawn, in whatever order.</summary>
internal static class CodeSampler
{
    /// <summary>One code an example, [examples, units].</summary>
    public static void Fill(Posteriors posteriors, Rng rng, double[] codes)
    {
        int units = posteriors.Units;
        Tiles.Run(units, unit =>
        {
            double[] column = new double[posteriors.Examples];
            FillUnit(posteriors, unit, rng, column);
            for (int n = 0; n < column.Length; n++) codes[(n * units) + unit] = column[n];
        });
    }

    /// <summary>One unit's codes.</summary>
    public static void FillUnit(Posteriors posteriors, int unit, Rng rng, double[] codes)
    {
        float[] noise = new float[codes.Length];
        rng.Fork((ulong)unit).FillNormal(noise);
        ReadOnlySpan<double> mean = posteriors.Mean, logVariance = posteriors.LogVariance;
        for (int n = 0, i = unit; n < codes.Length; n++, i += posteriors.Units)
            codes[n] = mean[i] + (Math.Exp(0.5 * logVariance[i]) * noise[n]);
    }
}
