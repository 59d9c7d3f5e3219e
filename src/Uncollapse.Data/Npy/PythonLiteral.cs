using System.Globalization;
using System.Text;

namespace Uncollapse.Data.Npy;

/// <summary>
/// Reads the one Python expression that an .npy header is: a dictionary of strings, booleans, integers and flat tuples.
/// Anything richer (the list of fields of a structured type) is kept as text, to be named when it is refused.
/// </summary>
internal sealed class PythonLiteral(string text)
{
    private int at;

    /// <summary>The entries of a dictionary: values are <see cref="string"/>, <see cref="bool"/>, <c>long[]</c>, or null where unsupported.</summary>
    /// <exception cref="FormatException">The text is not such a dictionary.</exception>
    public Dictionary<string, object?> ReadDictionary()
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        Expect('{');
        while (Next() != '}')
        {
            string key = ReadString();
            Expect(':');
            if (!entries.TryAdd(key, ReadValue()))
                throw new FormatException($"the key '{key}' twice");
            if (Next() == ',')
                at++;
            else if (Next() != '}')
                throw Unexpected();
        }
        at++;
        if (text.AsSpan(at).Trim(" \n\r\t\0").Length != 0)
            throw new FormatException("text after the dictionary");
        return entries;
    }

    private object? ReadValue()
    {
        switch (Next())
        {
            case '\'' or '"':
                return ReadString();
            case '(':
                return ReadTuple();
            case '[':
                SkipList();
                return null;
            default:
                if (Skip("True"))
                    return true;
                if (Skip("False"))
                    return false;
                throw Unexpected();
        }
    }

    private string ReadString()
    {
        char quote = Next();
        if (quote is not ('\'' or '"'))
            throw Unexpected();
        int end = text.IndexOf(quote, at + 1);
        if (end < 0)
            throw new FormatException("a string without its closing quote");
        string value = text[(at + 1)..end];
        if (value.Contains('\\', StringComparison.Ordinal))
            throw new FormatException("an escaped string");
        at = end + 1;
        return value;
    }

    private long[] ReadTuple()
    {
        Expect('(');
        var values = new List<long>();
        while (Next() != ')')
        {
            int start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (!long.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                throw new FormatException("a dimension that is no number of at most 63 bits");
            values.Add(value);
            if (at < text.Length && text[at] == 'L')
                at++;
            if (Next() == ',')
                at++;
            else if (Next() != ')')
                throw Unexpected();
        }
        at++;
        return [.. values];
    }

    private void SkipList()
    {
        int depth = 0;
        do
        {
            char c = Next();
            if (c is '\'' or '"')
            {
                ReadString();
                continue;
            }
            depth += c switch { '[' or '(' => 1, ']' or ')' => -1, _ => 0 };
            at++;
        }
        while (depth > 0);
    }

    private bool Skip(string word)
    {
        if (!text.AsSpan(at).StartsWith(word, StringComparison.Ordinal))
            return false;
        at += word.Length;
        return true;
    }

    private void Expect(char c)
    {
        if (Next() != c)
            throw Unexpected();
        at++;
    }

    private char Next()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\t' or '\r')
            at++;
        return at < text.Length ? text[at] : throw new FormatException("a dictionary that does not end");
    }

    private FormatException Unexpected() =>
        new(new StringBuilder("the character '").Append(text[at]).Append("' at position ").Append(at.ToString(CultureInfo.InvariantCulture)).ToString());
}
