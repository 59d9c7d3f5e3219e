namespace Uncollapse.Records.Plans;

/// <summary>One key of a plan: its path, its meaning, and how its value is read from and written to text.</summary>
/// <remarks>
/// The same key serves the YAML file, the command line and a sweep's axis, so that a name, a default and a range exist once.
/// </remarks>
public sealed class PlanKey
{
    private readonly Func<Plan, string, Plan> _parse;
    private readonly Func<Plan, string> _format;
    private readonly Func<Plan, bool> _applies;

    internal PlanKey(
        string path, string type, string summary, Func<Plan, string> format, Func<Plan, string, Plan> parse, Func<Plan, bool>? applies)
    {
        Path = path;
        Type = type;
        Summary = summary;
        _format = format;
        _parse = parse;
        _applies = applies ?? (_ => true);
    }

    /// <summary>The dotted path, such as <c>model.encoder.hidden</c>.</summary>
    public string Path { get; }

    /// <summary>What a value looks like, such as <c>integer</c> or <c>none|batch|layer</c>.</summary>
    public string Type { get; }

    /// <summary>One line for people.</summary>
    public string Summary { get; }

    /// <summary>The value of this key in a plan, as text; <c>null</c> where it is unset.</summary>
    /// <param name="plan">The plan to look at.</param>
    /// <returns>A scalar, or comma-separated items for a list.</returns>
    public string Format(Plan plan) => _format(plan);

    /// <summary>Whether the key means anything in this plan (the variance of a Bernoulli likelihood does not).</summary>
    /// <param name="plan">The plan to look at.</param>
    /// <returns>True when the key applies.</returns>
    public bool Applies(Plan plan) => _applies(plan);

    /// <summary>The plan with this key set.</summary>
    /// <param name="plan">The plan to change.</param>
    /// <param name="text">The value's text; a list's items are separated by commas.</param>
    /// <returns>A new plan.</returns>
    /// <exception cref="PlanException">The text is no value of this key's type.</exception>
    public Plan Parse(Plan plan, string text)
    {
        try
        {
            return _parse(plan, text.Trim());
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new PlanException([new PlanProblem(Path, null, Type, $"'{text}'", null)]);
        }
    }
}
