using System.Numerics;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>What a positive count of a negative binomial has more than a zero in its place would, in double.</summary>
internal struct CountPeak
{
    /// <summary>theta, mean / theta, its logarithm, and 1 / (1 + mean / theta).</summary>
    internal double Theta, Ratio, LogRatio, Rest;

    /// <summary>Of the log-likelihood, and of its slopes by the logarithms of mean and dispersion.</summary>
    internal double Gain, Slope, ThetaSlope;

    internal static unsafe CountPeak Of<T>(in CountArguments<T> arguments, in CountRow<T> row, int d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double x = double.CreateTruncating(arguments.Counts[row.At + d]), theta = double.CreateTruncating(row.Theta[d]), logTheta = double.CreateTruncating(row.LogTheta[d]);
        double ratio = double.CreateTruncating(row.Exponentials[d]) * (row.Size / row.Sum) * double.CreateTruncating(row.Inverse[d]);
        double logRatio = double.CreateTruncating(arguments.Logits[row.At + d]) - row.LogSum + row.LogSize - logTheta, rest = 1 / (1 + ratio);
        double logShare = ratio >= 1 ? -SpecialFunctions.LogOnePlus(1 / ratio) : logRatio - SpecialFunctions.LogOnePlus(ratio);
        return new CountPeak
        {
            Theta = theta, Ratio = ratio, LogRatio = logRatio, Rest = rest,
            Gain = (x * logShare) + RisingFactorial.Log(theta, logTheta, x) - RisingFactorial.LogFactorial(x),
            Slope = x * rest, ThetaSlope = RisingFactorial.Slope(theta, x) - (x * rest),
        };
    }

    /// <summary>Adds the slopes to the row's.</summary>
    internal readonly unsafe void AddTo<T>(in CountRow<T> row, int d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        row.Slopes[d] += T.CreateTruncating(Slope);
        if (row.ThetaSlopes is not null) row.ThetaSlopes[d] += T.CreateTruncating(double.CreateTruncating(row.Weight) * ThetaSlope);
    }
}
