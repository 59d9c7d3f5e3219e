using System.CommandLine;

namespace Uncollapse.Cli.Commands;

/// <summary><c>completion SHELL</c>: the script that makes a shell ask this program for completions.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private static readonly Dictionary<string, string> _scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _uncollapse() {
                local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
                COMPREPLY=($(compgen -W "$(uncollapse "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _uncollapse uncollapse
            """,
        ["zsh"] = """
            #compdef uncollapse
            _uncollapse() {
                local line="${(j: :)words[1,CURRENT]}"
                local -a found
                found=("${(@f)$(uncollapse "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -- $found
                _files
            }
            compdef _uncollapse uncollapse
            """,
        ["fish"] = """
            function __uncollapse_complete
                set -l line (commandline -cp)
                uncollapse "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
            end
            complete -c uncollapse -a '(__uncollapse_complete)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName uncollapse -ScriptBlock {
                param($word, $ast, $position)
                $line = $ast.ToString().PadRight($position)
                uncollapse "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh" };

    internal CompletionCommand(Application application)
        : base(application, "completion", "Prints a script that completes commands, options and values in your shell.")
    {
        _shell.CompletionSources.Add([.. _scripts.Keys]);
        Add(_shell);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "source <(uncollapse completion bash)",
        "uncollapse completion fish > ~/.config/fish/completions/uncollapse.fish",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string shell = parse.GetRequiredValue(_shell);
        if (!_scripts.TryGetValue(shell, out string? script))
            throw CliException.Usage($"SHELL: expected {string.Join(", ", _scripts.Keys)}, found '{shell}'", "uncollapse completion bash");
        context.Terminal.Result(script);
        context.Json(() => CliJson.Text(new CompletionDocument(shell, script)));
        return ExitCode.Done;
    }
}
