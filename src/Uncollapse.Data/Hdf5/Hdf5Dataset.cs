using System.Globalization;
using System.Runtime.InteropServices;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Hdf5;

/// <summary>A data set: an array of numbers, strings or records. Memory is taken for it only as its stored bytes justify.</summary>
internal sealed class Hdf5Dataset : Hdf5Object
{
    private const int StringBlock = 1 << 14;
    private readonly Hdf5Handle type;

    private Hdf5Dataset(Hdf5File file, string name, Hdf5Handle handle, Hdf5Handle type, long[] lengths)
        : base(file, name, handle)
    {
        this.type = type;
        Lengths = lengths;
        Class = Hdf5Native.H5Tget_class(type.Id);
        ElementBytes = (long)Hdf5Native.H5Tget_size(type.Id);
        StoredBytes = (long)Math.Min(long.MaxValue, Hdf5Native.H5Dget_storage_size(handle.Id));
    }

    /// <summary>The lengths of its axes; none for a single value.</summary>
    public IReadOnlyList<long> Lengths { get; }

    /// <summary>What an element is, as <see cref="Hdf5Class"/> numbers it.</summary>
    public int Class { get; }

    /// <summary>Bytes of an element, unpacked.</summary>
    public long ElementBytes { get; }

    /// <summary>Bytes in the file, packed.</summary>
    public long StoredBytes { get; }

    /// <summary>Elements.</summary>
    public long Count => Lengths.Aggregate(1L, (product, length) => length == 0 ? 0 : product > long.MaxValue / length ? long.MaxValue : product * length);

    /// <summary>Whether elements are numbers, or enumerated ones, as truth values are.</summary>
    public bool IsNumeric => Class is Hdf5Class.Integer or Hdf5Class.Float or Hdf5Class.Enumeration;

    /// <summary>Wraps an open data set.</summary>
    public static Hdf5Dataset Of(Hdf5File file, string name, Hdf5Handle handle)
    {
        var elementType = Hdf5Handle.Type(Hdf5Native.H5Dget_type(handle.Id));
        using var space = Hdf5Handle.Space(Hdf5Native.H5Dget_space(handle.Id));
        if (!elementType.IsInvalid && !space.IsInvalid && Hdf5Text.Lengths(space.Id) is { } lengths)
            return new Hdf5Dataset(file, name, handle, elementType, lengths);
        elementType.Dispose();
        handle.Dispose();
        throw new DataFormatException(file.Path, name, "a data set with a shape", "a damaged one", "Fetch or write the file again");
    }

    /// <summary>Names of a record's members; empty where elements are no records.</summary>
    public unsafe string[] Members()
    {
        if (Class != Hdf5Class.Compound)
            return [];
        lock (Hdf5Library.Gate)
        {
            var names = new List<string>();
            int number = Hdf5Native.H5Tget_nmembers(type.Id);
            for (uint i = 0; i < number; i++)
            {
                nint text = Hdf5Native.H5Tget_member_name(type.Id, i);
                names.Add(Marshal.PtrToStringUTF8(text) ?? "");
                _ = Hdf5Native.H5free_memory((void*)text);
            }
            return [.. names];
        }
    }

    /// <summary>Reads part of an array of numbers of two axes, or of one (<paramref name="columnStart"/> 0 and one column).</summary>
    public void Read<T>(long rowStart, long rows, long columnStart, long columns, Span<T> destination)
        where T : unmanaged => Transfer(MemoryType<T>(), [rowStart, columnStart], [rows, columns], MemoryMarshal.AsBytes(destination), 0);

    /// <summary>Reads part of a vector of numbers.</summary>
    public void Read<T>(long start, Span<T> destination)
        where T : unmanaged => Transfer(MemoryType<T>(), [start], [destination.Length], MemoryMarshal.AsBytes(destination), 0);

    /// <summary>Reads a whole vector of numbers.</summary>
    public T[] ReadAll<T>()
        where T : unmanaged
    {
        if (Lengths.Count > 1 || !IsNumeric)
            throw Fail("a vector of numbers", Lengths.Count > 1 ? $"{Lengths.Count} axes" : "something else");
        Demand(Math.Max(ElementBytes, Marshal.SizeOf<T>()));
        var values = new T[Count];
        if (values.Length > 0)
            Transfer(MemoryType<T>(), Lengths.Count == 0 ? [] : [0], Lengths.Count == 0 ? [] : [values.Length], MemoryMarshal.AsBytes(values.AsSpan()), 0);
        return values;
    }

