using System.Text;

namespace Uncollapse.Reporting.Html;

/// <summary>A whole page: it needs nothing else, no network and no script.</summary>
internal static class Page
{
    private const string ChartStyle = "chart.css";

    internal static Element Of(string title, Element body) => new Element("html", Head(title), body).With("lang", "en");

    private static Element Head(string title) => new(
        "head",
        new Element("meta").With("charset", "utf-8"),
        new Element("title", title),
        new Element("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
        new Element("meta").With("name", "color-scheme").With("content", "light dark"),
        new Element("meta").With("http-equiv", "Content-Security-Policy").With("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
        new StyleSheet(Css(ChartStyle) + Css("report.css")));

    /// <summary>A drawing as a file of its own, in the page's colours.</summary>
    /// <param name="drawing">An <c>svg</c> element with a view box.</param>
    internal static Element Picture(Element drawing)
    {
        string[] box = drawing.Attributes.First(attribute => attribute.Name == "viewBox").Value.Split(' ');
        var picture = new Element("svg").With("xmlns", "http://www.w3.org/2000/svg").With("width", box[2]).With("height", box[3]).With("font-family", "sans-serif");
        foreach ((string name, string value) in drawing.Attributes) picture.With(name, value);
        picture.Add(new StyleSheet(Css(ChartStyle)), new Element("rect").With("width", "100%").With("height", "100%").Class("paper"));
        return picture.AddRange(drawing.Children);
    }

    private static string Css(string name)
    {
        using Stream stream = typeof(Page).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The style sheet {name} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
