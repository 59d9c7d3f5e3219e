namespace Uncollapse.Data.Counts;

/// <summary>Columns and values of entries as they arrive, held as narrow as those so far allow.</summary>
internal sealed class EntryArray
{
    private const int FirstCapacity = 1 << 12;
    private readonly bool isWide;
    private ushort[] narrow = [];
    private int[] wide = [];
    private byte[]? bytes = [];
    private ushort[]? shorts;
    private float[]? singles;
    private int capacity;

    /// <summary>Starts empty.</summary>
    /// <param name="columns">Columns of the matrix.</param>
    public EntryArray(int columns) => isWide = columns > ushort.MaxValue + 1;

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of an entry.</summary>
    public int EntryBytes => (isWide ? 4 : 2) + (bytes is not null ? 1 : shorts is not null ? 2 : 4);

    /// <summary>Adds entries whose values are in a range.</summary>
    public void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, bool isCounts, float maximum)
    {
        if (bytes is not null && !(isCounts && maximum <= byte.MaxValue))
            LeaveBytes(isCounts && maximum <= ushort.MaxValue);
        if (shorts is not null && !(isCounts && maximum <= ushort.MaxValue))
            LeaveShorts();
        if (capacity - Count < columns.Length)
            Grow((int)Math.Min(Array.MaxLength, Math.Max(FirstCapacity, Math.Max((long)Count + columns.Length, 3L * Count / 2))));
        for (int i = 0; i < columns.Length; i++)
        {
            int at = Count + i;
            if (isWide)
                wide[at] = columns[i];
            else
                narrow[at] = (ushort)columns[i];
            if (bytes is not null)
                bytes[at] = (byte)values[i];
            else if (shorts is not null)
                shorts[at] = (ushort)values[i];
            else
                singles![at] = values[i];
        }
        Count += columns.Length;
    }

    /// <summary>An entry, wherever it lies.</summary>
    public (int Column, float Value) this[int index] =>
        (isWide ? wide[index] : narrow[index], bytes is not null ? bytes[index] : shorts is not null ? shorts[index] : singles![index]);

    /// <summary>The arrays without room to grow.</summary>
    public (Array Columns, Array Values) Finish()
    {
        Grow(Count);
        return (isWide ? wide : narrow, bytes is not null ? bytes : shorts is not null ? shorts : singles!);
    }

    private void LeaveBytes(bool toShorts)
    {
        byte[] old = bytes!;
        bytes = null;
        if (toShorts)
            shorts = Array.ConvertAll(old, value => (ushort)value);
        else
            singles = Array.ConvertAll(old, value => (float)value);
    }

    private void LeaveShorts()
    {
        singles = Array.ConvertAll(shorts!, value => (float)value);
        shorts = null;
    }

    private void Grow(int to)
    {
        capacity = to;
        if (isWide)
            Array.Resize(ref wide, to);
        else
            Array.Resize(ref narrow, to);
        if (bytes is not null)
            Array.Resize(ref bytes, to);
        else if (shorts is not null)
            Array.Resize(ref shorts, to);
        else
            Array.Resize(ref singles, to);
    }
}