    /// <summary>Reads a vector of strings, of fixed or variable length.</summary>
    public string[] ReadStrings() => Strings(type.Id, Class, null);

    /// <summary>Reads one member of a vector of records: strings, or numbers; null where it is neither.</summary>
    public (string[]? Texts, double[]? Numbers) ReadMember(string member)
    {
        lock (Hdf5Library.Gate)
        {
            int index = Array.IndexOf(Members(), member);
            using var own = Hdf5Handle.Type(index < 0 ? -1 : Hdf5Native.H5Tget_member_type(type.Id, (uint)index));
            if (own.IsInvalid || Lengths.Count != 1)
                throw Fail($"a vector of records with a member '{member}'", "something else");
            int kind = Hdf5Native.H5Tget_class(own.Id);
            if (kind == Hdf5Class.String)
                return (Strings(own.Id, kind, member), null);
            if (kind is not (Hdf5Class.Integer or Hdf5Class.Float or Hdf5Class.Enumeration))
                return (null, null);
            Demand(sizeof(double));
            double[] numbers = new double[Count];
            using var record = Record(member, Hdf5Library.NativeDouble, sizeof(double));
            if (numbers.Length > 0)
                Transfer(record.Id, [0], [numbers.Length], MemoryMarshal.AsBytes(numbers.AsSpan()), 0);
            return (null, numbers);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        type.Dispose();
        base.Dispose();
    }

    /// <summary>Fails unless the stored bytes justify so many bytes of memory for each element, in one array.</summary>
    public void Demand(long elementBytes)
    {
        DemandStored(elementBytes);
        if (Count > Array.MaxLength)
            throw Fail(string.Create(CultureInfo.InvariantCulture, $"at most {Array.MaxLength} elements"), Shape());
    }

    /// <summary>Fails unless the stored bytes justify so many bytes for each element.</summary>
    public void DemandStored(long elementBytes)
    {
        long most = Math.Max(ByteReader.FreeBlock, Math.Min(StoredBytes, File.Length) > long.MaxValue / ByteReader.JustifiedExpansion ? long.MaxValue : Math.Min(StoredBytes, File.Length) * ByteReader.JustifiedExpansion);
        if (elementBytes > 0 && Count > most / elementBytes)
            throw Fail(string.Create(CultureInfo.InvariantCulture, $"a size that its {StoredBytes} stored bytes justify"), Shape(), "The file is damaged, or means to fill the memory");
    }

    /// <summary>The shape in words.</summary>
    public string Shape() => Lengths.Count == 0 ? "a single value" : string.Join(" x ", Lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));

    private static long MemoryType<T>() =>
        typeof(T) == typeof(float) ? Hdf5Library.NativeSingle
        : typeof(T) == typeof(double) ? Hdf5Library.NativeDouble
        : typeof(T) == typeof(int) ? Hdf5Library.NativeInt32
        : typeof(T) == typeof(long) ? Hdf5Library.NativeInt64
        : throw new NotSupportedException(typeof(T).Name);

    private static Hdf5Handle Record(string member, long memberType, long size)
    {
        var record = Hdf5Handle.Type(Hdf5Native.H5Tcreate(Hdf5Class.Compound, (nuint)size));
        _ = Hdf5Native.H5Tinsert(record.Id, member, 0, memberType);
        return record;
    }

    private string[] Strings(long stringType, int kind, string? member)
    {
        if (kind != Hdf5Class.String || Lengths.Count != 1)
            throw Fail("a vector of strings", kind == Hdf5Class.String ? Shape() : "something else");
        lock (Hdf5Library.Gate)
        {
            bool isVariable = Hdf5Native.H5Tis_variable_str(stringType) > 0;
            long size = isVariable ? nint.Size : (long)Hdf5Native.H5Tget_size(stringType);
            Demand(size);
            if (size is < 1 or > 1 << 20)
                throw Fail("strings of at most 1 MiB", $"{size} bytes");
            return isVariable ? VariableStrings(stringType, member) : FixedStrings(stringType, member, (int)size);
        }
    }

