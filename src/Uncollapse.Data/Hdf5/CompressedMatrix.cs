using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Hdf5;

/// <summary>
/// A sparse matrix as scipy has it: values (<c>data</c>), their places along the other axis (<c>indices</c>), and where each row's or column's
/// begin (<c>indptr</c>).
/// </summary>
internal sealed class CompressedMatrix : StoredMatrix
{
    private const int Block = 1 << 20;
    private readonly Hdf5Group group;
    private readonly Hdf5Dataset data;
    private readonly Hdf5Dataset indices;
    private readonly bool byRows;
    private readonly long[] starts;

    public CompressedMatrix(string name, Hdf5Group group, long rows, long columns, bool byRows)
        : base(name, rows, columns, group)
    {
        this.group = group;
        this.byRows = byRows;
        data = group.Required("data");
        indices = group.Required("indices");
        using Hdf5Dataset pointers = group.Required("indptr");
        if (!data.IsNumeric || indices.Class != Hdf5Class.Integer || pointers.Class != Hdf5Class.Integer || data.Lengths.Count != 1 || indices.Lengths.Count != 1)
            throw group.Fail("vectors data, indices and indptr", "something else");
        int major = byRows ? Rows : Columns;
        if (pointers.Lengths.Count != 1 || pointers.Count != major + 1L)
            throw pointers.Fail(string.Create(CultureInfo.InvariantCulture, $"{major + 1L} starts"), pointers.Shape());
        starts = pointers.ReadAll<long>();
        for (int i = 0; i < major; i++)
        {
            if (starts[i] < 0 || starts[i + 1] < starts[i])
                throw pointers.Fail("starts that increase from 0", string.Create(CultureInfo.InvariantCulture, $"{starts[i + 1]} behind {starts[i]}"));
        }
        if (starts[0] != 0 || starts[major] != data.Count || data.Count != indices.Count)
            throw group.Fail(string.Create(CultureInfo.InvariantCulture, $"{starts[major]} values and indices"), string.Create(CultureInfo.InvariantCulture, $"{data.Count} and {indices.Count}"));
        data.DemandStored(sizeof(float));
        indices.DemandStored(sizeof(int));
    }

    public override string Storage => byRows ? "sparse by rows" : "sparse by columns";

    private protected override string Path => group.File.Path;

    public override MatrixLook Look()
    {
        float[] values = new float[Math.Min(Sample, data.Count)];
        if (values.Length > 0)
            data.Read(0, values.AsSpan());
        var tally = new ValueTally();
        tally.Add(values);
        return tally.Look(Name, Rows, Columns, isComplete: values.Length == data.Count);
    }

    public override void Dispose()
    {
        data.Dispose();
        indices.Dispose();
        group.Dispose();
    }

    private protected override void Fill(CompressedRowsBuilder builder, StorageLimits limits)
    {
        if (byRows)
            ForEach((_, at, values) => builder.Append(at, values));
        else
            FillFromColumns(builder, limits);
    }

    private void FillFromColumns(CompressedRowsBuilder builder, StorageLimits limits)
    {
        if (data.Count > Array.MaxLength || data.Count * (sizeof(int) + sizeof(float)) > limits.MemoryBytes)
            throw group.Fail("a matrix by rows (CSR), where it does not fit in memory", "one by columns (CSC)", "In Python: adata.X = adata.X.tocsr()");
        int[] lengths = new int[Rows];
        ForEach((column, at, _) =>
        {
            foreach (int row in at)
            {
                if ((uint)row >= (uint)lengths.Length)
                    throw indices.Fail(string.Create(CultureInfo.InvariantCulture, $"rows from 0 to {lengths.Length - 1}"), string.Create(CultureInfo.InvariantCulture, $"{row} in column {column}"));
                lengths[row]++;
            }
        });
        var order = new RowOrder(lengths);
        ForEach((column, at, values) =>
        {
            for (int i = 0; i < at.Length; i++)
                order.Add(at[i], column, values[i]);
        });
        order.MoveTo(builder);
    }

    private void ForEach(Action<int, ReadOnlySpan<int>, ReadOnlySpan<float>> take)
    {
        int major = starts.Length - 1;
        int[] at = [];
        float[] values = [];
        for (int first = 0; first < major;)
        {
            int last = first + 1;
            while (last < major && starts[last + 1] - starts[first] <= Block)
                last++;
            if (starts[last] - starts[first] > Array.MaxLength)
                throw group.Fail($"rows of at most {Array.MaxLength} entries", "more");
            int number = (int)(starts[last] - starts[first]);
            if (at.Length < number)
                (at, values) = (new int[number], new float[number]);
            if (number > 0)
            {
                indices.Read(starts[first], at.AsSpan(0, number));
                data.Read(starts[first], values.AsSpan(0, number));
            }
            for (int i = first; i < last; i++)
            {
                int from = (int)(starts[i] - starts[first]), length = (int)(starts[i + 1] - starts[i]);
                take(i, at.AsSpan(from, length), values.AsSpan(from, length));
            }
            first = last;
        }
    }
}
