using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Facts of plans, whose data are read once for each way of preparing them, and foretell once for each likelihood, weight and size.</summary>
/// <param name="cancellation">Stops a prediction.</param>
public sealed class KnownFacts(CancellationToken cancellation = default) : IDisposable
{
    private const int Examples = 5000;

    private readonly Dictionary<string, PreparedData> _data = [];
    private readonly Dictionary<(string Data, PredictionOptions Options), PlanFacts> _facts = [];

    /// <summary>The facts of a plan.</summary>
    /// <param name="plan">A plan that can be carried out.</param>
    /// <exception cref="Data.DataFormatException">Its data cannot be read.</exception>
    public PlanFacts Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string key = Key(plan);
        if (!_data.TryGetValue(key, out PreparedData? data)) _data[key] = data = PreparedData.Open(plan.Data, new Rng((ulong)plan.Seed));
        (string, PredictionOptions) same = (key, PlanFacts.Options(plan, data, Examples));
        if (!_facts.TryGetValue(same, out PlanFacts? facts)) _facts[same] = facts = PlanFacts.Of(plan, data, Examples, cancellation);
        return facts;
    }

    /// <summary>The data of a plan, for whoever trains it: no longer of this, and the receiver's to close; null where no facts of that plan were asked for.</summary>
    internal PreparedData? Take(Plan plan)
    {
        string key = Key(plan);
        if (!_data.Remove(key, out PreparedData? data)) return null;
        foreach ((string, PredictionOptions) known in _facts.Keys.Where(known => known.Data == key).ToList()) _facts.Remove(known);
        return data;
    }

    /// <summary>What decides how a plan's data are read and prepared: plans with the same have the same data.</summary>
    internal static string Key(Plan plan) => string.Join('\n', PlanSchema.Keys.Where(one => one.Path == "seed" || one.Path.StartsWith("data.", StringComparison.Ordinal)).Select(one => one.Format(plan)));

    /// <summary>Closes the data.</summary>
    public void Dispose()
    {
        foreach (PreparedData data in _data.Values) data.Dispose();
        _data.Clear();
        _facts.Clear();
    }
}
