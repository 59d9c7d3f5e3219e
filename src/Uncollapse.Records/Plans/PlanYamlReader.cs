using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Uncollapse.Records.Plans;

/// <summary>Walks YAML events and applies each scalar or list to its key. Anchors and aliases are refused: a plan needs none.</summary>
internal sealed class PlanYamlReader
{
    private readonly Parser _parser;
    private readonly List<PlanProblem> _problems;
    private readonly Dictionary<string, int> _lines;
    private readonly List<(PlanKey Key, int Line)> _given = [];
    private Plan _plan = new();

    private PlanYamlReader(string text, List<PlanProblem> problems, Dictionary<string, int> lines)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
        _lines = lines;
    }

    internal static Plan Read(string text, List<PlanProblem> problems, Dictionary<string, int> lines)
    {
        var reader = new PlanYamlReader(text, problems, lines);
        reader.Document();
        return reader._plan;
    }

    private void Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _)) return;
        _parser.Consume<DocumentStart>();
        if (_parser.Current is Scalar { Value: "" }) _parser.MoveNext();
        else if (_parser.Current is MappingStart) Mapping("");
        else Unexpected("plan", "a mapping of keys");
        if (_parser.TryConsume<DocumentEnd>(out _) && _parser.Current is DocumentStart extra)
        {
            _problems.Add(new PlanProblem("file", (int)extra.Start.Line, "one document", "a second", null));
        }

        RefuseIdle();
    }

    private void Mapping(string path)
    {
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Current is not Scalar name)
            {
                Unexpected(path.Length == 0 ? "plan" : path, "a key");
                continue;
            }

            _parser.MoveNext();
            Value(path.Length == 0 ? name.Value : $"{path}.{name.Value}", (int)name.Start.Line);
        }
    }

    private void Value(string path, int line)
    {
        if (PlanSchema.Find(path) is { } key)
        {
            Set(key, line);
        }
        else if (PlanSchema.Below(path) is { Count: > 0 } names)
        {
            if (_parser.Current is MappingStart) Mapping(path);
            else if (_parser.Current is Scalar { Value: "" }) _parser.MoveNext();
            else Unexpected(path, $"a mapping of {string.Join(", ", names)}", names.Contains("kind") ? $"did you mean {path}.kind?" : null);
        }
        else
        {
            string? near = PlanSchema.Nearest(path);
            _problems.Add(new PlanProblem(path, line, "a known key", "an unknown one", near is null ? null : $"did you mean {near}?"));
            _parser.SkipThisAndNestedEvents();
        }
    }

    private void Set(PlanKey key, int line)
    {
        if (!_lines.TryAdd(key.Path, line))
        {
            _problems.Add(new PlanProblem(key.Path, line, "each key once", "it again", null));
        }

        if (ScalarOrList(key) is not { } text) return;
        try
        {
            _plan = key.Parse(_plan, text);
            _given.Add((key, line));
        }
        catch (PlanException error)
        {
            _problems.Add(error.Problems[0] with { Line = line });
        }
    }

    private string? ScalarOrList(PlanKey key)
    {
        if (_parser.Current is Scalar { Anchor.IsEmpty: true } scalar)
        {
            _parser.MoveNext();
            return scalar.Value;
        }

        if (_parser.Current is not SequenceStart) return Unexpected(key.Path, key.Type);
        _parser.MoveNext();
        var items = new List<string>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (_parser.Current is Scalar item)
            {
                items.Add(item.Value);
                _parser.MoveNext();
            }
            else
            {
                Unexpected(key.Path, "a scalar in the list");
            }
        }

        return string.Join(',', items);
    }

    private string? Unexpected(string key, string expected, string? hint = null)
    {
        ParsingEvent found = _parser.Current!;
        string what = found switch
        {
            MappingStart => "a mapping",
            SequenceStart => "a list",
            AnchorAlias => "an alias",
            Scalar scalar => $"'{scalar.Value}'",
            _ => "nothing",
        };
        _problems.Add(new PlanProblem(key, (int)found.Start.Line, expected, what, hint));
        _parser.SkipThisAndNestedEvents();
        return null;
    }

    // A key that means nothing beside the others would be read and ignored: that is refused instead. The plan's validation sees those whose values are not
    // their defaults; the others stand only in the file.
    private void RefuseIdle()
    {
        IReadOnlyList<PlanKey> seen = PlanSchema.Idle(_plan);
        foreach ((PlanKey key, int line) in _given.Where(given => !given.Key.Applies(_plan) && !seen.Contains(given.Key)))
        {
            _problems.Add(PlanValidation.Idle(key, line));
        }
    }
}
