using System.Globalization;

namespace Uncollapse.Data.Datasets;

/// <summary>One label of every example: a class (an index into <see cref="Classes"/>) or a number (a factor of variation).</summary>
public sealed class LabelColumn
{
    /// <summary>The class of examples that have none.</summary>
    public const string Missing = "(missing)";

    // More different values than this are measurements, not classes.
    private const int MostClasses = 1024;
    private readonly float[] values;

    private LabelColumn(string name, float[] values, IReadOnlyList<string>? classes)
    {
        Name = name;
        this.values = values;
        Classes = classes;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Names of the classes, in the order of their indices; null when the column holds numbers.</summary>
    public IReadOnlyList<string>? Classes { get; }

    /// <summary>One value an example: the class index, or the number.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Number of examples.</summary>
    public int Count => values.Length;

    /// <summary>A column of numbers.</summary>
    public static LabelColumn FromNumbers(string name, float[] values) => new(name, values, classes: null);

    /// <summary>A column of class indices with the classes' names.</summary>
    /// <exception cref="ArgumentException">An index has no name.</exception>
    public static LabelColumn FromClasses(string name, ReadOnlySpan<int> indices, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        float[] encoded = new float[indices.Length];
        for (int i = 0; i < encoded.Length; i++)
        {
            if ((uint)indices[i] >= (uint)classes.Count)
                throw new ArgumentException($"The class {indices[i]} has no name among {classes.Count}.", nameof(indices));
            encoded[i] = indices[i];
        }
        return new LabelColumn(name, encoded, classes);
    }

    /// <summary>A column of class names; classes are numbered in ordinal order.</summary>
    public static LabelColumn FromText(string name, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] classes = [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Length; i++)
            index.Add(classes[i], i);
        float[] encoded = new float[texts.Count];
        for (int i = 0; i < encoded.Length; i++)
            encoded[i] = index[texts[i]];
        return new LabelColumn(name, encoded, classes);
    }

    /// <summary>
    /// A column from numbers as a file holds them: whole numbers of at most 1024 different values are classes (named by their
    /// number, in numeric order), anything else is a number.
    /// </summary>
    public static LabelColumn FromValues(string name, ReadOnlySpan<double> numbers)
    {
        var distinct = new SortedSet<double>();
        foreach (double number in numbers)
        {
            if (number != Math.Floor(number) || (distinct.Add(number) && distinct.Count > MostClasses))
                return FromNumbers(name, Array.ConvertAll(numbers.ToArray(), value => (float)value));
        }
        double[] order = [.. distinct];
        float[] encoded = new float[numbers.Length];
        for (int i = 0; i < encoded.Length; i++)
            encoded[i] = Array.BinarySearch(order, numbers[i]);
        return new LabelColumn(name, encoded, [.. order.Select(value => value.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>The column with other class names, when there are exactly as many.</summary>
    internal LabelColumn WithClassNames(IReadOnlyList<string> names) =>
        Classes is not null && names.Count == Classes.Count ? new LabelColumn(Name, values, names) : this;

    /// <summary>The column of a subset of the examples.</summary>
    public LabelColumn Select(ReadOnlySpan<int> indices)
    {
        float[] selected = new float[indices.Length];
        for (int i = 0; i < selected.Length; i++)
            selected[i] = values[indices[i]];
        return new LabelColumn(Name, selected, Classes);
    }
}
