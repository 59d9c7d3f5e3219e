using Uncollapse.Data.Compression;
using Uncollapse.Records;

namespace Uncollapse.Data.Input;

/// <summary>Opens files for the readers: gzip is recognised by its magic number, and what the system refuses becomes one clear line.</summary>
public static class InputFile
{
    /// <summary>Opens a file for reading, unpacking gzip on the way.</summary>
    /// <exception cref="DataFormatException">The file does not exist, is a folder, is empty or may not be read.</exception>
    public static ByteReader Open(string path)
    {
        FileStream file = OpenStream(path);
        try
        {
            Span<byte> magic = stackalloc byte[3];
            int number = file.ReadAtLeast(magic, 3, throwOnEndOfStream: false);
            file.Position = 0;
            return IsGzip(magic[..number])
                ? new ByteReader(path, UnpackStream.Gzip(file), checked(file.Length * ByteReader.LargestExpansion), exact: false, file.Length)
                : new ByteReader(path, file, file.Length, exact: true);
        }
        catch (Exception cause) when (cause is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw Refused(path, cause);
        }
    }

    /// <summary>Whether the bytes begin with the magic number of gzip with DEFLATE.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8;

    /// <summary>Opens a regular, non-empty file as it is.</summary>
    internal static FileStream OpenStream(string path)
    {
        if (Directory.Exists(path))
            throw new DataFormatException(path, "", "a file", "a folder");
        FileStream? file = null;
        try
        {
            // Before it is opened: opening a named pipe waits for a writer, for ever where none comes. Pipes and devices have no length.
            if (!RegularFile.HasBytes(path))
                throw new DataFormatException(path, "byte 0", "data", "no bytes (an empty file, a pipe or a device)", "Fetch or write the file again; what a pipe or device gives must be saved to a file first");
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (!file.CanSeek)
                throw new IOException("a pipe or device, which cannot be read twice");
            return file;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            throw Refused(path, cause);
        }
        catch (DataFormatException)
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>What the operating system said, as a <see cref="DataFormatException"/>.</summary>
    internal static DataFormatException Refused(string path, Exception cause)
    {
        string found = cause switch
        {
            FileNotFoundException or DirectoryNotFoundException => "no such file",
            UnauthorizedAccessException => "permission denied",
            _ => cause.Message,
        };
        return new DataFormatException(path, "", "a readable file", found, "Check the path", cause);
    }
}
