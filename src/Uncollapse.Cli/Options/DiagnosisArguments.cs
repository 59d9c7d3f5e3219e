using System.CommandLine;
using Uncollapse.Diagnosis;

namespace Uncollapse.Cli.Options;

/// <summary>How much a diagnosis measures, from the command line.</summary>
internal sealed class DiagnosisArguments
{
    private readonly DiagnosisOptions _defaults;
    private readonly Option<string> _split = Numbers.Choice("--split", "the split to measure (default test)", "test", "validation", "train");
    private readonly Option<int?> _examples;
    private readonly Option<int?> _aggregate = Numbers.Int("--aggregate-size", "M", "examples in the aggregate posterior (default: all that are measured)", 2);
    private readonly Option<int?> _samples;
    private readonly Option<int?> _importance;
    private readonly Option<int?> _refined;

    /// <summary>A diagnosis as thorough as can be had in a minute.</summary>
    internal DiagnosisArguments()
        : this(new DiagnosisOptions(), DiagnosisOptions.DefaultImportanceSamples, DiagnosisOptions.DefaultRefinedExamples)
    {
    }

    /// <param name="defaults">What is measured where nothing is asked for.</param>
    /// <param name="importanceSamples">Importance samples of a decoder that is autoregressive, and of one that is not.</param>
    /// <param name="refinedExamples">Refined examples of the same.</param>
    /// <param name="examples">The name of the option of how many examples; a plan's own is <c>--examples</c>.</param>
    internal DiagnosisArguments(DiagnosisOptions defaults, Func<bool, int> importanceSamples, Func<bool, int> refinedExamples, string examples = "--examples")
    {
        _defaults = defaults;
        _examples = Numbers.Int(examples, "N", $"the most examples to measure, drawn by the seed (default {defaults.Examples}); information cannot exceed the log of their number", 2);
        _samples = Numbers.Int("--mi-samples", "K", $"codes an example for the mutual information (default {defaults.Samples})", 1, 10_000);
        _importance = Numbers.Int("--importance-samples", "K", $"codes an example for the negative log-likelihood (default {importanceSamples(false)}, and {importanceSamples(true)} where the decoder is autoregressive, which costs more; 0 leaves it out)", 0, 1_000_000);
        _refined = Numbers.Int("--refine", "N", $"the most examples whose posteriors are refined, to see whether the encoder lags behind the decoder (default {refinedExamples(false)}, and {refinedExamples(true)} where the decoder is autoregressive; 0 leaves it out)", 0);
    }

    internal IEnumerable<Option> Options => [_split, _examples, _aggregate, _samples, _importance, _refined];

    internal DiagnosisOptions Read(ParseResult parse, long? seed) => _defaults with
    {
        Split = parse.GetRequiredValue(_split),
        Examples = parse.GetValue(_examples) ?? _defaults.Examples,
        AggregateSize = parse.GetValue(_aggregate),
        Samples = parse.GetValue(_samples) ?? _defaults.Samples,
        ImportanceSamples = parse.GetValue(_importance),
        RefinedExamples = parse.GetValue(_refined),
        Seed = seed ?? 0,
    };

    /// <summary>Checks what only the number of examples decides.</summary>
    /// <exception cref="CliException">The aggregate would be larger than the examples.</exception>
    internal static void Require(DiagnosisOptions options, int available)
    {
        int measured = Math.Min(options.Examples, available);
        if (options.AggregateSize > measured)
            throw CliException.Usage($"--aggregate-size: expected at most the {measured} examples measured, found {options.AggregateSize}", "raise --examples where there are more, or leave it away");
    }

    internal bool SplitIsGiven(ParseResult parse) => parse.GetResult(_split) is { Implicit: false };
}
