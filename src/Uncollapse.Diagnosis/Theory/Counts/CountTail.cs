namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>How many of some counts are above 0, 1, 2, ...: what sums of digamma(x + a) - digamma(a) = sum over j below x of 1 / (a + j) need.</summary>
internal sealed class CountTail
{
    /// <summary>From here on Stirling's series of the digamma function has double precision.</summary>
    private const int Long = 256;

    private readonly List<int> _above = [];
    private readonly List<double> _large = [];

    /// <summary>Counts above 0.</summary>
    public int NonZeros => _above.Count > 0 ? _above[0] : 0;

    /// <summary>Adds a count above 0.</summary>
    public void Add(double count)
    {
        int most = (int)Math.Min(Long, count);
        while (_above.Count < most) _above.Add(0);
        // Here the counts of each size; Finish sums them up.
        _above[most - 1]++;
        if (count > Long) _large.Add(count);
    }

    /// <summary>Ends the adding.</summary>
    public void Finish()
    {
        for (int j = _above.Count - 2; j >= 0; j--) _above[j] += _above[j + 1];
    }

    /// <summary>The sums over counts x of sum over j below x of 1 / (a + j), and of its square.</summary>
    public (double First, double Second) Sums(double a)
    {
        double first = 0, second = 0;
        for (int j = 0; j < _above.Count; j++)
        {
            double inverse = 1 / (a + j);
            first += _above[j] * inverse;
            second += _above[j] * inverse * inverse;
        }

        foreach (double count in _large)
        {
            first += Digamma(count + a) - Digamma(Long + a);
            second += Trigamma(Long + a) - Trigamma(count + a);
        }

        return (first, second);
    }

    /// <summary>sum over j below count of 1 / (a + j).</summary>
    public static double Sum(double count, double a)
    {
        double sum = count > Long ? Digamma(count + a) - Digamma(Long + a) : 0;
        for (int j = (int)Math.Min(Long, count) - 1; j >= 0; j--) sum += 1 / (a + j);
        return sum;
    }

    // Arguments of at least 256.
    private static double Digamma(double x) => Math.Log(x) - (1 / (2 * x)) - (1 / (12 * x * x)) + (1 / (120 * x * x * x * x));

    private static double Trigamma(double x) => (1 / x) + (1 / (2 * x * x)) + (1 / (6 * x * x * x)) - (1 / (30 * x * x * x * x * x));
}
