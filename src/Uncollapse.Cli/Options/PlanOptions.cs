using System.CommandLine;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Options;

/// <summary>Every key of a plan as an option, by a short name and by its full dotted one; made from <see cref="PlanSchema"/>.</summary>
internal sealed class PlanOptions
{
    private readonly List<PlanOption> _options = [];

    internal PlanOptions()
    {
        foreach (PlanKey key in PlanSchema.Keys)
        {
            // The seed is an option of every command.
            if (key.Path == "seed") continue;
            if (!PlanOption.IsNetworkKey(key.Path) || Twin(key) is null)
            {
                _options.Add(new PlanOption(ShortName(key.Path), [key], null, [.. FullNames(key.Path), .. Synonyms(key.Path)]));
            }
            else if (key.Path.StartsWith("model.encoder.", StringComparison.Ordinal))
            {
                PlanKey twin = Twin(key)!;
                string summary = key.Path.EndsWith(".hidden", StringComparison.Ordinal)
                    ? "widths of the encoder's hidden layers; the decoder mirrors them; 'none': linear"
                    : $"{key.Summary}, in both networks";
                _options.Add(new PlanOption(ShortName(key.Path), [key, twin], summary, Synonyms(key.Path)));
            }
        }

        // After the shared ones, so that a network's own option wins.
        _options.AddRange(PlanSchema.Keys.Where(key => PlanOption.IsNetworkKey(key.Path) && Twin(key) is not null).Select(key => new PlanOption($"--{key.Path}", [key], null)));
    }

    internal IReadOnlyList<PlanOption> All => _options;

    internal IEnumerable<Option> Group(Func<PlanOption, bool> belongs) => _options.Where(belongs).Select(option => option.Option);

    internal PlanOption Find(string name) => _options.First(option => option.Option.Name == name);

    /// <summary>The plan with all given options set.</summary>
    /// <exception cref="CliException">A value is not of its key's type.</exception>
    internal Plan Apply(ParseResult parse, Plan plan) =>
        _options.Aggregate(plan, (changed, option) => option.Apply(parse, changed));

    /// <summary>Given options that mean nothing beside the rest of the plan: refused, not ignored.</summary>
    internal IEnumerable<PlanProblem> Idle(ParseResult parse, Plan plan) =>
        _options.Where(option => option.IsGiven(parse) && !option.Applies(plan))
            .Select(option => new PlanProblem(option.Option.Name, null, "an option that applies to the rest of the plan", "one that does not", "leave it out, or change the kind it belongs to"));

    /// <summary>The plan without what means nothing in it, and a line on each such thing: a key of the file that the options made idle, or the one network of two that
    /// has no use for an option of both.</summary>
    internal Plan Settle(ParseResult parse, Plan plan, Action<string> note)
    {
        foreach (PlanOption option in _options.Where(option => option.IsGiven(parse)))
        {
            if (option.HalfIdle(plan) is { } words) note(words);
        }

        foreach (PlanKey key in PlanSchema.Idle(plan).Where(key => !_options.Any(option => option.IsGiven(parse) && option.Sets(key))))
            note($"{key.Path} {key.Format(plan)}: the plan's, left out, as the rest has no use for it any more");
        return PlanSchema.WithoutIdle(plan);
    }

    /// <summary>The names of the options that were given.</summary>
    internal IReadOnlyList<string> Given(ParseResult parse) =>
        [.. _options.Where(option => option.IsGiven(parse)).Select(option => option.Option.Name)];

    /// <summary>The option that sets a key of a plan.</summary>
    internal static string Flag(string path) => path.StartsWith("model.decoder.", StringComparison.Ordinal) && Twin(PlanSchema.Find(path)!) is not null ? $"--{path}" : ShortName(path);

    /// <summary>The same key of the other network, where one option sets both: all but what only one of them has, and their kinds.</summary>
    private static PlanKey? Twin(PlanKey key) => key.Path.EndsWith(".kind", StringComparison.Ordinal)
        ? null
        : PlanSchema.Find(key.Path.Contains(".encoder.", StringComparison.Ordinal)
            ? key.Path.Replace(".encoder.", ".decoder.", StringComparison.Ordinal)
            : key.Path.Replace(".decoder.", ".encoder.", StringComparison.Ordinal));

    private static string ShortName(string path)
    {
        string[] parts = path.Split('.');
        string name = path switch
        {
            "data.source" => "data",
            "data.kind" => "data-kind",
            _ => parts[^1] == "kind" ? parts[^2] : parts[^1],
        };
        return "--" + name.Replace('_', '-');
    }

    private static string[] FullNames(string path) =>
        path.Contains('_', StringComparison.Ordinal) ? [$"--{path}", $"--{path.Replace('_', '-')}"] : [$"--{path}"];

    private static string[] Synonyms(string path) => path switch
    {
        "data.binarise" => ["--binarize"],
        "data.label_file" => ["--labels"],
        "model.encoder.normalisation" => ["--normalization"],
        "model.initialisation" => ["--initialization"],
        "objective.warmup_epochs" => ["--warmup"],
        "training.optimizer.kind" => ["--optimiser"],
        "training.optimizer.learning_rate" => ["--lr"],
        _ => [],
    };
}
