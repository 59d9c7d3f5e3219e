using System.Globalization;
using System.Text.RegularExpressions;

namespace Uncollapse.Reporting.Html;

/// <summary>
/// An element of HTML or inline SVG. What is written is well formed as XML and as HTML, and escaped; it cannot run a script
/// or load anything from elsewhere: such names and addresses are refused here.
/// </summary>
internal sealed partial class Element : Node
{
    private readonly List<(string Name, string Value)> _attributes = [];
    private readonly List<Node> _children = [];

    internal Element(string name, params ReadOnlySpan<Node?> children)
    {
        if (!NamePattern().IsMatch(name) || name is "script" or "iframe" or "object" or "embed" or "link" or "base" or "style")
        {
            throw new ArgumentException($"'{name}' is no element of a report.", nameof(name));
        }

        Name = name;
        Add(children);
    }

    internal string Name { get; }

    internal IReadOnlyList<(string Name, string Value)> Attributes => _attributes;

    internal IReadOnlyList<Node> Children => _children;

    /// <summary>Appends children; null ones are left out.</summary>
    internal Element Add(params ReadOnlySpan<Node?> children)
    {
        foreach (Node? child in children)
        {
            if (child is not null) _children.Add(child);
        }

        return this;
    }

    /// <summary>Appends children.</summary>
    internal Element AddRange(IEnumerable<Node> children)
    {
        _children.AddRange(children);
        return this;
    }

    /// <summary>Sets an attribute; a second one of the same name is an error, as it would be in XML.</summary>
    internal Element With(string name, string value)
    {
        bool handler = name.StartsWith("on", StringComparison.OrdinalIgnoreCase);
        if (handler || !NamePattern().IsMatch(name) || _attributes.Exists(attribute => attribute.Name == name))
        {
            throw new ArgumentException($"'{name}' cannot be set on <{Name}>.", nameof(name));
        }

        bool address = name is "href" or "src" or "xlink:href" or "action" or "formaction" or "srcset" or "poster" or "data";
        if (address && !value.StartsWith('#') && !value.StartsWith("data:image/png;base64,", StringComparison.Ordinal))
        {
            throw new ArgumentException($"A report refers to nothing outside itself, so {name} cannot be '{value}'.", nameof(value));
        }

        _attributes.Add((name, value));
        return this;
    }

    /// <summary>Sets an attribute to a number, in hundredths: enough for a coordinate.</summary>
    internal Element With(string name, double value) => With(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>Sets the class.</summary>
    internal Element Class(string names) => With("class", names);

    internal override void WriteTo(MarkupWriter writer) => writer.Element(this);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9:-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
