namespace Uncollapse.Data.Counts;

/// <summary>Tells genes and cells by their names.</summary>
internal static class GeneNames
{
    private const int FewestBases = 8;
    private static readonly string[] Common =
        ["MT-", "RPL", "RPS", "HLA-", "ENSG", "ENSMUSG", "ENSDARG", "FBGN", "ATP", "NDUF", "COX", "SLC", "TMEM", "ZNF", "CCL", "CD", "IL", "KRT", "LINC", "ACTB", "GAPDH", "B2M", "MALAT1"];

    /// <summary>Whether most names are identifiers of Ensembl.</summary>
    public static bool AreIdentifiers(IReadOnlyList<string> names) =>
        names.Count > 0 && 2 * names.Count(name => name.StartsWith("ENS", StringComparison.Ordinal) && name.AsSpan().IndexOfAnyInRange('0', '9') > 0) > names.Count;

    /// <summary>Whether a gene is a mitochondrion's, by its symbol: <c>MT-</c> in any case.</summary>
    public static bool IsMitochondrial(string name) => name.StartsWith("MT-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The share of names that are barcodes: 8 bases or more, perhaps with a prefix or a number.</summary>
    public static double Barcodes(IReadOnlyList<string> names) => Share(names, IsBarcode);

    /// <summary>The share of names that common genes have.</summary>
    public static double Genes(IReadOnlyList<string> names) => Share(names, name => Array.Exists(Common, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)));

    private static double Share(IReadOnlyList<string> names, Func<string, bool> test) => names.Count == 0 ? 0 : (double)names.Count(test) / names.Count;

    private static bool IsBarcode(string name)
    {
        int longest = 0, run = 0;
        foreach (char c in name)
        {
            run = c is 'A' or 'C' or 'G' or 'T' or 'N' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest >= FewestBases;
    }
}
