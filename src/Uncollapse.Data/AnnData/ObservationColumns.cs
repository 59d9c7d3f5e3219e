using System.Globalization;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.AnnData;

/// <summary>What is told of cells, as label columns: categories by name, few whole numbers as classes, others as numbers. What is no label is left out, and said.</summary>
/// <param name="note">Told what is left out.</param>
internal sealed class ObservationColumns(Action<string> note)
{
    private const int MostClasses = 1024;

    // Whole numbers of more different values than this are amounts (genes a cell), not classes (clusters).
    private const int MostNumberedClasses = 64;
    private readonly List<LabelColumn> columns = [];

    /// <summary>The columns so far.</summary>
    public IReadOnlyList<LabelColumn> Columns => columns;

    /// <summary>Adds a column of categories.</summary>
    /// <param name="name">The column.</param>
    /// <param name="codes">One code a cell: the place of its category; -1 for none.</param>
    /// <param name="categories">The categories.</param>
    /// <param name="path">The file, for errors.</param>
    public void AddCategories(string name, ReadOnlySpan<int> codes, string[] categories, string path)
    {
        bool hasMissing = codes.Contains(-1);
        int[] known = codes.ToArray();
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i] < -1 || known[i] >= categories.Length)
                throw new DataFormatException(path, $"column '{name}'", string.Create(CultureInfo.InvariantCulture, $"codes from -1 to {categories.Length - 1}"), string.Create(CultureInfo.InvariantCulture, $"{known[i]}"));
            if (known[i] < 0)
                known[i] = categories.Length;
        }
        if (categories.Length > MostClasses)
            note($"column '{name}' left out: {categories.Length} categories");
        else
            columns.Add(LabelColumn.FromClasses(name, known, hasMissing ? [.. categories, LabelColumn.Missing] : categories));
    }

    /// <summary>Adds a column of texts.</summary>
    public void AddTexts(string name, string[] texts)
    {
        int different = texts.Distinct(StringComparer.Ordinal).Count();
        if (different > MostClasses || (different == texts.Length && texts.Length > 2))
            note($"column '{name}' left out: {different} different texts");
        else
            columns.Add(LabelColumn.FromText(name, texts));
    }

    /// <summary>Adds a column of truth values.</summary>
    public void AddTruths(string name, double[] values) =>
        columns.Add(LabelColumn.FromClasses(name, Array.ConvertAll(values, value => value == 0 ? 0 : 1), ["false", "true"]));

    /// <summary>Adds a column of numbers; few whole ones are classes, beside which cells without one are a class of their own.</summary>
    public void AddNumbers(string name, double[] values)
    {
        double[] present = Array.FindAll(values, IsPresent);
        int missing = values.Length - present.Length;
        double[] different = [.. present.Distinct().Take(MostNumberedClasses + 1).Order()];
        bool areClasses = different.Length <= MostNumberedClasses && Array.TrueForAll(present, value => value == Math.Floor(value));
        if (missing > 0 && areClasses && present.Length > 0)
            AddCategories(name, Array.ConvertAll(values, value => IsPresent(value) ? Array.BinarySearch(different, value) : -1), Array.ConvertAll(different, value => value.ToString(CultureInfo.InvariantCulture)), "");
        else if (missing > 0)
            note($"column '{name}' left out: {missing} of {values.Length} values are missing");
        else if (areClasses)
            columns.Add(LabelColumn.FromValues(name, values));
        else
            columns.Add(LabelColumn.FromNumbers(name, Array.ConvertAll(values, value => (float)value)));
    }

    private static bool IsPresent(double value) => float.IsFinite((float)value);
}
