namespace Uncollapse.Records.Plans;

/// <summary>The one table of a plan's keys, in the order in which they are written.</summary>
public static class PlanSchema
{
    private static readonly Dictionary<string, PlanKey> _byPath;

    static PlanSchema()
    {
        Keys =
        [
            Make.Long("seed", "the seed of all randomness", p => p.Seed, (p, v) => p with { Seed = v }),
            .. DataKeys.All(), .. ModelKeys.All(), .. ObjectiveKeys.All(), .. TrainingKeys.All(),
        ];
        _byPath = Keys.ToDictionary(key => key.Path, StringComparer.Ordinal);
    }

    /// <summary>All keys.</summary>
    public static IReadOnlyList<PlanKey> Keys { get; }

    /// <summary>The key of this path.</summary>
    /// <param name="path">A dotted path.</param>
    /// <returns>The key, or null where there is none.</returns>
    public static PlanKey? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The names in the mapping of this path, such as <c>kind</c>, <c>variance</c>, <c>sigma2</c> for <c>model.likelihood</c>.</summary>
    /// <param name="path">A dotted path.</param>
    /// <returns>The names in the schema's order; empty where the path is no mapping.</returns>
    public static IReadOnlyList<string> Below(string path) =>
        [.. Keys.Where(key => key.Path.StartsWith(path + ".", StringComparison.Ordinal)).Select(key => key.Path[(path.Length + 1)..].Split('.')[0]).Distinct(StringComparer.Ordinal)];

    /// <summary>The key whose path is most like a mistyped one.</summary>
    /// <param name="path">A dotted path that is no key.</param>
    /// <returns>A path within a third of its length of edits, or one that ends alike (a <c>kind</c> by the name of its mapping); null where none is near.</returns>
    public static string? Nearest(string path)
    {
        string last = path[(path.LastIndexOf('.') + 1)..];
        return Keys.Select(key => key.Path)
            .Select(candidate => (candidate, distance: Math.Min(
                EditDistance.Between(candidate, path),
                EditDistance.Between(Own(candidate), last) + 1)))
            .Where(pair => pair.distance <= Math.Max(2, last.Length / 3))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>The keys that mean nothing beside the rest of a plan, and yet are not at their defaults: they would be ignored.</summary>
    /// <param name="plan">Any plan.</param>
    /// <returns>In the schema's order; none for a plan that can be carried out.</returns>
    public static IReadOnlyList<PlanKey> Idle(Plan plan)
    {
        var defaults = new Plan();
        return [.. Keys.Where(key => !key.Applies(plan) && key.Format(plan) != key.Format(defaults))];
    }

    /// <summary>The plan with all <see cref="Idle"/> keys at their defaults.</summary>
    /// <param name="plan">Any plan.</param>
    /// <returns>An equal plan where none is idle.</returns>
    public static Plan WithoutIdle(Plan plan)
    {
        var defaults = new Plan();
        // Whether a key applies may hang on another that was idle itself.
        while (Idle(plan) is { Count: > 0 } idle) plan = idle.Aggregate(plan, (changed, key) => key.Parse(changed, key.Format(defaults)));
        return plan;
    }

    // 'optimizer' is what people call training.optimizer.kind.
    private static string Own(string path)
    {
        string[] parts = path.Split('.');
        return parts[^1] == "kind" ? parts[^2] : parts[^1];
    }
}
