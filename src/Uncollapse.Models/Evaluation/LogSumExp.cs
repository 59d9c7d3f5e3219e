namespace Uncollapse.Models.Evaluation;

/// <summary>log sum e^x of numbers that arrive one by one, without overflow: the largest so far is taken out.</summary>
internal struct LogSumExp
{
    private double _largest;
    private double _sum;

    /// <summary>log of the sum so far; -infinity for none.</summary>
    public readonly double Value => _sum == 0 ? double.NegativeInfinity : _largest + Math.Log(_sum);

    /// <summary>Adds e^x.</summary>
    public void Add(double x)
    {
        if (double.IsNegativeInfinity(x))
            return;

        if (_sum == 0)
        {
            _largest = x;
            _sum = 1;
        }
        else if (x > _largest)
        {
            _sum = (_sum * Math.Exp(_largest - x)) + 1;
            _largest = x;
        }
        else
        {
            _sum += Math.Exp(x - _largest);
        }
    }
}
