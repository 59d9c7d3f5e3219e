using System.Text;

namespace Uncollapse.Cli.Tests;

/// <summary>A stream that stops the program when it says a word.</summary>
internal sealed class Tripwire(string word, CancellationTokenSource source) : StringWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Look();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Look();
    }

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        Look();
    }

    private void Look()
    {
        if (!source.IsCancellationRequested && ToString().Contains(word, StringComparison.Ordinal)) source.Cancel();
    }
}
