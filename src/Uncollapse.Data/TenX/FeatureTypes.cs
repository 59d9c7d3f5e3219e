using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.TenX;

/// <summary>Cell Ranger 3 counts antibodies and guides beside genes; a model of gene expression takes the genes.</summary>
internal static class FeatureTypes
{
    private const string Genes = "Gene Expression";

    /// <summary>The table's genes, where there are other features beside them; what is left out is said.</summary>
    public static CountTable KeepGenes(CountTable table, IReadOnlyList<string> types, LoadContext context)
    {
        if (types.Count != table.Matrix.Columns)
            throw new DataFormatException(context.Source, "feature types", $"{table.Matrix.Columns}, one a feature", $"{types.Count}");
        int[] genes = [.. Enumerable.Range(0, types.Count).Where(i => types[i] == Genes)];
        if (genes.Length == 0 || genes.Length == types.Count)
            return table;
        foreach (IGrouping<string, string> other in types.Where(type => type != Genes).GroupBy(type => type, StringComparer.Ordinal))
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{other.Count()} features of {other.Key} left out"));
        return table.Select(genes, context.Source, context.Options.Limits);
    }
}
