namespace Uncollapse.Tensors.Threading;

/// <summary>The threads that kernels share their tiles among. Results never depend on how many there are.</summary>
public static class Workers
{
    private static int _count = Environment.ProcessorCount;

    /// <summary>How many threads work, the caller among them; the number of processors unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public static int Count
    {
        get => Volatile.Read(ref _count);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref _count, value);
        }
    }
}
