using System.Buffers;

namespace Uncollapse.Reporting.Html;

/// <summary>Writes nodes as markup that an HTML parser and an XML parser read alike.</summary>
internal sealed class MarkupWriter(TextWriter output)
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(SpecialCharacters());

    private static readonly HashSet<string> s_void = ["meta", "img", "input", "br", "hr", "col", "wbr"];

    private static readonly HashSet<string> s_ownLine =
        ["head", "title", "meta", "style", "header", "nav", "main", "footer", "section", "article", "div", "p", "h1", "h2", "h3", "ul", "ol",
         "li", "dl", "table", "caption", "thead", "tbody", "tr", "figure", "figcaption", "details", "summary", "svg", "g"];

    internal void Document(Element root)
    {
        output.Write("<!DOCTYPE html>\n");
        root.WriteTo(this);
        output.Write('\n');
    }

    internal void Element(Element element)
    {
        output.Write('<');
        output.Write(element.Name);
        foreach ((string name, string value) in element.Attributes)
        {
            output.Write(' ');
            output.Write(name);
            output.Write("=\"");
            Text(value);
            output.Write('"');
        }

        if (s_void.Contains(element.Name))
        {
            output.Write(" />");
        }
        else
        {
            output.Write('>');
            foreach (Node child in element.Children) child.WriteTo(this);
            output.Write("</");
            output.Write(element.Name);
            output.Write('>');
        }

        if (s_ownLine.Contains(element.Name)) output.Write('\n');
    }

    internal void Style(string css)
    {
        output.Write("<style>\n");
        output.Write(css);
        output.Write("</style>\n");
    }

    /// <summary>Text or an attribute's value; characters that XML forbids become U+FFFD.</summary>
    internal void Text(ReadOnlySpan<char> text)
    {
        while (true)
        {
            int next = text.IndexOfAny(s_special);
            if (next < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..next]);
            bool pair = next + 1 < text.Length && char.IsSurrogatePair(text[next], text[next + 1]);
            if (pair) output.Write(text.Slice(next, 2));
            else output.Write(Escape(text[next]));
            text = text[(next + (pair ? 2 : 1))..];
        }
    }

    private static string Escape(char character) => character switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => "\uFFFD",
    };

    private static string SpecialCharacters()
    {
        IEnumerable<char> controls = Enumerable.Range(0, 32).Select(code => (char)code).Where(c => c is not ('\t' or '\n' or '\r'));
        IEnumerable<char> surrogates = Enumerable.Range(0xD800, 0x800).Select(code => (char)code);
        return string.Concat("<>&\"'\uFFFE\uFFFF\u007F", string.Concat(controls), string.Concat(surrogates));
    }
}
