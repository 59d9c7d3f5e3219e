namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override int CountCore(in CountArguments<T> arguments)
    {
        CountShape shape = arguments.Shape;
        int columns = shape.Columns, strange = -1;
        double[] shares = new double[columns], slopes = new double[columns], theta = new double[shape.ThetaCount];
        for (int row = 0; row < shape.Rows; row++)
        {
            long at = (long)row * columns;
            double largest = double.NegativeInfinity, sum = 0, total = 0;
            for (int d = 0; d < columns; d++) largest = Math.Max(largest, D(arguments.Logits[at + d]));
            for (int d = 0; d < columns; d++) sum += Math.Exp(D(arguments.Logits[at + d]) - largest);
            for (int d = 0; d < columns; d++)
            {
                double x = D(arguments.Counts[at + d]);
                if ((!(x >= 0) || double.IsInfinity(x) || Math.Truncate(x) != x) && strange < 0) strange = row;
                total += x;
            }
            if (strange >= 0) return strange;
            double weight = Weight(arguments.RowWeights, row), logSize = shape.HasSize ? D(arguments.LogSizes[row]) : 0;
            double value = RowTerms(shape, logSize, total, shape.HasTheta && shape.Theta == VarianceShape.Scalar ? D(*arguments.LogTheta) : 0, out double sizeSlope, out double thetaSlope);
            double slopeSum = 0;
            for (int d = 0; d < columns; d++)
            {
                double logShare = D(arguments.Logits[at + d]) - largest - Math.Log(sum);
                shares[d] = Math.Exp(logShare);
                long thetaAt = shape.Theta == VarianceShape.Full ? at + d : shape.Theta == VarianceShape.PerColumn ? d : 0;
                double logTheta = shape.HasTheta ? Clamp(D(arguments.LogTheta[thetaAt])) : 0;
                CountElement element = shape.Family switch
                {
                    CountFamily.NegativeBinomial or CountFamily.ZeroInflatedNegativeBinomial => CountElement.NegativeBinomial(
                        D(arguments.Counts[at + d]), logSize + logShare - logTheta, logTheta, shape.HasZeros ? D(arguments.ZeroLogits[at + d]) : null),
                    CountFamily.DirichletMultinomial => CountElement.Dirichlet(D(arguments.Counts[at + d]), logTheta + logShare),
                    _ => CountElement.Weighed(D(arguments.Counts[at + d]), logShare),
                };
                value += element.Value;
                slopes[d] = element.Slope;
                slopeSum += element.Slope;
                if (shape.HasTheta) theta[thetaAt] += weight * element.ThetaSlope;
                if (arguments.ZeroLogitsGradient is not null) arguments.ZeroLogitsGradient[at + d] = F(weight * element.ZeroSlope);
            }
            if (shape.HasTheta) theta[0] += weight * thetaSlope;
            if (arguments.LogLikelihood is not null) arguments.LogLikelihood[row] = F(value);
            if (arguments.LogSizesGradient is not null) arguments.LogSizesGradient[row] = F(shape.HasSize ? weight * (slopeSum + sizeSlope) : 0);
            for (int d = 0; d < columns && arguments.LogitsGradient is not null; d++)
                arguments.LogitsGradient[at + d] = F(weight * (slopes[d] - (shares[d] * slopeSum)));
        }
        for (long i = 0; i < theta.Length && arguments.LogThetaGradient is not null; i++) arguments.LogThetaGradient[i] = F(theta[i]);
        return -1;
    }

    private static double Clamp(double logTheta) => Math.Clamp(logTheta, -CountShape.LargestLogTheta, CountShape.LargestLogTheta);

    /// <summary>What a row's log-likelihood has beside its elements, and its slopes by the logarithms of size and dispersion.</summary>
    private static double RowTerms(CountShape shape, double logSize, double total, double logTheta, out double sizeSlope, out double thetaSlope)
    {
        sizeSlope = thetaSlope = 0;
        switch (shape.Family)
        {
            case CountFamily.Poisson:
                sizeSlope = -Math.Exp(logSize);
                return (total > 0 ? total * logSize : 0) + sizeSlope;
            case CountFamily.Multinomial:
                return RisingFactorial.LogFactorial(total);
            case CountFamily.DirichletMultinomial when total > 0:
                double clamped = Clamp(logTheta), theta = Math.Exp(clamped);
                thetaSlope = -RisingFactorial.Slope(theta, total);
                return RisingFactorial.LogFactorial(total) - RisingFactorial.Log(theta, clamped, total);
            default:
                return 0;
        }
    }
}
