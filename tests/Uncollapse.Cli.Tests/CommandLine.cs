using System.Text.Json;
using System.Text.Json.Nodes;

namespace Uncollapse.Cli.Tests;

/// <summary>Runs command lines in this process and keeps what they wrote.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    internal static CommandLine Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    internal static CommandLine Run(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Application.Run(arguments, new CliStreams(output, error), TimeProvider.System, cancellation);
        return new CommandLine(code, output.ToString(), error.ToString());
    }

    /// <summary>The one JSON document on the standard output; throws where there is anything else.</summary>
    internal JsonNode Json => JsonNode.Parse(Output, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = false })!;

    /// <summary>The error's line, after asserting that the error is one line and at most one hint, and that no stack trace shows.</summary>
    internal string ErrorLine
    {
        get
        {
            string[] lines = [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
            Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
            Assert.True(Error.Split('\n').Count(line => line.StartsWith("hint: ", StringComparison.Ordinal)) <= 1, Error);
            return Assert.Single(lines)["error: ".Length..];
        }
    }
}
