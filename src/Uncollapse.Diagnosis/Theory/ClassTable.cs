using Uncollapse.Diagnosis.Measures;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>Which class every example has at every place, numbered over the classes that occur there, and how probable each is.</summary>
internal sealed class ClassTable
{
    /// <summary>Classes that fewer examples have at a place are one class there: it takes directions away and so never adds to an eigenvalue, but a word seen once tells only noise.</summary>
    private const int Seldom = 20;

    private readonly int[] _starts;
    private readonly int[] _cells;

    private ClassTable(int places, int[] starts, int[] cells, List<int> place, List<int> counts)
    {
        Places = places;
        _starts = starts;
        _cells = cells;
        Place = [.. place];
        double[] present = new double[places];
        for (int cell = 0; cell < Place.Length; cell++) present[Place[cell]] += counts[cell];
        Root = new float[Place.Length];
        InverseRoot = new float[Place.Length];
        var varied = new HashSet<int>();
        for (int cell = 0; cell < Place.Length; cell++)
        {
            // F of a place that only a share r of the examples has is r (diag p - p p^T): y = 1 / sqrt(r p) - sqrt(p / r).
            double total = present[Place[cell]], share = total / Examples, probability = counts[cell] / total;
            if (counts[cell] == total) continue;
            Root[cell] = (float)Math.Sqrt(probability / share);
            InverseRoot[cell] = (float)(1 / Math.Sqrt(share * probability));
            varied.Add(Place[cell]);
            Rank++;
        }

        Rank -= varied.Count;
    }

    /// <summary>Places T: outputs, or words of a sentence.</summary>
    public int Places { get; }

    /// <summary>Pairs of a place and a class that occurs there.</summary>
    public int Cells => Place.Length;

    /// <summary>Free parameters: a place's classes less one.</summary>
    public int Rank { get; }

    /// <summary>Examples.</summary>
    public int Examples => _starts.Length - 1;

    /// <summary>The place of each cell.</summary>
    public int[] Place { get; }

    /// <summary>sqrt(p / r) of each cell, r the share of examples that have the place; 0 where the place is constant.</summary>
    public float[] Root { get; }

    /// <summary>1 / sqrt(r p) of each cell; 0 where the place is constant.</summary>
    public float[] InverseRoot { get; }

    /// <summary>The cells of an example, place by place.</summary>
    public ReadOnlySpan<int> Of(int example) => _cells.AsSpan(_starts[example], _starts[example + 1] - _starts[example]);

    /// <summary>Reads a table.</summary>
    /// <param name="blocks">The examples.</param>
    /// <param name="classOf">The class of a value.</param>
    /// <param name="lengthOf">How many places an example has, by its position in the split.</param>
    public static ClassTable Read(ExampleBlocks blocks, Func<float, int> classOf, Func<int, int> lengthOf)
    {
        int[] starts = new int[blocks.Examples + 1];
        var cells = new List<int>(blocks.Examples * 8);
        List<int> place = [], counts = [];
        var numbers = new Dictionary<(int Place, int Class), int>();
        for (int block = 0, n = 0; block < blocks.Count; block++)
        {
            ReadOnlySpan<float> rows = blocks.Read(block);
            for (int at = 0; at < rows.Length; at += blocks.RowSize, n++)
            {
                int length = Math.Min(blocks.Outputs, lengthOf(blocks.Indices[n]));
                for (int t = 0; t < length; t++)
                {
                    (int Place, int Class) key = (t, classOf(rows[at + t]));
                    if (!numbers.TryGetValue(key, out int cell))
                    {
                        numbers.Add(key, cell = place.Count);
                        place.Add(t);
                        counts.Add(0);
                    }

                    counts[cell]++;
                    cells.Add(cell);
                }

                starts[n + 1] = cells.Count;
            }
        }

        return Merged(blocks.Outputs, starts, [.. cells], place, counts);
    }

    private static ClassTable Merged(int places, int[] starts, int[] cells, List<int> place, List<int> counts)
    {
        int[] number = new int[place.Count], rest = new int[places];
        Array.Fill(rest, -1);
        List<int> keptPlace = [], keptCounts = [];
        for (int cell = 0; cell < number.Length; cell++)
        {
            bool isSeldom = counts[cell] < Math.Min(Seldom, starts.Length / 20);
            int to = isSeldom ? rest[place[cell]] : -1;
            if (to < 0)
            {
                to = keptPlace.Count;
                keptPlace.Add(place[cell]);
                keptCounts.Add(0);
                if (isSeldom) rest[place[cell]] = to;
            }

            keptCounts[to] += counts[cell];
            number[cell] = to;
        }

        return new ClassTable(places, starts, Array.ConvertAll(cells, cell => number[cell]), keptPlace, keptCounts);
    }
}
