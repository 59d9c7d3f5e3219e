using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Zoo;
using Told = Uncollapse.Records.Diagnoses.Diagnosis;

namespace Uncollapse.Bench;

/// <summary>One way of diagnosing, scored over planted cases.</summary>
/// <param name="cases">All cases, those whose plant did not take too.</param>
/// <param name="name">The way, in words.</param>
/// <param name="diagnosis">What it says of a case's plant.</param>
internal sealed class AttributionScore(IReadOnlyList<ZooCase> cases, string name, Func<ZooCase, Told> diagnosis)
{
    // From here on a finding names a cause; below it mentions one.
    private const double Named = 0.5;
    private static readonly double[] _bins = [0, 0.5, 0.7, 0.85, 0.95, 0.985, 1.01];

    internal void Print()
    {
        // A plant that did not take is no case of its cause; surplus units are no disease.
        ZooCase[] planted = [.. cases.Where(one => one.Planted[0] != "surplus-units")], real = [.. planted.Where(one => one.Real)];
        ZooCase[] single = [.. real.Where(one => one.Planted.Count == 1)], pairs = [.. real.Where(one => one.Planted.Count > 1)];
        Told[] healthy = [.. Healthy()];
        Told[] accused = [.. healthy.Where(one => one.Findings.Any(finding => finding.Severity != Severity.Info))];
        Line($"");
        Line($"### {name}");
        Line($"");
        Line($"{real.Length} of {planted.Length} plants took: {single.Length} of one cause, {pairs.Length} of two. {healthy.Length} healthy models, each once.");
        Line($"");
        Line($"| | right | of | share |");
        Line($"|---|---|---|---|");
        Row("one cause: it comes first", single.Count(IsFirst), single.Length);
        Row("two causes: one of them comes first", pairs.Count(IsFirst), pairs.Length);
        Row("two causes: both are named", pairs.Count(one => one.Planted.All(Names(one).Contains)), pairs.Length);
        Row("sick: nothing else is named", real.Count(one => Names(one).All(one.Planted.Contains)), real.Length);
        Row("healthy: nothing is accused", healthy.Length - accused.Length, healthy.Length);
        Line($"");
        Line($"Seconds of a diagnosis: {real.Average(one => one.Collapsed.Seconds):0.00} on average, {real.Max(one => one.Collapsed.Seconds):0.0} at most; of its trials: {real.Average(Trials):0.00}, {real.Max(Trials):0.0}.");
        Matrix(real);
        Calibration(real);
        foreach (Told wrong in accused) Line($"accused though healthy: {string.Join(", ", wrong.Findings.Select(finding => finding.Cause))}");
        foreach (ZooCase one in real.Where(one => !IsFirst(one) || !one.Planted.All(Names(one).Contains)))
            Line($"missed: {one.Name}, seed {one.Seed}, strength {one.Strength}: {string.Join(", ", diagnosis(one).Findings.Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Cause} {finding.Confidence:0.00}")))}; {diagnosis(one).Counterfactuals?.Summary}");
        foreach (ZooCase one in planted.Where(one => !one.Real)) Line($"did not take: {one.Name}, seed {one.Seed}, strength {one.Strength}: twin {one.Healthy.Verdict}; {string.Join(", ", one.Signs.Select(sign => string.Create(CultureInfo.InvariantCulture, $"{sign.Measure} {sign.Healthy:G3} to {sign.Collapsed:G3}")))}");
    }

    private void Matrix(ZooCase[] real)
    {
        Line($"");
        Line($"| planted | cases | comes first | named |");
        Line($"|---|---|---|---|");
        foreach (IGrouping<string, ZooCase> row in real.GroupBy(one => one.Name))
        {
            string first = Counted(row.Select(one => diagnosis(one).Findings is [var finding, ..] ? finding.Cause : "nothing"));
            Line($"| {row.Key} | {row.Count()} | {first} | {Counted(row.SelectMany(Names))} |");
        }
    }

    private void Calibration(ZooCase[] real)
    {
        (double Confidence, bool IsRight)[] all = [.. real.SelectMany(one => diagnosis(one).Findings.Where(finding => finding.Cause != "unknown").Select(finding => (finding.Confidence, one.Planted.Contains(finding.Cause))))];
        Line($"");
        Line($"| confidence of a finding | findings | mean confidence | right |");
        Line($"|---|---|---|---|");
        for (int i = 0; i + 1 < _bins.Length; i++)
        {
            (double Confidence, bool IsRight)[] bin = [.. all.Where(one => one.Confidence >= _bins[i] && one.Confidence < _bins[i + 1])];
            if (bin.Length > 0) Line($"| {_bins[i]:0.###} to {Math.Min(1, _bins[i + 1]):0.###} | {bin.Length} | {bin.Average(one => one.Confidence):0.00} | {Percent(bin.Count(one => one.IsRight), bin.Length)} |");
        }

        Line($"");
    }

    private IEnumerable<Told> Healthy() => cases.Where(one => one.Real).Select(one => one.Healthy)
        .Concat(cases.Where(one => one.Real && one.Planted[0] == "surplus-units").Select(diagnosis)).Distinct(ReferenceEqualityComparer.Instance).Cast<Told>();

    private bool IsFirst(ZooCase one) => diagnosis(one).Findings is [var first, ..] && one.Planted.Contains(first.Cause);

    private string[] Names(ZooCase one) =>
        [.. diagnosis(one).Findings.Where(finding => finding.Cause != "unknown" && finding.Confidence >= Named && finding.Severity != Severity.Info).Select(finding => finding.Cause).Distinct()];

    private double Trials(ZooCase one) => diagnosis(one).Counterfactuals?.Seconds ?? 0;

    private static string Counted(IEnumerable<string> names) => string.Join(", ", names.GroupBy(cause => cause).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"));

    private static void Row(string what, int part, int whole) => Line($"| {what} | {part} | {whole} | {Percent(part, whole)} |");

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):0.#} %");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
