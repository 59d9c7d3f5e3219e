namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>What the likelihood of an output's counts at a constant state needs of them: their tail, and by library how many and how much they are.</summary>
internal sealed class OutputSums
{
    private readonly int _points;
    private readonly double[] _number;
    private readonly double[] _amount;
    private readonly double[] _total;

    public OutputSums(CountMatrix matrix, LibraryNodes nodes)
    {
        _points = nodes.Count;
        _number = new double[matrix.Outputs * _points];
        _amount = new double[_number.Length];
        _total = new double[matrix.Outputs];
        Tails = new CountTail[matrix.Outputs];
        for (int d = 0; d < Tails.Length; d++) Tails[d] = new CountTail();
        for (int n = 0; n < matrix.Examples; n++)
        {
            ReadOnlySpan<double> weights = nodes.Weights.AsSpan(n * _points, _points);
            for (int i = matrix.Starts[n]; i < matrix.Starts[n + 1]; i++)
            {
                int at = matrix.Columns[i] * _points;
                double value = matrix.Values[i];
                _total[matrix.Columns[i]] += value;
                Tails[matrix.Columns[i]].Add(value);
                for (int k = 0; k < weights.Length; k++)
                {
                    _number[at + k] += weights[k];
                    _amount[at + k] += weights[k] * value;
                }
            }
        }

        foreach (CountTail tail in Tails) tail.Finish();
    }

    /// <summary>The counts above 0 of each output.</summary>
    public CountTail[] Tails { get; }

    /// <summary>The sum of each output's counts.</summary>
    public double[] Totals => _total;

    /// <summary>How many examples have the output, by library.</summary>
    public ReadOnlySpan<double> Number(int output) => _number.AsSpan(output * _points, _points);

    /// <summary>How much they have of it, by library.</summary>
    public ReadOnlySpan<double> Amount(int output) => _amount.AsSpan(output * _points, _points);
}
