namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void LogisticMixtureCore(LogisticMixtureShape shape, T* parameters, T* levels, T* rowWeights, T* logLikelihood, T* gradient)
    {
        double[] terms = new double[shape.Mixtures], slopes = new double[shape.Parameters];
        for (int n = 0; n < shape.Examples; n++)
        {
            double total = 0;
            for (int position = 0; position < shape.Positions; position++)
            {
                long at = ((long)n * shape.Positions) + position;
                T* own = parameters + (at * shape.Parameters);
                double sum = 0, weights = 0, largest = double.NegativeInfinity, largestLogit = double.NegativeInfinity;
                for (int k = 0; k < shape.Mixtures; k++)
                {
                    terms[k] = D(own[k]) + Component(shape, own, levels + (at * shape.Channels), k, slopes);
                    largest = Math.Max(largest, terms[k]);
                    largestLogit = Math.Max(largestLogit, D(own[k]));
                }
                for (int k = 0; k < shape.Mixtures; k++) sum += Math.Exp(terms[k] - largest);
                for (int k = 0; k < shape.Mixtures; k++) weights += Math.Exp(D(own[k]) - largestLogit);
                total += largest + Math.Log(sum) - largestLogit - Math.Log(weights);
                for (int i = 0; i < slopes.Length && gradient is not null; i++)
                {
                    int k = i % shape.Mixtures;
                    double share = Math.Exp(terms[k] - largest) / sum;
                    double slope = i < shape.Mixtures ? share - (Math.Exp(D(own[k]) - largestLogit) / weights) : share * slopes[i];
                    gradient[(at * shape.Parameters) + i] = F(Weight(rowWeights, n) * slope);
                }
            }
            if (logLikelihood is not null) logLikelihood[n] = F(total);
        }
    }

    /// <summary>The log-probability of a pixel's levels under one component, and its slopes by the component's parameters.</summary>
    private static double Component(LogisticMixtureShape shape, T* own, T* levels, int k, double[] slopes)
    {
        double sum = 0;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int place = shape.MeanOf(channel) + k;
            double mean = D(own[place]), raw = D(own[place + shape.Mixtures]);
            for (int earlier = 0; earlier < channel; earlier++)
                mean += Math.Tanh(D(own[shape.CoefficientOf(channel, earlier) + k])) * ((D(levels[earlier]) / 127.5) - 1);
            double inverse = Math.Exp(-Math.Clamp(raw, SmallestLogScale, LargestLogScale)), level = D(levels[channel]), distance = (level / 127.5) - 1 - mean;
            double a = (distance - (1 / 255.0)) * inverse, b = (distance + (1 / 255.0)) * inverse, width = 2 / 255.0 * inverse;
            double toMean = 0, toScale = 0;
            if (level < 255)
            {
                sum -= SpecialFunctions.Softplus(-b);
                toMean -= SpecialFunctions.Sigmoid(-b) * inverse;
                toScale -= SpecialFunctions.Sigmoid(-b) * b;
            }
            if (level > 0)
            {
                sum -= SpecialFunctions.Softplus(a);
                toMean += SpecialFunctions.Sigmoid(a) * inverse;
                toScale += SpecialFunctions.Sigmoid(a) * a;
            }
            if (level is > 0 and < 255)
            {
                sum += Math.Log(-SpecialFunctions.ExpMinusOne(-width));
                toScale -= width / SpecialFunctions.ExpMinusOne(width);
            }
            slopes[place] = toMean;
            slopes[place + shape.Mixtures] = raw is >= SmallestLogScale and <= LargestLogScale ? toScale : 0;
            for (int earlier = 0; earlier < channel; earlier++)
            {
                double t = Math.Tanh(D(own[shape.CoefficientOf(channel, earlier) + k]));
                slopes[shape.CoefficientOf(channel, earlier) + k] = toMean * (1 - (t * t)) * ((D(levels[earlier]) / 127.5) - 1);
            }
        }
        return sum;
    }
}
