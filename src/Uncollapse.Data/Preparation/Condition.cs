using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.Preparation;

/// <summary>What a conditional model is told of an example beside it: a label column, as one number a class (one-hot) or one standardised number, or the example's row of a second array.</summary>
/// <remarks>A column of classes, or of few different numbers, is one-hot in the order of <see cref="Values"/>; another column of numbers is (y - mean) / deviation, both of
/// the training split; so is every column of an array.</remarks>
public sealed class Condition
{
    // Above this a one-hot code would be most of a model's input, and is a slip: free text, an identifier.
    private const int MostValues = 1024;

    // A column of reals with no more different values than this is a choice among them.
    private const int FewNumbers = 32;

    private readonly Dictionary<string, int> index;
    private readonly ConditionArray? array;

    private Condition(string column, IReadOnlyList<string> values, double mean, double deviation, ConditionArray? array = null)
    {
        this.array = array;
        Column = column;
        Values = values;
        Mean = mean;
        Deviation = deviation;
        index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < values.Count; i++)
            index.Add(values[i], i);
    }

    /// <summary>The label column's name, or the array's path.</summary>
    public string Column { get; }

    /// <summary>The different values, in the order of their places in the one-hot code; empty for a standardised number and for an array.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>What is subtracted from a number; 0 for classes.</summary>
    public double Mean { get; }

    /// <summary>What a number is divided by; 1 for classes.</summary>
    public double Deviation { get; }

    /// <summary>Whether it is one number rather than a choice or a row of an array.</summary>
    public bool IsNumber => Values.Count == 0 && array is null;

    /// <summary>Whether it is a row of a second array.</summary>
    public bool IsArray => array is not null;

    /// <summary>Rows of the second array; 0 for a label column.</summary>
    public int Rows => array?.Count ?? 0;

    /// <summary>Numbers behind an example.</summary>
    public int Size => array?.Size ?? (IsNumber ? 1 : Values.Count);

    /// <summary>Writes a condition as the model sees it.</summary>
    /// <param name="code">As <see cref="TryParse"/> gives it: the place of a value, the standardised number, or the array's row.</param>
    /// <param name="destination"><see cref="Size"/> numbers, overwritten.</param>
    public void Write(float code, Span<float> destination)
    {
        if (IsNumber)
        {
            destination[0] = code;
            return;
        }

        if (array is not null)
        {
            array.Row((int)code).CopyTo(destination);
            return;
        }

        destination.Clear();
        destination[(int)code] = 1;
    }

    /// <summary>Reads a value as a user writes it.</summary>
    /// <param name="text">One of <see cref="Values"/>, a number in the column's own units, or the number of an array's row, from 0.</param>
    /// <param name="code">Its code.</param>
    /// <returns>False where it is none of the values, no finite number, or no row.</returns>
    public bool TryParse(string text, out float code)
    {
        ArgumentNullException.ThrowIfNull(text);
        code = 0;
        if (IsNumber)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
                return false;
            code = (float)((number - Mean) / Deviation);
            return true;
        }

        if (array is not null)
        {
            bool isRow = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int row) && row < array.Count;
            code = row;
            return isRow;
        }

        bool known = index.TryGetValue(text, out int place);
        code = place;
        return known;
    }

    /// <inheritdoc/>
    public override string ToString() => array is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{Column}, {Size} standardised numbers")
        : IsNumber
        ? string.Create(CultureInfo.InvariantCulture, $"{Column}, (y - {Mean:G6}) / {Deviation:G6}")
        : string.Create(CultureInfo.InvariantCulture, $"{Column}, one of {Values.Count}");

    /// <summary>Reads a second array.</summary>
    /// <exception cref="DataFormatException">It cannot be read, or its rows are not one for each example.</exception>
    internal static Condition OfArray(string path, SourceData source, DenseDataset train) => new(path, [], 0, 1, ConditionArray.Open(path, source, train));

    /// <summary>Learns a condition: its values from all splits, mean and deviation from the training split.</summary>
    /// <exception cref="DataFormatException">A split has no such column, or the column holds one value, or too many texts.</exception>
    internal static Condition Learn(string column, DenseDataset train, params ReadOnlySpan<DenseDataset> others)
    {
        LabelColumn labels = Find(column, train);
        foreach (DenseDataset other in others)
            Find(column, other);
        string[] values = labels.Classes is { } classes ? [.. classes] : Distinct(labels);
        if (labels.Classes is null && values.Length > FewNumbers)
            return Standardised(labels);
        foreach (DenseDataset other in others)
        {
            LabelColumn more = Find(column, other);
            IEnumerable<string> theirs = more.Classes ?? (IEnumerable<string>)Distinct(more);
            values = [.. values.Union(theirs, StringComparer.Ordinal)];
        }

        if (values.Length is >= 2 and <= MostValues) return new Condition(labels.Name, values, 0, 1);
        throw new DataFormatException(
            train.Provenance.Source, $"label '{column}'", $"2 to {MostValues} different values to condition on", string.Create(CultureInfo.InvariantCulture, $"{values.Length}"),
            values.Length < 2 ? "A condition that never varies says nothing" : "Condition on a column of classes or of numbers");
    }

    /// <summary>The code of every example of a data set.</summary>
    /// <exception cref="DataFormatException">There is no such column, or it holds a value that the training examples do not have.</exception>
    internal float[] Of(DenseDataset data)
    {
        if (array is not null) return array.Of(data);
        LabelColumn labels = Find(Column, data);
        float[] codes = new float[labels.Count];
        for (int n = 0; n < codes.Length; n++)
        {
            string text = Text(labels, n);
            if (TryParse(text, out codes[n])) continue;
            throw new DataFormatException(
                data.Provenance.Source, $"label '{Column}', example {n}", IsNumber ? "a finite number" : $"a value of the run's data: {string.Join(", ", Values.Take(12))}", $"'{text}'",
                "The model is told this column, and knows only the values that it was made for");
        }

        return codes;
    }

    private static Condition Standardised(LabelColumn labels)
    {
        double mean = 0, squares = 0;
        foreach (float value in labels.Values) mean += value;
        mean /= labels.Count;
        foreach (float value in labels.Values) squares += (value - mean) * (value - mean);
        return new Condition(labels.Name, [], mean, Math.Sqrt(squares / labels.Count));
    }

    private static LabelColumn Find(string column, DenseDataset data) =>
        data.Labels.FirstOrDefault(labels => string.Equals(labels.Name, column, StringComparison.Ordinal))
        ?? throw new DataFormatException(
            data.Provenance.Source, "", $"a label column '{column}' to condition on",
            data.Labels.Count == 0 ? "examples without labels" : $"the label columns {string.Join(", ", data.Labels.Select(labels => labels.Name))}",
            "data.condition names it, or the file of a second array; data describe lists what there is");

    private static string[] Distinct(LabelColumn labels)
    {
        var seen = new SortedSet<float>();
        foreach (float value in labels.Values)
        {
            seen.Add(value);
            if (seen.Count > FewNumbers) break;
        }

        return [.. seen.Select(Name)];
    }

    private static string Text(LabelColumn labels, int n) => labels.Classes is { } classes ? classes[(int)labels.Values[n]] : Name(labels.Values[n]);

    private static string Name(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
