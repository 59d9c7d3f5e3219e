using System.Text.Json.Nodes;

namespace Uncollapse.Cli.Tests;

public sealed class ShellTests
{
    [Theory]
    [InlineData("completion --sed 3 bash", "unknown option --sed", "did you mean --seed?")]
    [InlineData("completoin bash", "unknown command 'completoin'", "did you mean 'completion'?")]
    [InlineData("completion bash --seed x", "--seed: expected an integer of at least 0, found 'x'", "completion --help")]
    [InlineData("completion bash --seed -1", "--seed: expected an integer of at least 0, found '-1'", "completion --help")]
    [InlineData("completion bash --seed", "--seed: expected N, found nothing", "completion --help")]
    [InlineData("completion bash --threads 0", "--threads: expected an integer from 1 to 64, found '0'", "completion --help")]
    [InlineData("completion bash --seed 1 --seed 2", "--seed: expected one value, found 2", "completion --help")]
    [InlineData("completion bash zsh", "unexpected 'zsh'", "completion --help")]
    [InlineData("completion", "SHELL: missing", "completion --help")]
    [InlineData("completion tcsh", "SHELL: expected bash, zsh, fish, pwsh, found 'tcsh'", "uncollapse completion bash")]
    [InlineData("--nonsense", "unknown option --nonsense", "uncollapse --help")]
    public void AWrongCommandLineIsOneLineAndAHint(string line, string error, string hint)
    {
        var run = CommandLine.Run(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal(error, run.ErrorLine);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void WithJsonAnErrorIsADocumentToo()
    {
        var run = CommandLine.Run("completion", "tcsh", "--json");
        Assert.Equal(ExitCode.Usage, run.Code);
        JsonNode error = run.Json["error"]!;
        Assert.Equal(run.ErrorLine, error["message"]!.GetValue<string>());
        Assert.Equal(ExitCode.Usage, error["exit_code"]!.GetValue<int>());
    }

    [Fact]
    public void NoArgumentsShowTheHelp()
    {
        var run = CommandLine.Run();
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("commands:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HelpIsACommandToo()
    {
        foreach (string command in new[] { "", "train", "data describe" })
        {
            string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var help = CommandLine.Run(["help", .. words]);
            Assert.Equal((ExitCode.Done, ""), (help.Code, help.Error));
            Assert.Equal(CommandLine.Run([.. words, "--help"]).Output, help.Output);
        }

        var unknown = CommandLine.Run("help", "trian");
        Assert.Equal((ExitCode.Usage, "unknown command 'trian'"), (unknown.Code, unknown.ErrorLine));
    }

    [Fact]
    public void TheVersionNamesTheCommit()
    {
        var run = CommandLine.Run("--version");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Matches(@"^uncollapse \d+\.\d+\.\d+( \(commit [0-9a-f]{12}\))?\n$", run.Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void CompletionScriptsAskTheProgram(string shell)
    {
        string script = CommandLine.Run("completion", shell).Output;
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
        Assert.Equal(script.TrimEnd('\n'), CommandLine.Run("completion", shell, "--json").Json["script"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("uncollapse comp", "completion")]
    [InlineData("uncollapse completion ba", "bash")]
    [InlineData("uncollapse completion bash --se", "--seed")]
    public void TheProgramAnswersCompletions(string line, string expected)
    {
        var run = CommandLine.Run($"[suggest:{line.Length}]", line);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(expected, run.Output.Split('\n').Select(word => word.TrimEnd('\r')));
    }
}
