namespace Uncollapse.Cli.Terminal;

/// <summary>How a line is meant; colour where colour is wanted.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Dim,
    Good,
    Warning,
    Bad,
}
