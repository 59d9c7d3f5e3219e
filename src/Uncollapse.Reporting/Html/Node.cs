namespace Uncollapse.Reporting.Html;

/// <summary>A part of a document: text, or an element with attributes and children. There is no node of raw markup.</summary>
internal abstract class Node
{
    /// <summary>Text as a node; it is escaped when written.</summary>
    public static implicit operator Node(string text) => new Text(text);

    internal abstract void WriteTo(MarkupWriter writer);
}
