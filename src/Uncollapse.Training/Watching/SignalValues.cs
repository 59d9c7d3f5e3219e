using Uncollapse.Records.History;

namespace Uncollapse.Training.Watching;

/// <summary>Signals as values of the history.</summary>
internal static class SignalValues
{
    // A line of the history is read by people too.
    private const int MostUnits = 64;

    /// <summary>Adds them under their names.</summary>
    /// <param name="values">The values of an epoch's end.</param>
    /// <param name="signals">What was measured.</param>
    /// <param name="weight">The effective weight of the KL term.</param>
    internal static void Add(Dictionary<string, double?> values, in Signals signals, double weight)
    {
        values[Measures.ValidationInformation] = signals.Information;
        values[Measures.ValidationInformationCeiling] = signals.Ceiling;
        values[Measures.KlGradientShare] = signals.RateShare(weight);
        if (signals.UnitRates is not { } rates) return;
        values[Measures.ValidationActiveUnits] = signals.ActiveUnits;
        for (int unit = 0; unit < Math.Min(MostUnits, rates.Count); unit++)
            values[Measures.ValidationUnitRate(unit)] = double.IsFinite(rates[unit]) ? rates[unit] : null;
    }
}
