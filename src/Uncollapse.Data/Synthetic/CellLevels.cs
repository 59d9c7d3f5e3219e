using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Synthetic;

/// <summary>The log levels of synthetic genes, and what cell types, activity and batches add to them.</summary>
internal sealed class CellLevels
{
    private readonly double[] _own;
    private readonly double[][] _types;
    private readonly double[] _activity;
    private readonly double[][] _batches;

    public CellLevels(int genes, int types, int batches, Rng rng)
    {
        _own = Normal(rng.Fork("own"), genes, 1.5, 1);
        _types = [.. Enumerable.Range(0, types).Select(type => Normal(rng.Fork("types").Fork((ulong)type), genes, 1, 0.2))];
        _activity = Normal(rng.Fork("activity"), genes, 1.5, 0.1);
        _batches = [.. Enumerable.Range(0, batches).Select(batch => Normal(rng.Fork("batches").Fork((ulong)batch), genes, batches > 1 ? 0.2 : 0, 1))];
    }

    /// <summary>rho of a cell.</summary>
    public void Shares(int type, int batch, double activity, double[] share)
    {
        double sum = 0;
        for (int d = 0; d < share.Length; d++) sum += share[d] = Math.Exp(_own[d] + _types[type][d] + _batches[batch][d] + ((activity - 0.5) * _activity[d]));
        for (int d = 0; d < share.Length; d++) share[d] /= sum;
    }

    /// <summary>Normal numbers, each with a probability; 0 else.</summary>
    private static double[] Normal(Rng rng, int count, double deviation, double share)
    {
        double[] values = new double[count], uniform = new double[count];
        rng.Fork("values").FillNormal(values);
        rng.Fork("which").FillUniform(uniform);
        for (int i = 0; i < count; i++) values[i] *= uniform[i] < share ? deviation : 0;
        return values;
    }
}
