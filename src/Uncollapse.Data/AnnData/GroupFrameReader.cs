using System.Globalization;
using Uncollapse.Data.Hdf5;

namespace Uncollapse.Data.AnnData;

/// <summary>A table that is a group of columns.</summary>
internal sealed class GroupFrameReader : DataFrameReader
{
    private const string OldCategories = "__categories";
    private readonly Hdf5Group group;
    private readonly string index;

    private GroupFrameReader(Hdf5Group group, string index, string[] names)
        : base(names)
    {
        this.group = group;
        this.index = index;
    }

    public static GroupFrameReader Open(Hdf5Group group)
    {
        string key = group.TextAttribute("_index") ?? (group.Names().Contains("_index") ? "_index" : "index");
        return new GroupFrameReader(group, key, Vector(group, key) ?? throw group.Fail($"an index '{key}'", "none"));
    }

    public override string[]? Texts(string column)
    {
        if (Categories(column) is var (codes, categories))
            return [.. codes.Select(code => code >= 0 && code < categories.Length ? categories[code] : "")];
        using Hdf5Dataset? dataset = group.Dataset(column);
        return dataset is { Class: Hdf5Class.String, Lengths.Count: 1 } ? dataset.ReadStrings() : null;
    }

    public override void AddTo(ObservationColumns columns)
    {
        foreach (string name in group.Names())
        {
            if (name == index || name == OldCategories)
                continue;
            if (Categories(name) is var (codes, categories))
            {
                Require(name, codes.Length);
                columns.AddCategories(name, codes, categories, group.File.Path);
                continue;
            }
            using Hdf5Object? member = group.Open(name);
            if (member is Hdf5Dataset column)
                Add(columns, name, column);
            else if (member is Hdf5Group nullable && nullable.Dataset("values") is { } values)
                AddNullable(columns, name, nullable, values);
        }
    }

    private static string[]? Vector(Hdf5Group group, string name)
    {
        using Hdf5Dataset? dataset = group.Dataset(name);
        if (dataset is null)
            return null;
        return dataset.IsNumeric
            ? Array.ConvertAll(dataset.ReadAll<double>(), value => value.ToString("R", CultureInfo.InvariantCulture))
            : dataset.ReadStrings();
    }

    private void Add(ObservationColumns columns, string name, Hdf5Dataset column)
    {
        if (column.Lengths.Count != 1 || !(column.IsNumeric || column.Class == Hdf5Class.String))
            return;
        Require(name, column.Count);
        if (column.Class == Hdf5Class.String)
            columns.AddTexts(name, column.ReadStrings());
        else if (column.Class == Hdf5Class.Enumeration)
            columns.AddTruths(name, column.ReadAll<double>());
        else
            columns.AddNumbers(name, column.ReadAll<double>());
    }

    /// <summary>Values beside a mask of those that are missing (pandas' nullable columns).</summary>
    private void AddNullable(ObservationColumns columns, string name, Hdf5Group nullable, Hdf5Dataset values)
    {
        using (values)
        {
            using Hdf5Dataset? mask = nullable.Dataset("mask");
            if (mask is { IsNumeric: true } && values.IsNumeric && mask.Count == values.Count && mask.ReadAll<double>() is { } missing && missing.Any(value => value != 0))
            {
                double[] numbers = values.ReadAll<double>();
                columns.AddNumbers(name, [.. numbers.Zip(missing, (number, flag) => flag != 0 ? double.NaN : number)]);
                return;
            }
            Add(columns, name, values);
        }
    }

    private (int[] Codes, string[] Categories)? Categories(string name)
    {
        if (group.Group(name) is { } own)
        {
            using (own)
            {
                using Hdf5Dataset? codes = own.Dataset("codes");
                string[]? categories = codes is null ? null : Vector(own, "categories");
                return categories is null ? null : (codes!.ReadAll<int>(), categories);
            }
        }
        using Hdf5Group? old = group.Group(OldCategories);
        string[]? names = old is null ? null : Vector(old, name);
        if (names is null)
            return null;
        using Hdf5Dataset? column = group.Dataset(name);
        return column is { Class: Hdf5Class.Integer } ? (column.ReadAll<int>(), names) : null;
    }

    private void Require(string name, long count)
    {
        if (count != Names.Length)
            throw group.Fail($"a column '{name}' of {Names.Length} values", $"{count}");
    }
}
