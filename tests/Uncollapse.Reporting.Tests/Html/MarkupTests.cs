using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Tests.Html;

public sealed class MarkupTests
{
    private static string Write(Node node)
    {
        using var writer = new StringWriter();
        node.WriteTo(new MarkupWriter(writer));
        return writer.ToString();
    }

    [Fact]
    public void Text_and_attributes_are_escaped()
    {
        string markup = Write(new Element("td", "<b>&\"'</b>").With("title", "a\"b<c>&'"));
        Assert.Equal("<td title=\"a&quot;b&lt;c&gt;&amp;&#39;\">&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</td>", markup);
    }

    [Theory]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("\u001b[31m", "\uFFFD[31m")]
    [InlineData("\uffff", "\uFFFD")]
    [InlineData("😀 é σ²", "😀 é σ²")]
    [InlineData("tab\tline\n", "tab\tline\n")]
    public void Characters_that_xml_forbids_are_replaced(string text, string written) => Assert.Equal($"<i>{written}</i>", Write(new Element("i", text)));

    [Fact]
    public void Halves_of_pairs_are_replaced()
    {
        // Not as a theory's data: an attribute cannot hold half a pair.
        Assert.Equal("<i>\uFFFDx</i>", Write(new Element("i", "\ud800x")));
        Assert.Equal("<i>x\uFFFD</i>", Write(new Element("i", "x\udc00")));
    }

    [Fact]
    public void Void_elements_close_themselves_and_others_never_do()
    {
        Assert.Equal("<br />", Write(new Element("br")));
        Assert.Equal("<td></td>", Write(new Element("td")));
    }

    [Theory]
    [InlineData("script")]
    [InlineData("iframe")]
    [InlineData("link")]
    [InlineData("style")]
    [InlineData("p onclick")]
    [InlineData("")]
    public void Elements_that_could_run_or_load_something_are_refused(string name) => Assert.Throws<ArgumentException>(() => new Element(name));

    [Theory]
    [InlineData("onclick", "x")]
    [InlineData("href", "http://example.org")]
    [InlineData("href", "javascript:alert(1)")]
    [InlineData("src", "picture.png")]
    [InlineData("src", "data:text/html,x")]
    [InlineData("a b", "x")]
    public void Attributes_that_could_run_or_load_something_are_refused(string name, string value) =>
        Assert.Throws<ArgumentException>(() => new Element("a").With(name, value));

    [Fact]
    public void An_attribute_is_set_once() => Assert.Throws<ArgumentException>(() => new Element("a").Class("x").Class("y"));

    [Fact]
    public void A_style_sheet_cannot_end_its_element() => Assert.Throws<ArgumentException>(() => new StyleSheet("a{}</style>"));

    [Fact]
    public void Numbers_are_written_in_hundredths_whatever_the_culture() => Assert.Equal("<rect x=\"1234.57\"></rect>", Write(new Element("rect").With("x", 1234.5678)));
}
