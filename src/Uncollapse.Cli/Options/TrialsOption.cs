using System.CommandLine;
using System.Globalization;

namespace Uncollapse.Cli.Options;

/// <summary><c>--counterfactual [SECONDS]</c>: a budget that may be left to its default.</summary>
internal sealed class TrialsOption
{
    private const double DefaultSeconds = 60;
    private const double MostSeconds = 1e6;

    internal Option<string?> Option { get; } = new("--counterfactual")
    {
        HelpName = "[SECONDS]",
        Arity = ArgumentArity.ZeroOrOne,
        Description = $"train the plan anew without each suspect, beside a control, for at most so long (default {DefaultSeconds}; 0: not), and let what returns convict",
    };

    /// <summary>The budget; null where there is none.</summary>
    /// <exception cref="CliException">What was given is no number of seconds.</exception>
    internal double? Read(ParseResult parse)
    {
        if (!IsGiven(parse)) return null;
        if (parse.GetValue(Option) is not { } text) return DefaultSeconds;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds > MostSeconds)
            throw CliException.Usage($"--counterfactual: expected seconds from 0 to {MostSeconds}, found '{text}'", "put RUN first: uncollapse diagnose RUN --counterfactual 60");
        return seconds > 0 ? seconds : null;
    }

    /// <summary>Whether it stands on the command line.</summary>
    internal bool IsGiven(ParseResult parse) => parse.GetResult(Option) is { Implicit: false };
}
