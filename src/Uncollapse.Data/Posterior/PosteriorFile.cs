using System.Buffers;
using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Posterior;

/// <summary>Reads the posterior of a model that lives elsewhere: an .npz with mu and logvar (or var, or std), or a pair of .npy files.</summary>
public static class PosteriorFile
{
    private static readonly SearchValues<byte> TextBytes = SearchValues.Create([(byte)'\t', (byte)'\n', (byte)'\r', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (byte)code)]);
    private const string NotFinite = "Has the encoder diverged? Examples and units are counted from 0";
    private static readonly string[] SpreadNames = ["logvar", "var", "std"];

    /// <summary>Reads an .npz archive: <c>mu</c> [N, L], one of <c>logvar</c>, <c>var</c>, <c>std</c> [N, L], optional <c>x_log_likelihood</c> [N] and <c>labels</c> [N].</summary>
    /// <exception cref="DataFormatException">An array is missing, of the wrong shape, or holds values that no posterior has.</exception>
    public static PosteriorArrays Read(string path)
    {
        RequireArchive(path);
        using var file = NpzFile.Open(path);
        return Read(file);
    }

    /// <summary>Reads an open archive.</summary>
    /// <exception cref="DataFormatException">As for <see cref="Read(string)"/>.</exception>
    public static PosteriorArrays Read(NpzFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string[] spreads = [.. SpreadNames.Where(file.Contains)];
        if (!file.Contains("mu") || spreads.Length != 1)
        {
            throw new DataFormatException(
                file.Path, "", "arrays 'mu' and exactly one of 'logvar', 'var', 'std'", file.Names.Count == 0 ? "no arrays" : string.Join(", ", file.Names), PosteriorNames.Hint(file.Names));
        }
        string spread = spreads[0];
        (float[] mean, int count, int size) = Matrix($"{file.Path}!mu", file.Read("mu"));
        float[] logVariance = LogVariance($"{file.Path}!{spread}", file.Read(spread), spread, count, size);
        double[]? likelihood = file.Contains("x_log_likelihood") ? Vector($"{file.Path}!x_log_likelihood", file.Read("x_log_likelihood"), count) : null;
        LabelColumn? labels = file.Contains("labels") ? Labels($"{file.Path}!labels", file.Read("labels"), count) : null;
        return new PosteriorArrays(file.Path, count, size, mean, logVariance, likelihood, labels) { Warnings = [.. Suspicions(count, size, spread, logVariance)] };
    }

    /// <summary>Reads a pair of .npy files of the same shape [N, L].</summary>
    /// <param name="meanPath">The means.</param>
    /// <param name="logVariancePath">The logarithms of the variances.</param>
    /// <exception cref="DataFormatException">A file is damaged, the shapes differ, or a value is not finite.</exception>
    public static PosteriorArrays Read(string meanPath, string logVariancePath)
    {
        (float[] mean, int count, int size) = Matrix(meanPath, NpyReader.Read(meanPath));
        float[] logVariance = LogVariance(logVariancePath, NpyReader.Read(logVariancePath), "logvar", count, size);
        return new PosteriorArrays($"{meanPath} + {logVariancePath}", count, size, mean, logVariance, null, null) { Warnings = [.. Suspicions(count, size, "logvar", logVariance)] };
    }

    private static void RequireArchive(string path)
    {
        if (!File.Exists(path)) return;
        Span<byte> head = stackalloc byte[256];
        using (FileStream file = InputFile.OpenStream(path)) head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        const string Expected = "an .npz archive with mu and logvar";
        if (head.Length > 6 && head[0] == 0x93 && head[1..].StartsWith("NUMPY"u8))
            throw new DataFormatException(path, "", Expected, "a .npy array", "For a pair of arrays use --mu M.npy --logvar V.npy");
        if (head.Length > 0 && !head.StartsWith("PK"u8) && !head.ContainsAnyExcept(TextBytes))
            throw new DataFormatException(path, "", Expected, "text", "Read it in Python and write np.savez('q.npz', mu=mu, logvar=logvar)");
    }

    private static IEnumerable<string> Suspicions(int count, int size, string kind, float[] logVariance)
    {
        if (count < size)
            yield return string.Create(CultureInfo.InvariantCulture, $"{count} example{(count == 1 ? "" : "s")} of {size} units: are mu and {kind} transposed? expected [examples, units]");
        // Variances above the prior's for every example and unit are no posterior that training leaves.
        if (kind == "logvar" && logVariance.AsSpan().IndexOfAnyInRange(float.MinValue, 0) < 0)
            yield return "logvar is above 0 everywhere: it looks like a variance or a standard deviation saved as logvar; save those as 'var' or 'std'";
    }

    private static (float[] Values, int Count, int Size) Matrix(string path, NpyArray array)
    {
        RequireFloats(path, array);
        if (array.Shape.Count != 2 || array.Count == 0)
            throw new DataFormatException(path, "", "an array [examples, units]", $"the shape ({string.Join(", ", array.Shape)})", "Flatten other axes; do not give samples of z");
        float[] values = array.ToSingle();
        int size = array.Shape[1];
        for (int row = 0; row < array.Shape[0]; row++)
        {
            int unit = Finite.IndexOfOther(values.AsSpan(row * size, size));
            if (unit >= 0) throw Bad(path, (row * size) + unit, size, "a finite number", values[(row * size) + unit], NotFinite);
        }
        return (values, array.Shape[0], size);
    }

    private static float[] LogVariance(string path, NpyArray array, string kind, int count, int size)
    {
        RequireFloats(path, array);
        if (array.Shape.Count != 2 || array.Shape[0] != count || array.Shape[1] != size)
            throw new DataFormatException(path, "", $"the shape ({count}, {size}) of mu", $"({string.Join(", ", array.Shape)})", "mu and its spread are of one encoder pass: save both together");
        double[] values = array.ToDouble();
        float[] result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (!double.IsFinite(value) || (kind != "logvar" && value <= 0))
                throw Bad(path, i, size, kind == "logvar" ? "a finite number" : "a finite number above 0", value, !double.IsFinite(value) ? NotFinite : $"A {kind} is above 0; if these are logarithms of variances, save them as 'logvar'");
            result[i] = (float)(kind switch { "logvar" => value, "var" => Math.Log(value), _ => 2 * Math.Log(value) });
            if (!float.IsFinite(result[i]))
                throw Bad(path, i, size, "a number of float32 range", value, "Save the log-variance of the encoder itself as 'logvar'");
        }
        return result;
    }

    private static double[] Vector(string path, NpyArray array, int count)
    {
        RequireFloats(path, array);
        if (array.Count != count || array.Shape.Count(length => length > 1) > 1)
            throw new DataFormatException(path, "", $"one value for each of {count} examples", $"the shape ({string.Join(", ", array.Shape)})", "Sum log p(x|z) over an example's outputs, or leave the array out");
        double[] values = array.ToDouble();
        int bad = Array.FindIndex(values, value => !double.IsFinite(value));
        return bad < 0 ? values : throw Bad(path, bad, 1, "a finite number", values[bad], "Leave x_log_likelihood out, or save the sum of log p(x|z) over an example's outputs");
    }

    private static LabelColumn Labels(string path, NpyArray array, int count)
    {
        if (array.Count != count || array.Shape.Count(length => length > 1) > 1)
            throw new DataFormatException(path, "", $"one label for each of {count} examples", $"the shape ({string.Join(", ", array.Shape)})", "Save the labels of the same examples in the same order, or leave the array out");
        return array.IsNumeric ? LabelColumn.FromValues("labels", array.ToDouble()) : LabelColumn.FromText("labels", array.ToText());
    }

    private static void RequireFloats(string path, NpyArray array)
    {
        if (!array.IsNumeric)
            throw new DataFormatException(path, "", "numbers", "text", "np.savez('q.npz', mu=mu, logvar=logvar)");
    }

    private static DataFormatException Bad(string path, int index, int size, string expected, double found, string hint) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"example {index / size}, unit {index % size}"), expected, found.ToString(CultureInfo.InvariantCulture), hint);
}
