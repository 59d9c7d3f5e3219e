using System.Text;

namespace Uncollapse.Reporting.Html;

/// <summary>A whole page: it needs nothing else, no network and no script.</summary>
internal static class Page
{
    internal static Element Of(string title, Element body) => new Element("html", Head(title), body).With("lang", "en");

    private static Element Head(string title) => new(
        "head",
        new Element("meta").With("charset", "utf-8"),
        new Element("title", title),
        new Element("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
        new Element("meta").With("name", "color-scheme").With("content", "light dark"),
        new Element("meta").With("http-equiv", "Content-Security-Policy").With("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
        new StyleSheet(Css()));

    private static string Css()
    {
        using Stream stream = typeof(Page).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The style sheet is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
