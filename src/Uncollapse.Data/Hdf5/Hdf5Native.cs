using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>
/// The functions of libhdf5 that are used, by the names of its C interface (1.10 and later, where an identifier has 64 bits); only those
/// whose name and arguments are the same in all versions. Every call is made under <see cref="Hdf5Library.Gate"/>: the library is not thread-safe.
/// </summary>
internal static unsafe partial class Hdf5Native
{
    private const string Library = Hdf5Library.ImportName;

    [LibraryImport(Library)]
    internal static partial int H5open();

    [LibraryImport(Library)]
    internal static partial int H5get_libversion(out uint major, out uint minor, out uint release);

    [LibraryImport(Library)]
    internal static partial int H5Eset_auto2(long stack, nint function, nint data);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long H5Fopen(string name, uint flags, long access);

    [LibraryImport(Library)]
    internal static partial int H5Fclose(long file);

    [LibraryImport(Library)]
    internal static partial int H5Fflush(long file, int scope);

    [LibraryImport(Library)]
    internal static partial int H5Gget_info(long group, out Hdf5GroupInfo info);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long H5Gcreate2(long place, string name, long links, long creation, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint H5Lget_name_by_idx(long place, string group, int index, int order, ulong n, byte* name, nuint size, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int H5Lexists(long place, string name, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int H5Lget_val(long place, string name, byte* buffer, nuint size, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int H5Ldelete(long place, string name, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long H5Oopen(long place, string name, long access);

    [LibraryImport(Library)]
    internal static partial int H5Oclose(long target);

    [LibraryImport(Library)]
    internal static partial int H5Iget_type(long target);

    [LibraryImport(Library)]
    internal static partial long H5Dget_space(long dataset);

    [LibraryImport(Library)]
    internal static partial long H5Dget_type(long dataset);

    [LibraryImport(Library)]
    internal static partial ulong H5Dget_storage_size(long dataset);

    [LibraryImport(Library)]
    internal static partial long H5Dget_create_plist(long dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long H5Dcreate2(long place, string name, long type, long space, long links, long creation, long access);

    [LibraryImport(Library)]
    internal static partial int H5Dread(long dataset, long type, long memory, long file, long transfer, void* buffer);

    [LibraryImport(Library)]
    internal static partial int H5Dwrite(long dataset, long type, long memory, long file, long transfer, void* buffer);

    [LibraryImport(Library)]
    internal static partial long H5Screate(int kind);

    [LibraryImport(Library)]
    internal static partial long H5Screate_simple(int rank, ulong* lengths, ulong* most);

    [LibraryImport(Library)]
    internal static partial int H5Sget_simple_extent_ndims(long space);

    [LibraryImport(Library)]
    internal static partial int H5Sget_simple_extent_dims(long space, ulong* lengths, ulong* most);

    [LibraryImport(Library)]
    internal static partial int H5Sselect_hyperslab(long space, int operation, ulong* start, ulong* stride, ulong* count, ulong* block);

    [LibraryImport(Library)]
    internal static partial int H5Sclose(long space);

    [LibraryImport(Library)]
    internal static partial long H5Tcopy(long type);

    [LibraryImport(Library)]
    internal static partial long H5Tcreate(int kind, nuint size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int H5Tinsert(long type, string name, nuint offset, long member);

    [LibraryImport(Library)]
    internal static partial int H5Tset_size(long type, nuint size);

    [LibraryImport(Library)]
    internal static partial int H5Tset_cset(long type, int set);

    [LibraryImport(Library)]
    internal static partial int H5Tget_cset(long type);

    [LibraryImport(Library)]
    internal static partial int H5Tget_class(long type);

    [LibraryImport(Library)]
    internal static partial nuint H5Tget_size(long type);

    [LibraryImport(Library)]
    internal static partial int H5Tis_variable_str(long type);

    [LibraryImport(Library)]
    internal static partial int H5Tget_nmembers(long type);

    [LibraryImport(Library)]
    internal static partial nint H5Tget_member_name(long type, uint member);

    [LibraryImport(Library)]
    internal static partial long H5Tget_member_type(long type, uint member);

    [LibraryImport(Library)]
    internal static partial int H5Tclose(long type);

    [LibraryImport(Library)]
    internal static partial int H5Pget_nfilters(long properties);

    [LibraryImport(Library)]
    internal static partial int H5Pget_filter2(long properties, uint index, uint* flags, nuint* number, uint* values, nuint length, byte* name, uint* configuration);

    [LibraryImport(Library)]
    internal static partial long H5Pcreate(long kind);

    [LibraryImport(Library)]
    internal static partial int H5Pset_vlen_mem_manager(long properties, delegate* unmanaged<nuint, void*, void*> take, void* takeArgument, delegate* unmanaged<void*, void*, void> release, void* releaseArgument);

    [LibraryImport(Library)]
    internal static partial int H5Pclose(long properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int H5Aexists(long target, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long H5Aopen(long target, string name, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long H5Acreate2(long target, string name, long type, long space, long creation, long access);

    [LibraryImport(Library)]
    internal static partial long H5Aget_space(long attribute);

    [LibraryImport(Library)]
    internal static partial long H5Aget_type(long attribute);

    [LibraryImport(Library)]
    internal static partial int H5Aread(long attribute, long type, void* buffer);

    [LibraryImport(Library)]
    internal static partial int H5Awrite(long attribute, long type, void* buffer);

    [LibraryImport(Library)]
    internal static partial int H5Aclose(long attribute);

    [LibraryImport(Library)]
    internal static partial int H5Zregister(void* filter);

    [LibraryImport(Library)]
    internal static partial int H5Zfilter_avail(int filter);

    [LibraryImport(Library)]
    internal static partial void* H5allocate_memory(nuint size, byte clear);

    [LibraryImport(Library)]
    internal static partial int H5free_memory(void* memory);
}
