namespace Uncollapse.Tensors.Randomness;

/// <content>Fills. In single precision, element i of a chunk of 32 is word i / 16 of block i mod 16: any vector width gives the same.</content>
public readonly partial record struct Rng
{
    private const int Chunk = 32;
    private const float UniformUnit = 1f / (1 << 24);

    /// <summary>Uniform numbers in [0, 1), multiples of 2^-24.</summary>
    /// <param name="destination">What is filled.</param>
    public void FillUniform(Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = (Word(i) >> 8) * UniformUnit;
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
        for (int i = 0; i < destination.Length; i++)
        {
            int cosine = i & ~16;
            destination[i] = ExactMath.BoxMuller(Word(cosine), Word(cosine | 16), (i & 16) != 0);
        }
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
    public void FillBernoulli(ReadOnlySpan<float> probabilities, Span<float> destination)
    {
        if (destination.Length < probabilities.Length)
            throw new ShapeException(nameof(FillBernoulli), $"destination.Length is {destination.Length}, at least {probabilities.Length} needed");
        for (int i = 0; i < probabilities.Length; i++)
            destination[i] = (Word(i) >> 8) * UniformUnit < probabilities[i] ? 1 : 0;
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
            destination[i] = (Word(i) >> 8) * UniformUnit < probabilities[i] ? 1 : 0;
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

    private uint Word(int index)
    {
        int within = index % Chunk;
        ulong block = Threefry.Block(_key, ((ulong)(index / Chunk) * 16) + (ulong)(within & 15));
        return within < 16 ? (uint)block : (uint)(block >> 32);
    }
}
