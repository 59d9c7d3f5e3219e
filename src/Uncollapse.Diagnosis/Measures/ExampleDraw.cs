using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>Some of the examples, drawn without replacement.</summary>
public static class ExampleDraw
{
    /// <summary>The indices of the drawn examples in increasing order; all of them where all are wanted.</summary>
    /// <param name="examples">How many there are.</param>
    /// <param name="wanted">How many are wanted; more than there are means all.</param>
    /// <param name="rng">The key of the draw.</param>
    public static int[] Sorted(int examples, int wanted, Rng rng)
    {
        int[] order = new int[examples];
        if (wanted >= examples)
        {
            for (int i = 0; i < examples; i++) order[i] = i;
            return order;
        }

        rng.FillPermutation(order);
        Array.Resize(ref order, wanted);
        Array.Sort(order);
        return order;
    }

    /// <summary>Indices drawn one by one, each of all examples.</summary>
    /// <param name="examples">How many there are.</param>
    /// <param name="wanted">How many are wanted.</param>
    /// <param name="rng">The key of the draw.</param>
    public static int[] WithReplacement(int examples, int wanted, Rng rng)
    {
        int[] result = new int[wanted];
        for (int i = 0; i < wanted; i++) result[i] = rng.Fork((ulong)i).NextInt(examples);
        return result;
    }
}
