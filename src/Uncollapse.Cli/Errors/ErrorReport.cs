using Uncollapse.Data;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;

namespace Uncollapse.Cli.Errors;

/// <summary>An exception as people and scripts get it: lines, a hint, an exit code. The only place where the rooms' errors become codes.</summary>
internal sealed record ErrorReport(int ExitCode, IReadOnlyList<string> Lines, string? Hint)
{
    internal static ErrorReport Of(Exception error) => error switch
    {
        CliException own => new(own.ExitCode, [own.Message], own.Hint),
        OperationCanceledException => new(Cli.ExitCode.Interrupted, ["interrupted"], null),
        PlanException plan => new(Cli.ExitCode.BadInput, plan.Message.Split(Environment.NewLine), IsOfRemedies(plan)
            ? "'uncollapse remedies' lists them, and 'uncollapse remedies NAME' its parameters"
            : "'uncollapse train --help' shows a plan's keys in brackets, with their defaults"),
        DataFormatException data => new(Cli.ExitCode.BadInput, [Line(data)], data.Hint.Length > 0 ? FlagNames.In(Uncapped(data.Hint)) : "'uncollapse data describe SOURCE' shows how a source is read"),
        ShapeException shape => new(Cli.ExitCode.BadInput, [OneLine(shape.Message)], "are these the data that the model was trained on?"),
        UnauthorizedAccessException or IOException => new(Cli.ExitCode.BadInput, [OneLine(error.Message)], "check the path and its permissions"),
        OutOfMemoryException => new(Cli.ExitCode.BadInput, ["out of memory: " + OneLine(error.Message)], "fewer --examples or a smaller --batch-size need less"),
        _ => new(Cli.ExitCode.Defect, [$"internal error: {error.GetType().Name}: {OneLine(error.Message)}"], "this is a defect of uncollapse; please report it with what --debug shows"),
    };

    /// <summary>Writes the error for people, and with <c>--json</c> the one JSON document.</summary>
    internal void Write(CliContext context, Exception error)
    {
        foreach (string line in Lines) context.Streams.Error.WriteLine($"error: {line}");
        if (Hint is not null) context.Streams.Error.WriteLine($"hint: {Hint}");
        if (context.Common.Debug) context.Streams.Error.WriteLine(error);
        context.Json(() => CliJson.Text(new ErrorDocument(new ErrorBody(string.Join('\n', Lines), Hint, ExitCode))));
    }

    private static string Line(DataFormatException error)
    {
        string where = error.Location.Length == 0 ? error.Path : $"{error.Path}: {error.Location}";
        return $"{where}: expected {error.Expected}, found {error.Found}";
    }

    private static bool IsOfRemedies(PlanException plan) => plan.Problems.All(problem => problem.Key == "remedy" || problem.Key.StartsWith("remedy ", StringComparison.Ordinal));

    // The rooms write sentences, the command line continues "hint: ".
    private static string Uncapped(string hint) =>
        hint.Length > 1 && char.IsLower(hint[1]) ? char.ToLowerInvariant(hint[0]) + hint[1..] : hint;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
