using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;
using Uncollapse.Data.Text;

namespace Uncollapse.Data.Sources;

/// <summary>Text in UTF-8 as a data set: one sentence a line, blank lines left out.</summary>
internal static class TextSource
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Opens one file.</summary>
    public static SourceData Open(LoadContext context) => Join(Read(context, context.Name), null, null, context.Options);

    /// <summary>The splits of one data set, encoded by one vocabulary.</summary>
    public static SourceData Join(TextPart train, TextPart? validation, TextPart? test, SourceOptions options)
    {
        (TextDataset coded, TextDataset?[] others) = TextCoding.Code(train, [validation, test], options.Text);
        return new SourceData(coded, others[0], others[1]);
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="DataFormatException">It is no UTF-8 text, has no sentence, or an option is given that a text has no use for.</exception>
    public static TextPart Read(LoadContext context, string name)
    {
        RefuseIdle(context);
        using ByteReader reader = InputFile.Open(context.Source);
        TokenStore store = Read(reader, context, out long blank);
        if (blank > 0)
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{blank} blank lines left out"));
        return new TextPart(name, context.FileProvenance("text"), [], store, null, name);
    }

    /// <summary>Reads sentences from where a reader stands.</summary>
    public static TokenStore Read(ByteReader reader, LoadContext context, out long blank)
    {
        var lines = new LineReader(reader);
        var builder = new TextBuilder(reader.Path, context.Options.Text, context.Options.Limits);
        char[] decoded = [];
        blank = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (lines.Line == 1 && line.StartsWith(TextSniffer.ByteOrderMark))
                line = line[TextSniffer.ByteOrderMark.Length..];
            if (TextSniffer.ControlByte(line) is >= 0 and int at)
                throw DataFormatException.AtLine(reader.Path, lines.Line, "text", string.Create(CultureInfo.InvariantCulture, $"the control byte {line[at]:x2}"), "The file is binary, damaged, or not in UTF-8");
            if (decoded.Length < line.Length)
                decoded = new char[Math.Max(line.Length, 2 * decoded.Length)];
            if (!builder.Add(decoded.AsSpan(0, Decode(reader.Path, lines.Line, line, decoded)), lines.Line))
                blank++;
        }
        return builder.Count > 0
            ? builder.Build()
            : throw DataFormatException.AtLine(reader.Path, 1, "a sentence", blank > 0 ? "only blank lines" : "no line", "A text has one sentence a line");
    }

    private static int Decode(string path, long number, ReadOnlySpan<byte> line, Span<char> destination)
    {
        try
        {
            return Strict.GetChars(line, destination);
        }
        catch (DecoderFallbackException cause)
        {
            byte[] bad = cause.BytesUnknown ?? [];
            throw DataFormatException.AtLine(path, number, "UTF-8 text", ByteReader.Show(bad), "Convert the file: iconv -t UTF-8", cause);
        }
    }

    private static void RefuseIdle(LoadContext context)
    {
        SourceOptions options = context.Options;
        string? idle = options switch
        {
            { Variable: not null } => "variable",
            { LabelColumn: not null } => "label",
            { Shape: not null } => "shape",
            { Transpose: not null } => "transpose",
            { Header: not null } => "header",
            { Separator: not null } => "separator",
            _ => null,
        };
        if (idle is not null)
            throw new DataFormatException(context.Source, "", $"data that '{idle}' says something about", "a text", $"Leave {idle} out");
    }
}
