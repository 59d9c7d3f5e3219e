using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Uncollapse.Reporting.Tests.Support;

/// <summary>A written report, read back by an XML parser: that it can be is itself a test.</summary>
public sealed class Page
{
    private Page(string source)
    {
        Source = source;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = true };
        using var reader = XmlReader.Create(new StringReader(source), settings);
        Root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
    }

    public string Source { get; }

    public XElement Root { get; }

    public static Page Of(ReportContent content)
    {
        using var writer = new StringWriter();
        Report.Write(content, writer);
        return new Page(writer.ToString());
    }

    public static Page Read(string source) => new(source);

    public static byte[] Bytes(ReportContent content)
    {
        using var stream = new MemoryStream();
        Report.Write(content, stream);
        return stream.ToArray();
    }

    public IEnumerable<XElement> All(string name) => Root.Descendants(name);

    public XElement ById(string id) => Root.Descendants().Single(element => (string?)element.Attribute("id") == id);

    public bool Has(string id) => Root.Descendants().Any(element => (string?)element.Attribute("id") == id);

    /// <summary>What a reader sees, without the style sheet, white space made single.</summary>
    public string Words => Squeeze(Root.Descendants("body").Single());

    public static string Squeeze(XElement element)
    {
        var text = new StringBuilder();
        foreach (XText node in element.DescendantNodes().OfType<XText>()) text.Append(node.Value).Append(' ');
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public static bool HasClass(XElement element, string name) => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(name);
}
