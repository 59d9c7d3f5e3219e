using System.Globalization;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Sources;

/// <summary>A source as users write it: a path or built-in name, and parameters after a question mark.</summary>
internal sealed class SourceAddress
{
    private readonly Dictionary<string, string> parameters = new(StringComparer.Ordinal);

    private SourceAddress(string text, string name)
    {
        Text = text;
        Name = name;
    }

    /// <summary>The address as written.</summary>
    public string Text { get; }

    /// <summary>The path or built-in name.</summary>
    public string Name { get; }

    /// <summary>Divides an address; a path that exists as it stands has no parameters, whatever characters it has.</summary>
    public static SourceAddress Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new DataFormatException("source", "", "a file, a folder or a built-in name", "nothing", "See: uncollapse data list");
        int mark = text.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0 || Path.Exists(text))
            return new SourceAddress(text, text);
        var address = new SourceAddress(text, text[..mark]);
        foreach (string part in text[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new DataFormatException(text, "parameters", "name=value pairs joined by &", $"'{part}'");
            if (!address.parameters.TryAdd(part[..equals], part[(equals + 1)..]))
                throw new DataFormatException(text, "parameters", "each parameter once", $"'{part[..equals]}' twice");
        }
        return address;
    }

    /// <summary>Fails when a parameter is not one of those known.</summary>
    public void Allow(params ReadOnlySpan<string> known)
    {
        foreach (string name in parameters.Keys)
        {
            if (!known.Contains(name))
                throw new DataFormatException(Text, "parameters", string.Join(", ", known.ToArray()), $"'{name}'");
        }
    }

    /// <summary>A parameter as text, or null.</summary>
    public string? Get(string name) => parameters.GetValueOrDefault(name);

    /// <summary>A whole number in a range, or the default.</summary>
    public int Integer(string name, int standard, int low, int high)
    {
        if (Get(name) is not { } text)
            return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw Bad(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {low} to {high}"), text);
    }

    /// <summary>A seed, or the default.</summary>
    public ulong Seed(string name, ulong standard)
    {
        if (Get(name) is not { } text)
            return standard;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : throw Bad(name, "a whole number from 0", text);
    }

    /// <summary>true or false, or null.</summary>
    public bool? Flag(string name) => Get(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        string other => throw Bad(name, "true or false", other),
    };

    /// <summary>A list of numbers separated by commas, or the default.</summary>
    public double[] Numbers(string name, double[] standard)
    {
        if (Get(name) is not { } text)
            return standard;
        string[] parts = text.Split(',');
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
                throw Bad(name, "numbers separated by commas", text);
        }
        return values;
    }

    /// <summary>Some of a few words, separated by commas; none where nothing is said.</summary>
    public string[] Words(string name, IReadOnlyList<string> known)
    {
        if (Get(name) is not { } text)
            return [];
        string[] words = text.Split(',');
        return Array.TrueForAll(words, known.Contains) ? words : throw Bad(name, $"some of {string.Join(", ", known)}, separated by commas", text);
    }

    /// <summary>Options with what the address says where the caller said nothing.</summary>
    public SourceOptions Complete(SourceOptions options)
    {
        Allow("variable", "layer", "label", "shape", "transpose", "header", "separator");
        ExampleShape? shape = null;
        if (Get("shape") is { } text)
            shape = ExampleShape.TryParse(text, out ExampleShape parsed) ? parsed : throw Bad("shape", "a shape such as 28x28 or 32x32x3", text);
        return options with
        {
            Variable = options.Variable ?? Get("variable"),
            Layer = options.Layer ?? Get("layer"),
            LabelColumn = options.LabelColumn ?? Get("label"),
            Shape = options.Shape ?? shape,
            Transpose = options.Transpose ?? Flag("transpose"),
            Header = options.Header ?? Flag("header"),
            Separator = options.Separator ?? SeparatorOf(Get("separator")),
        };
    }

    private char? SeparatorOf(string? text) => text switch
    {
        null => null,
        "comma" or "," => ',',
        "semicolon" or ";" => ';',
        "tab" or "\t" => '\t',
        "space" or " " => ' ',
        _ => throw Bad("separator", "comma, semicolon, tab or space", text),
    };

    private DataFormatException Bad(string name, string expected, string found) => new(Text, $"parameter {name}", expected, $"'{found}'");
}