    private string[] FixedStrings(long stringType, string? member, int size)
    {
        string[] result = new string[Count];
        int step = Math.Max(1, (1 << 22) / size);
        byte[] block = new byte[Math.Min(step, result.Length) * size];
        using Hdf5Handle? record = member is null ? null : Record(member, stringType, size);
        for (int start = 0; start < result.Length; start += step)
        {
            int number = Math.Min(step, result.Length - start);
            Transfer(record?.Id ?? stringType, [start], [number], block.AsSpan(0, number * size), 0);
            for (int i = 0; i < number; i++)
                result[start + i] = Hdf5Text.Trim(block.AsSpan(i * size, size));
        }
        return result;
    }

    private unsafe string[] VariableStrings(long stringType, string? member)
    {
        string[] result = new string[Count];
        long budget = Math.Max(ByteReader.FreeBlock / 4, File.Length * 4);
        using var memory = Hdf5Text.VariableType(stringType);
        using Hdf5Handle? record = member is null ? null : Record(member, memory.Id, nint.Size);
        using var transfer = StringMemory.Transfer(&budget);
        nint[] block = new nint[Math.Min(StringBlock, result.Length)];
        for (int start = 0; start < result.Length; start += StringBlock)
        {
            int number = Math.Min(StringBlock, result.Length - start);
            Array.Clear(block);
            try
            {
                Transfer(record?.Id ?? memory.Id, [start], [number], MemoryMarshal.AsBytes(block.AsSpan(0, number)), transfer.Id);
                for (int i = 0; i < number; i++)
                    result[start + i] = Marshal.PtrToStringUTF8(block[i]) ?? "";
            }
            catch (DataFormatException) when (budget < 0)
            {
                throw Fail("strings that its bytes justify", "far longer ones", "The file is damaged, or means to fill the memory");
            }
            finally
            {
                StringMemory.Free(block);
            }
        }
        return result;
    }

    private unsafe void Transfer(long memoryType, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination, long transfer)
    {
        lock (Hdf5Library.Gate)
        {
            ulong* first = stackalloc ulong[2];
            ulong* number = stackalloc ulong[2];
            for (int i = 0; i < start.Length; i++)
                (first[i], number[i]) = ((ulong)start[i], (ulong)count[i]);
            int status;
            fixed (byte* at = destination)
            {
                if (start.Length == 0)
                {
                    status = Hdf5Native.H5Dread(Id, memoryType, 0, 0, transfer, at);
                }
                else
                {
                    using var file = Hdf5Handle.Space(Hdf5Native.H5Dget_space(Id));
                    using var memory = Hdf5Handle.Space(Hdf5Native.H5Screate_simple(start.Length, number, null));
                    bool isSound = start.Length == Lengths.Count && !file.IsInvalid && !memory.IsInvalid;
                    status = isSound && Hdf5Native.H5Sselect_hyperslab(file.Id, 0, first, null, number, null) >= 0
                        ? Hdf5Native.H5Dread(Id, memoryType, memory.Id, file.Id, transfer, at)
                        : -1;
                }
            }
            if (status < 0)
                throw Fail("data that can be unpacked", "damaged or missing data", FilterHint());
        }
    }

    /// <summary>Whether a filter is why data cannot be read: then which.</summary>
    private unsafe string FilterHint()
    {
        using var properties = Hdf5Handle.Properties(Hdf5Native.H5Dget_create_plist(Id));
        int number = properties.IsInvalid ? 0 : Hdf5Native.H5Pget_nfilters(properties.Id);
        const int longest = 64;
        byte* name = stackalloc byte[longest];
        for (uint i = 0; i < number; i++)
        {
            nuint none = 0;
            uint flags = 0;
            uint configuration = 0;
            int filter = Hdf5Native.H5Pget_filter2(properties.Id, i, &flags, &none, null, longest, name, &configuration);
            if (filter > 0 && Hdf5Native.H5Zfilter_avail(filter) <= 0)
                return string.Create(CultureInfo.InvariantCulture, $"It is packed by filter {filter} ({Hdf5Text.Trim(new ReadOnlySpan<byte>(name, longest))}), which this libhdf5 does not have: write the file with gzip or lzf");
        }
        return "The file is damaged or cut short; fetch or write it again";
    }
}
