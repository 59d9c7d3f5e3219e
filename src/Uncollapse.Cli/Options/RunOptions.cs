using System.CommandLine;
using Uncollapse.Cli.Commands;
using Uncollapse.Cli.Runs;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Options;

/// <summary>What every command that looks at a run takes: the run, the checkpoint, where to write.</summary>
internal sealed class RunOptions
{
    private readonly Argument<string> _run = new("RUN") { Description = "the folder of a run, as train --out named it" };
    private readonly Option<string> _checkpoint = Numbers.Choice("--checkpoint", "which weights: those of the best validation ELBO, or the last (default best)", "best", "last");
    private readonly Option<string?> _out;
    private readonly Option<bool> _force = new("--force") { Description = "overwrite what exists" };
    private readonly string _defaultName;

    internal RunOptions(string defaultName, string outDescription)
    {
        _defaultName = defaultName;
        _out = new Option<string?>("--out") { HelpName = "FILE", Description = $"{outDescription} (default: RUN/{defaultName})" };
    }

    internal Argument<string> Argument => _run;

    internal IEnumerable<Option> Options => [_checkpoint, _out, _force];

    internal OpenRun Open(ParseResult parse) => OpenRun.Open(Folder(parse), Checkpoint(parse));

    internal string Folder(ParseResult parse) => parse.GetRequiredValue(_run);

    internal CheckpointKind Checkpoint(ParseResult parse) => parse.GetValue(_checkpoint) == "last" ? CheckpointKind.Last : CheckpointKind.Best;

    /// <summary>Whether what exists may be overwritten.</summary>
    internal bool Forces(ParseResult parse) => parse.GetValue(_force);

    /// <summary>Whether the run's examples are sentences.</summary>
    internal bool IsText(ParseResult parse) => File.Exists(Path.Combine(Folder(parse), RunFolder.VocabularyName));

    internal FilesDocument Document(ParseResult parse, IReadOnlyList<string> files, IReadOnlyList<int> shape, long seed) =>
        new(Folder(parse), Path.GetFileNameWithoutExtension(RunFolder.Open(Folder(parse)).CheckpointPath(Checkpoint(parse))), files, shape, seed);

    /// <summary>The file to write, checked before any work is done.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="extensions">Those that the command can write, with their dots.</param>
    /// <exception cref="CliException">The file exists, or its name has another extension.</exception>
    internal string Target(ParseResult parse, params ReadOnlySpan<string> extensions) => TargetNamed(parse, _defaultName, extensions);

    /// <summary>The file to write where the default has another name.</summary>
    /// <exception cref="CliException">The file exists, or its name has another extension.</exception>
    internal string TargetNamed(ParseResult parse, string defaultName, params ReadOnlySpan<string> extensions)
    {
        string path = parse.GetValue(_out) ?? Path.Combine(Folder(parse), defaultName);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (!extensions.Contains(extension))
            throw CliException.Usage($"--out {path}: expected a name that ends in {string.Join(" or ", extensions.ToArray())}, found '{extension}'", "the file's format follows from its name");
        OutputFile.Claim(path, parse.GetValue(_force));
        return path;
    }
}
