using System.Globalization;
using Uncollapse.Data.Hdf5;

namespace Uncollapse.Data.AnnData;

/// <summary>A table that is a vector of records, as anndata wrote before 0.7; names of categories lie in <c>uns/COLUMN_categories</c>.</summary>
internal sealed class RecordFrameReader : DataFrameReader
{
    private readonly Hdf5Dataset records;
    private readonly Hdf5Group root;
    private readonly string index;

    private RecordFrameReader(Hdf5Dataset records, Hdf5Group root, string index, string[] names)
        : base(names)
    {
        this.records = records;
        this.root = root;
        this.index = index;
    }

    public static RecordFrameReader? Open(Hdf5Dataset records, Hdf5Group root)
    {
        string[] members = records.Members();
        if (members.Length == 0 || records.Lengths.Count != 1)
            return null;
        string key = members.Contains("index") ? "index" : members[0];
        (string[]? texts, double[]? numbers) = records.ReadMember(key);
        string[] names = texts ?? Array.ConvertAll(numbers ?? throw records.Fail("an index of names", "something else"), value => value.ToString("R", CultureInfo.InvariantCulture));
        return new RecordFrameReader(records, root, key, names);
    }

    public override string[]? Texts(string column) => records.Members().Contains(column) ? records.ReadMember(column).Texts : null;

    public override void AddTo(ObservationColumns columns)
    {
        foreach (string name in records.Members())
        {
            if (name == index)
                continue;
            (string[]? texts, double[]? numbers) = records.ReadMember(name);
            using Hdf5Dataset? categories = root.Dataset($"uns/{name}_categories");
            if (texts is not null)
                columns.AddTexts(name, texts);
            else if (numbers is not null && categories is { Class: Hdf5Class.String, Lengths.Count: 1 })
                columns.AddCategories(name, Array.ConvertAll(numbers, value => (int)value), categories.ReadStrings(), records.File.Path);
            else if (numbers is not null)
                columns.AddNumbers(name, numbers);
        }
    }
}
