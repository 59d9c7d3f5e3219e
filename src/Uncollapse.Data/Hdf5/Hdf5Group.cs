using System.Text;

namespace Uncollapse.Data.Hdf5;

/// <summary>A group.</summary>
internal sealed class Hdf5Group(Hdf5File file, string name, Hdf5Handle handle) : Hdf5Object(file, name, handle)
{
    private const int MostLinks = 1 << 16;
    private const int LongestName = 4096;

    /// <summary>Names of what it holds, in ordinal order.</summary>
    public unsafe string[] Names()
    {
        lock (Hdf5Library.Gate)
        {
            if (Hdf5Native.H5Gget_info(Id, out Hdf5GroupInfo info) < 0)
                throw Fail("a group that can be listed", "a damaged one");
            if (info.Links > MostLinks)
                throw Fail($"at most {MostLinks} members", $"{info.Links}");
            var names = new List<string>();
            byte* text = stackalloc byte[LongestName];
            for (ulong i = 0; i < info.Links; i++)
            {
                nint length = Hdf5Native.H5Lget_name_by_idx(Id, ".", 0, 0, i, text, LongestName, 0);
                if (length is < 1 or >= LongestName)
                    throw Fail("names of at most 4095 bytes", "another", "The file is damaged");
                names.Add(Encoding.UTF8.GetString(text, (int)length));
            }
            return [.. names.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Opens a member; null where there is none.</summary>
    /// <exception cref="DataFormatException">It is a link to elsewhere, or damaged.</exception>
    public unsafe Hdf5Object? Open(string member)
    {
        string full = Name.Length == 0 ? member : $"{Name}/{member}";
        lock (Hdf5Library.Gate)
        {
            // One step at a time: a path could lead through a link.
            if (member.Contains('/', StringComparison.Ordinal))
            {
                int slash = member.IndexOf('/', StringComparison.Ordinal);
                using var between = Open(member[..slash]);
                return (between as Hdf5Group)?.Open(member[(slash + 1)..]);
            }
            if (member.Length == 0 || Hdf5Native.H5Lexists(Id, member, 0) <= 0)
                return null;
            byte link;
            if (Hdf5Native.H5Lget_val(Id, member, &link, 1, 0) >= 0)
                throw new DataFormatException(File.Path, full, "data", "a link to elsewhere", "Links by name and to other files are not followed: copy what they name into the file");
            var opened = Hdf5Handle.Object(Hdf5Native.H5Oopen(Id, member, 0));
            if (opened.IsInvalid)
                throw new DataFormatException(File.Path, full, "a group or data set", "a damaged one", "Fetch or write the file again");
            switch (Hdf5Native.H5Iget_type(opened.Id))
            {
                case Hdf5Class.Group:
                    return new Hdf5Group(File, full, opened);
                case Hdf5Class.Dataset:
                    return Hdf5Dataset.Of(File, full, opened);
                default:
                    opened.Dispose();
                    return null;
            }
        }
    }

    /// <summary>Opens a member that is a group; null where there is none.</summary>
    public Hdf5Group? Group(string member)
    {
        Hdf5Object? opened = Open(member);
        if (opened is Hdf5Group group)
            return group;
        opened?.Dispose();
        return null;
    }

    /// <summary>Opens a member that is a data set; null where there is none.</summary>
    public Hdf5Dataset? Dataset(string member)
    {
        Hdf5Object? opened = Open(member);
        if (opened is Hdf5Dataset dataset)
            return dataset;
        opened?.Dispose();
        return null;
    }

    /// <summary>Opens a member that must be a data set.</summary>
    public Hdf5Dataset Required(string member) => Dataset(member) ?? throw Fail($"a data set '{member}'", "none");
}
