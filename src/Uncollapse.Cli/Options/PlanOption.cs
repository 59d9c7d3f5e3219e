using System.CommandLine;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Options;

/// <summary>A command-line option that sets one key of a plan, or the same key of both networks.</summary>
internal sealed class PlanOption
{
    private readonly IReadOnlyList<PlanKey> _keys;

    internal PlanOption(string name, IReadOnlyList<PlanKey> keys, string? summary, params string[] aliases)
    {
        _keys = keys;
        PlanKey key = keys[0];
        string type = key.Type;
        Option = new Option<string?>(name, aliases)
        {
            HelpName = type.Contains('|', StringComparison.Ordinal) ? type : Placeholder(key),
            Description = (Default(key) is { } value ? $"{summary ?? key.Summary} (default {value})" : summary ?? key.Summary) + Bracketed(name, key.Path),
        };
        if (type.Contains('|', StringComparison.Ordinal)) Option.CompletionSources.Add(type.Split('|'));
    }

    internal Option<string?> Option { get; }

    /// <summary>The path of its key; the encoder's where it sets that of both networks.</summary>
    internal string Key => _keys[0].Path;

    /// <summary>The top part of the keys' paths: <c>data</c>, <c>model</c>, ...</summary>
    internal string Section => _keys[0].Path.Split('.')[0];

    /// <summary>Whether it sets one key only, by its full name.</summary>
    internal bool IsNetworkOwn => _keys.Count == 1 && IsNetworkKey(_keys[0].Path);

    internal bool IsGiven(ParseResult parse) => parse.GetResult(Option) is not null;

    /// <summary>Whether any of its keys means something in this plan.</summary>
    internal bool Applies(Plan plan) => _keys.Any(key => key.Applies(plan));

    /// <summary>Whether it sets this key.</summary>
    internal bool Sets(PlanKey key) => _keys.Contains(key);

    /// <summary>Whether all that it sets is among these keys.</summary>
    internal bool SetsOnly(IReadOnlyCollection<string> paths) => _keys.All(key => paths.Contains(key.Path));

    /// <summary>A line where it sets a key of both networks and means something in one of them only; null else.</summary>
    internal string? HalfIdle(Plan plan)
    {
        PlanKey[] reached = [.. _keys.Where(key => key.Applies(plan))];
        if (reached.Length == 0 || reached.Length == _keys.Count) return null;
        bool isEncoder = reached[0].Path.StartsWith("model.encoder.", StringComparison.Ordinal);
        NetworkKind other = isEncoder ? plan.Model.Decoder.Kind : plan.Model.Encoder.Kind;
        return $"{Option.Name} reaches the {(isEncoder ? "encoder" : "decoder")} alone: this {(isEncoder ? "decoder" : "encoder")} ({other.ToString().ToLowerInvariant()}) has no use for it";
    }

    /// <summary>The plan with the option's value set, where it was given.</summary>
    /// <exception cref="CliException">The text is no value of the key's type.</exception>
    internal Plan Apply(ParseResult parse, Plan plan)
    {
        if (parse.GetResult(Option) is null) return plan;
        string text = parse.GetValue(Option) ?? "";
        foreach (PlanKey key in _keys)
        {
            try
            {
                plan = key.Parse(plan, IsMirrored(key) ? Reverse(text) : text);
            }
            catch (PlanException)
            {
                throw CliException.Usage($"{Option.Name}: expected {Words(key.Type)}, found '{text}'", $"{Option.Name}: {Option.Description}");
            }
        }

        return plan;
    }

    internal static bool IsNetworkKey(string path) =>
        path.StartsWith("model.encoder.", StringComparison.Ordinal) || path.StartsWith("model.decoder.", StringComparison.Ordinal);

    // An option of one network alone has its key's own name; one of both names the encoder's and stands for the decoder's.
    private static string Bracketed(string name, string path) => name == $"--{path}" ? "" : $" [{path}]";

    private static string Words(string type) => type.Replace("|", ", ", StringComparison.Ordinal);

    // Of the data there is none: whoever names neither them nor a plan is told so.
    private static string? Default(PlanKey key) => key.Path == "data.source" ? null : key.Format(new Plan()) is { Length: > 0 } text && text != "null" ? text : null;

    private static string Placeholder(PlanKey key) => key.Type switch
    {
        _ when key.Path == "data.source" => "SOURCE",
        "a list of integers" => "N,N,...",
        "a list of texts" => "NAME,NAME,...",
        "an integer" or "an integer or null" => "N",
        "a number" or "a number or null" => "X",
        _ => "TEXT",
    };

    // The widths are given from the encoder's side; a decoder mirrors them.
    private bool IsMirrored(PlanKey key) => _keys.Count > 1 && key.Path == "model.decoder.hidden";

    private static string Reverse(string list) => string.Join(',', list.Split(',').Reverse());
}
