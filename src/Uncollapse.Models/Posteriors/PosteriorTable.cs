namespace Uncollapse.Models.Posteriors;

/// <summary>The posteriors of many examples in double precision, for measures that compare every code with every posterior: log q(z|x_m) of all pairs, a row at a time.</summary>
/// <remarks>May be read by several threads at once, <see cref="Prepare"/> aside.</remarks>
public abstract class PosteriorTable
{
    /// <summary>A table.</summary>
    /// <param name="examples">Posteriors in it.</param>
    /// <param name="units">Latent units.</param>
    protected PosteriorTable(int examples, int units)
    {
        Examples = examples;
        Units = units;
    }

    /// <summary>Posteriors in the table.</summary>
    public int Examples { get; }

    /// <summary>Latent units.</summary>
    public int Units { get; }

    /// <summary>Numbers of a prepared code.</summary>
    public virtual int QueryCount => Units;

    /// <summary>What <see cref="LogDensities"/> takes for codes: the codes, and behind each what depends on it alone.</summary>
    /// <param name="codes">[codes, units].</param>
    /// <returns>[codes, <see cref="QueryCount"/>].</returns>
    public virtual double[] Prepare(ReadOnlySpan<double> codes) => codes.ToArray();

    /// <summary>results[i] = log q(z|x_(first + i)), nats.</summary>
    /// <param name="query">One prepared code.</param>
    /// <param name="first">The first posterior.</param>
    /// <param name="results">One for each of the posteriors from the first on.</param>
    public abstract void LogDensities(ReadOnlySpan<double> query, int first, Span<double> results);

    /// <summary>The posteriors of some of the examples, in the order given.</summary>
    /// <param name="examples">Their indices.</param>
    public abstract PosteriorTable Subset(ReadOnlySpan<int> examples);

    /// <summary>Some rows of a matrix.</summary>
    private protected static double[] Rows(ReadOnlySpan<double> values, int columns, ReadOnlySpan<int> rows)
    {
        double[] result = new double[rows.Length * columns];
        for (int i = 0; i < rows.Length; i++)
            values.Slice(rows[i] * columns, columns).CopyTo(result.AsSpan(i * columns));
        return result;
    }
}
