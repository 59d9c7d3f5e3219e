using System.CommandLine;
using Uncollapse.Diagnosis.Histories;

namespace Uncollapse.Cli.Options;

/// <summary>Which series of another program's log are what.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string?> _rate = new("--rate") { HelpName = "NAME", Description = "the KL, nats an example, summed over units, without its weight (default: a customary name)" };
    private readonly Option<string?> _distortion = new("--distortion") { HelpName = "NAME", Description = "the reconstruction loss, -log p(x|z), nats an example (default: a customary name)" };
    private readonly Option<string?> _weight = new("--weight") { HelpName = "NAME", Description = "what the KL was multiplied by (default: a customary name)" };
    private readonly Option<string?> _variance = new("--variance-series") { HelpName = "NAME", Description = "a learned sigma^2 of the decoder (default: a customary name)" };
    private readonly Option<int?> _outputs = Numbers.Int("--outputs", "D", "outputs of an example: tells an average from a sum", 1);

    internal IEnumerable<Option> All => [_rate, _distortion, _weight, _variance, _outputs];

    internal HistoryColumns Read(ParseResult parse) => new()
    {
        Rate = parse.GetValue(_rate), Distortion = parse.GetValue(_distortion), Weight = parse.GetValue(_weight), Variance = parse.GetValue(_variance), Outputs = parse.GetValue(_outputs),
    };

    /// <summary>The first of them that was given; null for none.</summary>
    internal string? Given(ParseResult parse) => All.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false })?.Name;
}
