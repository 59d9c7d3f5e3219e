using System.Text;
using YamlDotNet.Core;

namespace Uncollapse.Records.Plans;

/// <summary>Plans as YAML: strict when read (unknown keys are errors with a line and a suggestion), complete when written.</summary>
public static class PlanYaml
{
    private const long LargestFile = 1 << 20;

    /// <summary>Reads and validates a plan; keys that are not given keep their defaults.</summary>
    /// <param name="path">A YAML file of at most 1 MiB.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="PlanException">Not YAML, an unknown or repeated key, a value of the wrong type or out of range: all at once.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Plan Read(string path)
    {
        if (!RegularFile.HasBytes(path))
            throw new PlanException([new PlanProblem("file", null, "a plan", "no bytes (an empty file, a pipe or a device)", "save what a pipe gives to a file first")], path);
        long length = new FileInfo(path).Length;
        if (length > LargestFile)
        {
            throw new PlanException([new PlanProblem("file", null, "a plan of at most 1 MiB", $"{length} bytes", "is this the plan?")], path);
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Parses and validates a plan from YAML text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="path">Where the text came from, for messages.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="PlanException">As for <see cref="Read"/>.</exception>
    public static Plan Parse(string text, string? path = null)
    {
        var problems = new List<PlanProblem>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var plan = new Plan();
        try
        {
            plan = PlanYamlReader.Read(text, problems, lines);
        }
        catch (YamlException error)
        {
            problems.Add(new PlanProblem("file", (int)error.Start.Line, "YAML", error.Message.ReplaceLineEndings(" "), null));
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidOperationException or ArgumentException)
        {
            // The parser's own words for some documents that end too early or break a rule of plain scalars.
            problems.Add(new PlanProblem("file", null, "YAML", "text that is not", "look for an unclosed bracket, quote or a tab"));
        }

        foreach (PlanProblem problem in PlanValidation.Problems(plan))
        {
            problems.Add(lines.TryGetValue(problem.Key, out int line) ? problem with { Line = line } : problem);
        }

        return problems.Count == 0 ? plan : throw new PlanException(problems, path);
    }

    /// <summary>The plan as YAML, every key that applies written out, in the schema's order.</summary>
    /// <param name="plan">A plan.</param>
    /// <returns>YAML text that <see cref="Parse"/> reads back to an equal plan.</returns>
    public static string Format(Plan plan)
    {
        var text = new StringBuilder("# Uncollapse plan; values that were not given are defaults.\n");
        string[] open = [];
        foreach (PlanKey key in PlanSchema.Keys.Where(key => key.Applies(plan)))
        {
            string[] parts = key.Path.Split('.');
            int common = 0;
            while (common < open.Length && common < parts.Length - 1 && open[common] == parts[common]) common++;
            for (int depth = common; depth < parts.Length - 1; depth++) text.Append(' ', 2 * depth).Append(parts[depth]).Append(":\n");
            text.Append(' ', 2 * (parts.Length - 1)).Append(parts[^1]).Append(": ").Append(Scalar(key, plan)).Append('\n');
            open = parts[..^1];
        }

        return text.ToString();
    }

    private static string Scalar(PlanKey key, Plan plan)
    {
        string value = key.Format(plan);
        if (key.Type == "a list of texts")
            return value == PlanValue.Null ? value : $"[{string.Join(", ", value.Split(',').Select(item => $"'{item.Replace("'", "''", StringComparison.Ordinal)}'"))}]";
        if (key.Type.StartsWith("a list", StringComparison.Ordinal)) return $"[{value.Replace(",", ", ", StringComparison.Ordinal)}]";
        bool text = key.Type.StartsWith("text", StringComparison.Ordinal) && value != PlanValue.Null;
        return text ? "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'" : value;
    }
}
