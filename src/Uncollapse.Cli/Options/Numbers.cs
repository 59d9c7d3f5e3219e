using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Uncollapse.Cli.Options;

/// <summary>Options that take a number or one word of a few, with errors that say what was expected and what was found.</summary>
internal static class Numbers
{
    internal static Option<int?> Int(string name, string helpName, string description, int least, int most = int.MaxValue) =>
        Make(name, helpName, description, "an integer", least, most);

    internal static Option<long?> Long(string name, string helpName, string description, long least, long most = long.MaxValue) =>
        Make(name, helpName, description, "an integer", least, most);

    internal static Option<double?> Double(string name, string helpName, string description, double least, double most) =>
        Make(name, helpName, description, "a number", least, most);

    internal static Option<string> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { HelpName = string.Join('|', words), Description = description, DefaultValueFactory = _ => words[0] };
        option.CompletionSources.Add(words);
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (words.Contains(text, StringComparer.Ordinal)) return text;
            result.AddError($"{name}: expected {string.Join(" or ", words)}, found '{text}'");
            return words[0];
        };
        return option;
    }

    private static Option<T?> Make<T>(string name, string helpName, string description, string kind, T least, T most)
        where T : struct, INumber<T>, IMinMaxValue<T> => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result => Parse(result, name, kind, least, most),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string kind, T least, T most)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most) return value;
        string range = most == T.MaxValue ? $" of at least {least}" : string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}");
        result.AddError($"{name}: expected {kind}{range}, found '{text}'");
        return null;
    }
}
