using Uncollapse.Data.Input;
using Uncollapse.Data.Libsvm;
using Uncollapse.Data.Sources;
using Uncollapse.Data.TenX;
using Uncollapse.Records;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Counts;

/// <summary>Folders of count formats: Cell Ranger's (also the folder above, where it has one genome), and bags of words by pairs.</summary>
internal static class CountFolder
{
    private const int MostFiles = 4096;

    /// <summary>Opens a folder; null where it is of another kind.</summary>
    public static SourceData? TryOpen(LoadContext context)
    {
        if (context.Options.Kind == DataKind.Text)
            return null;
        string folder = context.Source;
        if (TenXFolder.FindMatrix(folder) is { } matrix)
            return TenXFolder.Open(matrix, context);
        string[] below = Below(folder);
        if (below.Length == 1)
        {
            context.Note($"from its folder {Path.GetFileName(below[0])}");
            return TenXFolder.Open(TenXFolder.FindMatrix(below[0])!, context);
        }
        if (below.Length > 1)
            throw new DataFormatException(folder, "", "one matrix (.mtx)", $"{below.Length}, in {string.Join(", ", below.Take(8).Select(Path.GetFileName))}", "Name one of these folders");
        return LibsvmSource.TryOpenFolder(folder, Pairs(folder), context);
    }

    /// <summary>Whether a folder holds counts, by names and first bytes: true for cells by genes, false for bags of words, null for neither.</summary>
    public static bool? Holds(string folder)
    {
        if (TenXFolder.FindMatrix(folder) is not null || Below(folder).Length > 0) return true;
        return Pairs(folder).Length > 0 ? false : null;
    }

    private static string[] Pairs(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(MostFiles).Where(file => RegularFile.HasBytes(file) && FormatSniffer.Recognise(file) == DataFormat.Libsvm)];

    private static string[] Below(string folder)
    {
        try
        {
            // Pictures lie in folders of classes, perhaps thousands: a matrix is looked for by name alone.
            return [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Take(64).Where(inner => File.Exists(Path.Combine(inner, "matrix.mtx")) || File.Exists(Path.Combine(inner, "matrix.mtx.gz")))];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(folder, cause);
        }
    }
}
