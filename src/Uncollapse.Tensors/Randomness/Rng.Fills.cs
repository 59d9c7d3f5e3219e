namespace Uncollapse.Tensors.Randomness;

/// <content>Fills of arrays.</content>
public readonly unsafe partial record struct Rng
{
    /// <summary>Uniform numbers in [0, 1), multiples of 2^-24.</summary>
    /// <param name="destination">What is filled.</param>
    public void FillUniform(Span<float> destination)
    {
        fixed (float* to = destination) RandomFills.Current.Uniform(_key, destination.Length, to);
    }

    /// <summary>Uniform numbers in [0, 1), multiples of 2^-53.</summary>
    /// <param name="destination">What is filled.</param>
    public void FillUniform(Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = ToUniform(Threefry.Block(_key, (ulong)i));
    }

    /// <summary>Standard normal numbers (Box and Muller 1958), within +-6.6.</summary>
    /// <param name="destination">What is filled.</param>
    public void FillNormal(Span<float> destination)
    {
        fixed (float* to = destination) RandomFills.Current.Normal(_key, destination.Length, to);
    }

    /// <summary>Standard normal numbers (Box and Muller 1958), within +-8.6.</summary>
    /// <param name="destination">What is filled.</param>
    public void FillNormal(Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            ulong first = Threefry.Block(_key, (ulong)(i & ~1)), second = Threefry.Block(_key, (ulong)(i | 1));
            destination[i] = ExactMath.BoxMuller(first, second, (i & 1) != 0);
        }
    }

    /// <summary>1 with the given probability, otherwise 0: u &lt; p with u of <see cref="FillUniform(Span{float})"/>.</summary>
    /// <param name="probabilities">In [0, 1]; NaN gives 0.</param>
    /// <param name="destination">At least as long; may be probabilities.</param>
    /// <exception cref="ShapeException"><paramref name="destination"/> is shorter than <paramref name="probabilities"/>.</exception>
    public void FillBernoulli(ReadOnlySpan<float> probabilities, Span<float> destination) => FillBernoulli(probabilities, 0, 1, destination);

    /// <summary>1 with probability (value - shift) / divisor, otherwise 0: the draw of <see cref="FillBernoulli(ReadOnlySpan{float}, Span{float})"/>
    /// from values that are still to be scaled, in one pass.</summary>
    /// <param name="values">Their scaled values are in [0, 1]; NaN gives 0.</param>
    /// <param name="shift">What is subtracted.</param>
    /// <param name="divisor">What is divided by, not 0.</param>
    /// <param name="destination">At least as long; may be values.</param>
    /// <exception cref="ShapeException"><paramref name="destination"/> is shorter than <paramref name="values"/>.</exception>
    public void FillBernoulli(ReadOnlySpan<float> values, float shift, float divisor, Span<float> destination)
    {
        if (destination.Length < values.Length)
            throw new ShapeException(nameof(FillBernoulli), $"destination.Length is {destination.Length}, at least {values.Length} needed");
        fixed (float* from = values, to = destination) RandomFills.Current.Bernoulli(_key, values.Length, from, shift, divisor, to);
    }

    /// <summary>1 with the given probability, otherwise 0.</summary>
    /// <param name="probabilities">In [0, 1]; NaN gives 0.</param>
    /// <param name="destination">At least as long; may be probabilities.</param>
    /// <exception cref="ShapeException"><paramref name="destination"/> is shorter than <paramref name="probabilities"/>.</exception>
    public void FillBernoulli(ReadOnlySpan<double> probabilities, Span<double> destination)
    {
        if (destination.Length < probabilities.Length)
            throw new ShapeException(nameof(FillBernoulli), $"destination.Length is {destination.Length}, at least {probabilities.Length} needed");
        for (int i = 0; i < probabilities.Length; i++)
            destination[i] = (ScalarFills.Word(_key, i) >> 8) * RandomFills.UniformUnit < probabilities[i] ? 1 : 0;
    }

    /// <summary>Integers in [0, bound).</summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public void FillIntegers(Span<int> destination, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        for (int i = 0; i < destination.Length; i++) destination[i] = Bounded(Threefry.Block(_key, (ulong)i), bound);
    }

    /// <summary>A uniformly random order of 0 .. length - 1 (Fisher and Yates).</summary>
    /// <param name="destination">Receives the order.</param>
    public void FillPermutation(Span<int> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            int j = Bounded(Threefry.Block(_key, (ulong)i), i + 1);
            destination[i] = destination[j];
            destination[j] = i;
        }
    }
}
