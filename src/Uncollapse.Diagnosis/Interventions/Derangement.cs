using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Interventions;

/// <summary>Permutations that leave nothing in its place: every example gets the code of another.</summary>
public static class Derangement
{
    /// <summary>A uniformly random cycle through all indices: result[n] != n, each index once.</summary>
    /// <param name="count">How many, at least 2.</param>
    /// <param name="rng">The key.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is nothing to exchange.</exception>
    public static int[] Draw(int count, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        int[] order = new int[count], result = new int[count];
        rng.FillPermutation(order);
        for (int i = 0; i < count; i++) result[order[i]] = order[i + 1 == count ? 0 : i + 1];
        return result;
    }
}
