using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;
using Uncollapse.Records;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Text;

/// <summary>A vocabulary as a file of lines.</summary>
internal static class VocabularyFile
{
    private const int EscapeLength = 6;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(string path, Vocabulary vocabulary)
    {
        var text = new StringBuilder();
        foreach (string token in vocabulary.Tokens)
        {
            AppendEscaped(text, token);
            text.Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    public static Vocabulary Read(string path, TextUnit unit, bool lower)
    {
        using ByteReader reader = InputFile.Open(path);
        var lines = new LineReader(reader);
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            long number = lines.Line;
            if (number > Vocabulary.LargestCount)
                throw DataFormatException.AtLine(path, number, $"at most {Vocabulary.LargestCount} tokens", "more");
            string token = Unescape(path, number, line);
            if (number <= Vocabulary.SpecialCount)
            {
                string special = Vocabulary.Specials[number - 1];
                if (token != special)
                    throw DataFormatException.AtLine(path, number, $"the special token {special}", $"'{token}'", "Is this the vocabulary of a run?");
                continue;
            }
            bool isName = unit == TextUnit.Word && Vocabulary.Specials.Contains(token);
            if (isName || !Vocabulary.IsToken(token, unit))
                throw DataFormatException.AtLine(path, number, unit == TextUnit.Word ? "a word" : "a character", $"'{token}'", "The vocabulary belongs to another data.text.unit, or is damaged");
            if (!seen.Add(token))
                throw DataFormatException.AtLine(path, number, "each token once", $"'{token}' again");
            words.Add(token);
        }
        return lines.Line >= Vocabulary.SpecialCount
            ? new Vocabulary(unit, lower, words)
            : throw DataFormatException.AtLine(path, lines.Line + 1, $"the special token {Vocabulary.Specials[lines.Line]}", "the end of the file");
    }

    private static void AppendEscaped(StringBuilder text, string token)
    {
        for (int i = 0; i < token.Length; i++)
        {
            char c = token[i];
            bool half = char.IsSurrogate(c) && !IsPartOfPair(token, i);
            if (c == '\\')
                text.Append(@"\\");
            else if (char.IsWhiteSpace(c) || char.IsControl(c) || half || c == '\uFEFF')
                text.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}");
            else
                text.Append(c);
        }
    }

    private static bool IsPartOfPair(string token, int place) =>
        (place + 1 < token.Length && char.IsSurrogatePair(token[place], token[place + 1]))
        || (place > 0 && char.IsSurrogatePair(token[place - 1], token[place]));

    private static string Unescape(string path, long number, ReadOnlySpan<byte> line)
    {
        string escaped;
        try
        {
            escaped = Strict.GetString(line);
        }
        catch (DecoderFallbackException cause)
        {
            throw DataFormatException.AtLine(path, number, "UTF-8 text", ByteReader.Show(line), "", cause);
        }
        if (!escaped.Contains('\\', StringComparison.Ordinal))
            return escaped;
        var token = new StringBuilder(escaped.Length);
        for (int i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                token.Append(escaped[i]);
            }
            else if (i + 1 < escaped.Length && escaped[i + 1] == '\\')
            {
                token.Append('\\');
                i++;
            }
            else if (i + EscapeLength <= escaped.Length && escaped[i + 1] == 'u' && ushort.TryParse(escaped.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                token.Append((char)code);
                i += EscapeLength - 1;
            }
            else
            {
                throw DataFormatException.AtLine(path, number, @"the escapes \\ and \u0020", $"'{escaped}'");
            }
        }
        return token.ToString();
    }
}
