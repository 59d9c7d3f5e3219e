using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Preparation;

/// <summary>A second array that a model is told: one row an example of the source, every column standardised by the training split's rows.</summary>
/// <remarks>Its rows are those of the source's splits one behind the other, or those of its own splits of the same names.</remarks>
internal sealed class ConditionArray
{
    // Rows are counted in a float, and held in memory.
    private const int MostRows = 1 << 24;
    private readonly Dictionary<(string Source, string Origin), int> firstRow;
    private readonly string path;
    private readonly float[] values;

    private ConditionArray(string path, float[] values, int size, Dictionary<(string Source, string Origin), int> firstRow)
    {
        this.path = path;
        this.values = values;
        this.firstRow = firstRow;
        Size = size;
    }

    /// <summary>Numbers in a row.</summary>
    public int Size { get; }

    /// <summary>Rows.</summary>
    public int Count => values.Length / Size;

    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * Size, Size);

    /// <summary>Whether an entry of <c>data.condition</c> names a file rather than a label column.</summary>
    public static bool IsThere(string entry) => File.Exists(entry) || Directory.Exists(entry);

    /// <summary>Reads an array.</summary>
    /// <param name="path">A file or folder, of any format that examples come in.</param>
    /// <param name="source">The examples beside it.</param>
    /// <param name="train">Those that mean and deviation are taken of.</param>
    /// <exception cref="DataFormatException">It is text, has another number of rows than the source, or none of its columns varies.</exception>
    public static ConditionArray Open(string path, SourceData source, DenseDataset train)
    {
        using SourceData opened = DataSource.Open(path, new SourceOptions { Kind = DataKind.Array });
        DenseDataset[] splits = [.. Splits(source)], parts = [.. Splits(opened)];
        if (opened.Train.Kind == ValueKind.Token)
            throw new DataFormatException(path, "", "numbers to condition on, a row an example", "a text", "Name an array, or a label column");
        int rows = splits.Sum(split => split.Count), found = parts.Sum(part => part.Count), size = opened.Train.OutputSize;
        if (found != rows || (parts.Length > 1 && !parts.Select(part => part.Count).SequenceEqual(splits.Select(split => split.Count))))
        {
            throw new DataFormatException(
                path, "", string.Create(CultureInfo.InvariantCulture, $"{string.Join(" + ", splits.Select(split => split.Count))} rows, one for each example of {source.Train.Provenance.Source}"),
                string.Join(" + ", parts.Select(part => part.Count.ToString(CultureInfo.InvariantCulture))), "A second array has a row for every example, in the same order");
        }

        if (rows > MostRows || (long)rows * size > Array.MaxLength)
            throw new DataFormatException(path, "", "an array that fits in memory, of at most 16,777,216 rows", string.Create(CultureInfo.InvariantCulture, $"{rows} x {size}"), "Tell the model fewer columns");
        float[] all = new float[rows * size];
        var starts = new Dictionary<(string Source, string Origin), int>();
        int at = 0;
        foreach (DenseDataset part in parts)
        {
            part.ReadRows([.. Enumerable.Range(0, part.Count)], all.AsSpan(at * size, part.Count * size));
            at += part.Count;
        }

        at = 0;
        foreach (DenseDataset split in splits)
        {
            starts.Add((split.Provenance.Source, split.Origin), at);
            at += split.Count;
        }

        var array = new ConditionArray(path, all, size, starts);
        array.Standardise(train);
        return array;
    }

    /// <summary>The row of every example of a split.</summary>
    /// <exception cref="DataFormatException">The examples are of another source, which the array has no rows for.</exception>
    public float[] Of(DenseDataset data)
    {
        if (!firstRow.TryGetValue((data.Provenance.Source, data.Origin), out int first))
            throw new DataFormatException(data.Provenance.Source, "", $"examples that the array {path} has rows for", "those of another source", "The model is told a second array; it knows the rows of its own data only");
        float[] rows = new float[data.Count];
        for (int n = 0; n < rows.Length; n++)
            rows[n] = first + data.SourceIndex(n);
        return rows;
    }

    private static IEnumerable<DenseDataset> Splits(SourceData source) => new[] { source.Train, source.Validation, source.Test }.OfType<DenseDataset>();

    /// <summary>Every column to mean 0 and deviation 1 over the training rows; a column that does not vary there to 0.</summary>
    private void Standardise(DenseDataset train)
    {
        float[] rows = Of(train);
        bool varies = false;
        for (int i = 0; i < Size; i++)
        {
            double sum = 0, squares = 0;
            float first = Row((int)rows[0])[i];
            bool isConstant = true;
            foreach (float row in rows)
            {
                float value = Row((int)row)[i];
                sum += value;
                isConstant &= value == first;
            }

            double mean = sum / rows.Length;
            foreach (float row in rows) squares += (Row((int)row)[i] - mean) * (Row((int)row)[i] - mean);
            double factor = isConstant ? 0 : 1 / Math.Sqrt(squares / rows.Length);
            for (int n = i; n < values.Length; n += Size) values[n] = (float)((values[n] - mean) * factor);
            varies |= !isConstant;
        }

        if (!varies)
            throw new DataFormatException(path, "", "numbers that vary from example to example", "the same row for all", "A condition that never varies says nothing");
    }
}
