using System.Numerics;

namespace Uncollapse.Models.Likelihoods;

/// <summary>A distribution over classes given by logits: softmax(logits / temperature).</summary>
internal static class Discrete
{
    /// <summary>The class of the largest logit; the first of several.</summary>
    public static int Largest<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = 0;
        for (int c = 1; c < logits.Length; c++)
        {
            if (logits[c] > logits[largest])
                largest = c;
        }

        return largest;
    }

    /// <summary>The mean of the classes' numbers.</summary>
    public static double Mean<T>(ReadOnlySpan<T> logits, double temperature, Span<double> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double total = Weights(logits, temperature, probabilities), sum = 0;
        for (int c = 0; c < logits.Length; c++)
            sum += c * probabilities[c];
        return sum / total;
    }

    /// <summary>The class at which the distribution function passes a uniform number.</summary>
    public static int Draw<T>(ReadOnlySpan<T> logits, double temperature, double uniform, Span<double> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double rest = uniform * Weights(logits, temperature, probabilities);
        int last = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            if (probabilities[c] == 0)
                continue;

            last = c;
            rest -= probabilities[c];
            if (rest < 0)
                break;
        }

        return last;
    }

    /// <summary>e^((logits - largest) / temperature), and their sum.</summary>
    private static double Weights<T>(ReadOnlySpan<T> logits, double temperature, Span<double> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = double.CreateChecked(logits[Largest(logits)]), sum = 0;
        for (int c = 0; c < logits.Length; c++)
            sum += weights[c] = Math.Exp((double.CreateChecked(logits[c]) - largest) / temperature);
        return sum;
    }
}
