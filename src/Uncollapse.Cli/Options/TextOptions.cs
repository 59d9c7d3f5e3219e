using System.CommandLine;
using Uncollapse.Cli.Runs;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Models.Decoders;
using Uncollapse.Records;

namespace Uncollapse.Cli.Options;

/// <summary>How words are chosen, and what a command does that shows sentences instead of pictures.</summary>
internal sealed class TextOptions
{
    private static readonly string[] _modes = ["draw", "greedy", "beam"];
    private readonly Option<string> _words;
    private readonly Option<double?> _temperature = Numbers.Double("--temperature", "X", "what the logits are divided by where words, or pixels one after the other, are drawn (default 1)", 0.01, 100);
    private readonly Option<int?> _beam = Numbers.Int("--beam", "N", "text: hypotheses of a beam search (default 5)", 1, 1000);

    internal TextOptions(string words)
    {
        _words = Numbers.Choice("--words", $"text: how the next word is chosen (default {words})", [words, .. _modes.Where(mode => mode != words)]);
    }

    internal IEnumerable<Option> All => [_words, _temperature, _beam];

    /// <summary>Writes a sheet of sentences as .txt and prints it.</summary>
    internal int Run(CliContext context, ParseResult parse, RunOptions runOptions, string name, string split, Func<TextAlbum, GenerationOptions, TextSheet> make)
    {
        GenerationOptions options = Read(parse);
        string target = runOptions.TargetNamed(parse, name, ".txt");
        using OpenRun run = runOptions.Open(parse);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = run.Folder.Path };
        long seed = context.Common.Seed ?? 0;
        using var album = new TextAlbum(subject, split == OpenRun.All ? "train" : split, seed);
        TextSheet sheet = make(album, options);
        AtomicFile.WriteText(target, sheet.ToText());
        foreach (TextLine line in sheet.Lines) context.Terminal.Result(line == TextLine.Gap ? "" : $"{line.Label,-14}  {line.Text}");
        context.Terminal.Result($"{sheet.Title.ToLowerInvariant()}: {target}");
        context.Json(() => CliJson.Text(runOptions.Document(parse, [target], [sheet.Lines.Count(line => line != TextLine.Gap)], seed)));
        return ExitCode.Done;
    }

    /// <summary>The temperature at which pixels are drawn; 1 where none was given.</summary>
    /// <exception cref="CliException">An option means nothing for these pictures: then it is refused, not ignored.</exception>
    internal double TemperatureOfPictures(ParseResult parse, bool arePixelsDrawn)
    {
        if (parse.GetResult(_words) is { Implicit: false }) throw CliException.Usage("--words means nothing for pictures", "leave it out");
        if (parse.GetValue(_beam) is not null) throw CliException.Usage("--beam means nothing for pictures", "leave it out");
        if (parse.GetValue(_temperature) is { } given)
            return arePixelsDrawn ? given : throw CliException.Usage("--temperature means nothing where no pixel is drawn given those before it", "leave it out; sample takes it for a model with --decoder pixelcnn or made");
        return 1;
    }

    private GenerationOptions Read(ParseResult parse)
    {
        GenerationMode mode = parse.GetRequiredValue(_words) switch { "draw" => GenerationMode.Draw, "beam" => GenerationMode.Beam, _ => GenerationMode.Greedy };
        if (parse.GetValue(_temperature) is not null && mode != GenerationMode.Draw) throw CliException.Usage("--temperature means nothing unless words are drawn", "--words draw");
        if (parse.GetValue(_beam) is not null && mode != GenerationMode.Beam) throw CliException.Usage("--beam means nothing without a beam search", "--words beam");
        return new GenerationOptions(mode, parse.GetValue(_temperature) ?? 1, parse.GetValue(_beam) ?? 5);
    }
}
