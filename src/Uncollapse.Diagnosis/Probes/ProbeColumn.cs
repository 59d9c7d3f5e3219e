namespace Uncollapse.Diagnosis.Probes;

/// <summary>A column as probes read it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Classes">Names of the classes; null for numbers.</param>
/// <param name="Values">One an example: the class, or the number; NaN: none.</param>
internal sealed record ProbeColumn(string Name, IReadOnlyList<string>? Classes, double[] Values)
{
    /// <summary>The name under which the log of an example's total count is probed.</summary>
    public const string LogLibrary = "log library";

    /// <summary>Examples that have a value. A copy made with other values must have them in the same places.</summary>
    public int[] Known { get; } = [.. Enumerable.Range(0, Values.Length).Where(n => !double.IsNaN(Values[n]))];

    /// <summary>The class of an example that has one.</summary>
    public int Class(int example) => (int)Values[example];

    /// <summary>Examples of each class; none of numbers.</summary>
    public int[] Sizes()
    {
        if (Classes is null) return [];
        int[] sizes = new int[Classes.Count];
        foreach (int n in Known) sizes[Class(n)]++;
        return sizes;
    }

    /// <summary>The same values, exchanged at random between the examples that have one.</summary>
    public ProbeColumn Exchanged(Tensors.Randomness.Rng rng)
    {
        int[] order = new int[Known.Length];
        rng.FillPermutation(order);
        double[] values = (double[])Values.Clone();
        for (int i = 0; i < order.Length; i++) values[Known[i]] = Values[Known[order[i]]];
        return this with { Values = values };
    }
}
