using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A remedy with the values it is to be given in: <c>free-bits:lambda=0.25</c>.</summary>
public sealed class Prescription
{
    private readonly SortedDictionary<string, string> _asked;

    /// <summary>A remedy with chosen values.</summary>
    /// <param name="remedy">The remedy.</param>
    /// <param name="asked">Values by parameter; what is left out has its default.</param>
    /// <exception cref="PlanException">The remedy has no such parameter.</exception>
    public Prescription(Remedy remedy, IReadOnlyDictionary<string, string>? asked = null)
    {
        ArgumentNullException.ThrowIfNull(remedy);
        Remedy = remedy;
        _asked = new SortedDictionary<string, string>(asked?.ToDictionary() ?? [], StringComparer.Ordinal);
        foreach (string name in _asked.Keys.Where(name => remedy.Parameters.All(parameter => parameter.Name != name)))
        {
            string known = remedy.Parameters.Count == 0 ? "none: it has no parameters" : string.Join(", ", remedy.Parameters.Select(parameter => parameter.Name));
            throw new PlanException([new PlanProblem($"remedy {remedy.Name}", null, $"a parameter of it ({known})", $"'{name}'", null)]);
        }

        Arguments = new RemedyArguments(remedy, _asked);
    }

    /// <summary>The remedy.</summary>
    public Remedy Remedy { get; }

    /// <summary>Its values.</summary>
    public RemedyArguments Arguments { get; }

    /// <summary>Reads <c>name</c> or <c>name:parameter=value,parameter=value</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="PlanException">It is not of that form, or names what there is not.</exception>
    public static Prescription Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':', 2);
        Remedy remedy = RemedyCatalogue.Find(parts[0].Trim()) ?? throw new PlanException([new PlanProblem("remedy", null, string.Join(", ", RemedyCatalogue.All.Select(one => one.Name)), $"'{parts[0]}'", Near(parts[0].Trim()))]);
        var asked = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string item in parts.Length == 1 ? [] : parts[1].Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = item.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || pair[0].Length == 0 || pair[1].Length == 0 || !asked.TryAdd(pair[0], pair[1]))
                throw new PlanException([new PlanProblem($"remedy {remedy.Name}", null, "parameter=value, each once, with commas between them", $"'{item}'", $"--remedy {Example(remedy)}")]);
        }

        return new Prescription(remedy, asked);
    }

    /// <summary>The plan with the remedy given.</summary>
    /// <param name="plan">A plan that can be carried out.</param>
    /// <param name="facts">What its data say.</param>
    /// <returns>A plan that can be carried out.</returns>
    /// <exception cref="PlanException">The plan cannot take it, or a value is out of range: it says why.</exception>
    public Plan Apply(Plan plan, PlanFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(facts);
        if (Remedy.Obstacle(plan) is { } obstacle) throw new PlanException([new PlanProblem($"remedy {this}", null, "a plan that can take it", obstacle, null)]);
        // What a remedy makes meaningless, such as the context of a decoder that lost its own, goes with it.
        Plan changed = PlanSchema.WithoutIdle(Remedy.Change(plan, Arguments, facts));
        if (PlanValidation.Problems(changed) is { Count: > 0 } problems)
            throw new PlanException([.. problems.Select(problem => problem with { Key = $"remedy {this}: {problem.Key}" })]);
        return changed;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => _asked.Count == 0 ? Remedy.Name : $"{Remedy.Name}:{string.Join(',', _asked.Select(pair => $"{pair.Key}={pair.Value}"))}";

    private static string? Near(string word) => RemedyCatalogue.All.Select(one => (one.Name, Distance: EditDistance.Between(one.Name, word)))
        .Where(pair => pair.Distance <= Math.Max(2, word.Length / 3)).OrderBy(pair => pair.Distance).Select(pair => $"did you mean {pair.Name}?").FirstOrDefault();

    private static string Example(Remedy remedy) => remedy.Parameters.Count == 0 ? remedy.Name : $"{remedy.Name}:{remedy.Parameters[0].Name}={remedy.Parameters[0].Default}";
}
