namespace Uncollapse.Reporting.Html;

/// <summary>Characters; escaped when written.</summary>
internal sealed class Text(string value) : Node
{
    internal override void WriteTo(MarkupWriter writer) => writer.Text(value);
}
