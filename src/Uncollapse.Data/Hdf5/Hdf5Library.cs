using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>Finds the system's libhdf5 and starts it. Everything else of this program works without.</summary>
/// <remarks><c>UNCOLLAPSE_HDF5</c> may name the library file; otherwise it is looked for under the names that systems give it.</remarks>
internal static class Hdf5Library
{
    /// <summary>The name that imports carry; resolved to the library found.</summary>
    public const string ImportName = "uncollapse-hdf5";

    private static readonly string[] LinuxNames =
    [
        "libhdf5_serial.so.310", "libhdf5.so.310", "libhdf5.so.320", "libhdf5_serial.so.300", "libhdf5.so.300", "libhdf5_serial.so.200", "libhdf5.so.200",
        "libhdf5_serial.so.103", "libhdf5.so.103", "libhdf5_serial.so.101", "libhdf5.so.101", "libhdf5_serial.so.100", "libhdf5.so.100", "libhdf5_serial.so", "libhdf5.so",
    ];

    private static readonly string[] MacNames =
        ["libhdf5.dylib", "libhdf5.310.dylib", "libhdf5.200.dylib", "libhdf5.103.dylib", "/opt/homebrew/lib/libhdf5.dylib", "/usr/local/lib/libhdf5.dylib", "/opt/local/lib/libhdf5.dylib"];

    private static readonly string[] WindowsNames = ["hdf5.dll", "libhdf5.dll", "libhdf5-310.dll", "libhdf5-103.dll"];
    private static nint library;
    private static string? failure;

    /// <summary>The lock under which the library is called.</summary>
    public static Lock Gate { get; } = new();

    /// <summary>For tests: on this thread, only these names are tried.</summary>
    [ThreadStatic]
    internal static string[]? NamesForTests;

    /// <summary>The identifiers of native number types, and classes of property lists.</summary>
    public static long NativeSingle { get; private set; }

    /// <summary>8-byte floating point.</summary>
    public static long NativeDouble { get; private set; }

    /// <summary>4-byte integers.</summary>
    public static long NativeInt32 { get; private set; }

    /// <summary>8-byte integers.</summary>
    public static long NativeInt64 { get; private set; }

    /// <summary>Little-endian 4-byte floating point, as files have it.</summary>
    public static long FileSingle { get; private set; }

    /// <summary>A string of one byte.</summary>
    public static long StringType { get; private set; }

    /// <summary>The class of transfer properties.</summary>
    public static long TransferClass { get; private set; }

    /// <summary>The library's version.</summary>
    public static string Version { get; private set; } = "";

    /// <summary>Fails unless the library is there.</summary>
    /// <param name="path">The file that needs it.</param>
    /// <exception cref="DataFormatException">It is not, with what to install.</exception>
    public static void Require(string path)
    {
        if (NamesForTests is { } only)
        {
            if (Find(only) == 0)
                throw Missing(path, "none of its names is a library here");
            return;
        }
        lock (Gate)
        {
            if (library == 0 && failure is null)
                Load();
            if (failure is not null)
                throw Missing(path, failure);
        }
    }

    private static void Load()
    {
        string? named = Environment.GetEnvironmentVariable("UNCOLLAPSE_HDF5");
        string[] names = !string.IsNullOrEmpty(named) ? [named] : OperatingSystem.IsWindows() ? WindowsNames : OperatingSystem.IsMacOS() ? MacNames : LinuxNames;
        nint found = Find(names);
        if (found == 0)
        {
            failure = string.IsNullOrEmpty(named) ? "none" : $"UNCOLLAPSE_HDF5={named}, which is no library";
            return;
        }
        NativeLibrary.SetDllImportResolver(typeof(Hdf5Library).Assembly, (name, _, _) => name == ImportName ? found : 0);
        failure = Start(found);
        if (failure is null)
            library = found;
    }

    private static nint Find(string[] names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint found) || NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories, out found))
                return found;
        }
        return 0;
    }

    private static string? Start(nint found)
    {
        if (Hdf5Native.H5open() < 0 || Hdf5Native.H5get_libversion(out uint major, out uint minor, out uint release) < 0)
            return "one that does not start";
        Version = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{release}");
        if (major == 1 && minor < 10)
            return $"version {Version}";
        _ = Hdf5Native.H5Eset_auto2(0, 0, 0);
        NativeSingle = Constant(found, "H5T_NATIVE_FLOAT_g");
        NativeDouble = Constant(found, "H5T_NATIVE_DOUBLE_g");
        NativeInt32 = Constant(found, "H5T_NATIVE_INT32_g");
        NativeInt64 = Constant(found, "H5T_NATIVE_INT64_g");
        FileSingle = Constant(found, "H5T_IEEE_F32LE_g");
        StringType = Constant(found, "H5T_C_S1_g");
        TransferClass = Constant(found, "H5P_CLS_DATASET_XFER_ID_g");
        LzfFilter.Register();
        return null;
    }

    private static long Constant(nint found, string name) => Marshal.ReadInt64(NativeLibrary.GetExport(found, name));

    private static DataFormatException Missing(string path, string found)
    {
        string install = OperatingSystem.IsWindows() ? "install HDF5 from The HDF Group and put hdf5.dll on the PATH"
            : OperatingSystem.IsMacOS() ? "install it: brew install hdf5"
            : "install it: apt-get install libhdf5-103-1 (dnf install hdf5, conda install hdf5)";
        return new DataFormatException(path, "", "the library libhdf5, version 1.10 or later, to read HDF5 (.h5ad, .h5, .loom)", found, $"{char.ToUpperInvariant(install[0])}{install[1..]}; UNCOLLAPSE_HDF5 may name its file");
    }
}
