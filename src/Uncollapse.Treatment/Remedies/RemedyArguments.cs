using System.Globalization;
using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>The values of a remedy's parameters: what was asked for, the defaults for the rest.</summary>
public sealed class RemedyArguments
{
    private readonly Remedy _remedy;
    private readonly IReadOnlyDictionary<string, string> _asked;

    internal RemedyArguments(Remedy remedy, IReadOnlyDictionary<string, string> asked)
    {
        _remedy = remedy;
        _asked = asked;
    }

    /// <summary>A value as text.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">The remedy has no such parameter.</exception>
    public string Word(string name)
    {
        RemedyParameter parameter = _remedy.Parameters.FirstOrDefault(one => one.Name == name) ?? throw new ArgumentException($"{_remedy.Name} has no parameter {name}.", nameof(name));
        return _asked.GetValueOrDefault(name) ?? parameter.Default;
    }

    /// <summary>A value as a finite number.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="PlanException">It is no number.</exception>
    public double Number(string name) => double.TryParse(Word(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
        ? value
        : throw Problem(name, "a number");

    /// <summary>A value as a number; null where plan and data decide.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="PlanException">It is neither.</exception>
    public double? NumberOrAuto(string name) => Word(name) == RemedyParameter.Auto ? null : Number(name);

    /// <summary>A value as a whole number.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="PlanException">It is none.</exception>
    public int Whole(string name) => int.TryParse(Word(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : throw Problem(name, "a whole number");

    /// <summary>A value as one of an enumeration, by its name in plans.</summary>
    /// <param name="name">The parameter.</param>
    /// <exception cref="PlanException">It is none of them.</exception>
    public TEnum One<TEnum>(string name)
        where TEnum : struct, Enum
        => PlanWords.TryParse(Word(name), out TEnum value) ? value : throw Problem(name, PlanWords.Of<TEnum>());

    /// <summary>A problem of a value.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="expected">What would be right.</param>
    public PlanException Problem(string name, string expected) =>
        new([new PlanProblem($"remedy {_remedy.Name}:{name}", null, expected, $"'{Word(name)}'", _remedy.Parameters.First(one => one.Name == name).Meaning)]);
}
