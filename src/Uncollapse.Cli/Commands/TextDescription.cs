using System.Globalization;
using Uncollapse.Data.Summaries;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data describe</c> says of a text.</summary>
internal static class TextDescription
{
    private const int LongestShown = 200;

    internal static void Print(CliContext context, string source, TextSummary summary, IReadOnlyList<string> data)
    {
        string[] options = [.. data, "--encoder", "lstm", "--decoder", "lstm", "--likelihood", "categorical"];
        context.Json(() => CliJson.Text(TextDescribeDocument.Of(source, summary, options)));
        List<IReadOnlyList<TableCell>> rows = [.. Facts(summary).Select(fact => (IReadOnlyList<TableCell>)[fact.Name, fact.Value])];
        context.Terminal.Table(new TableModel(source, [new("Fact"), new("Value")], rows));
        context.Terminal.Result("Sentences become rows of token ids. To train on it:");
        context.Terminal.Result($"  uncollapse train {string.Join(' ', options)}");
    }

    private static IEnumerable<(string Name, string Value)> Facts(TextSummary summary)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string unit = summary.Text.Unit == TextUnit.Word ? "words" : "characters";
        string validation = summary.ValidationSentences is { } held ? string.Create(culture, $", and {held:#,0} for validation") : "";
        string test = summary.TestSentences is { } last ? string.Create(culture, $", and {last:#,0} for the test") : "";
        yield return ("format", summary.Provenance.Format);
        yield return ("sentences", string.Create(culture, $"{summary.Sentences:#,0}{validation}{test}"));
        yield return (unit, string.Create(culture, $"{summary.Words:#,0}, {summary.DistinctWords:#,0} different"));
        yield return ("vocabulary", string.Create(culture, $"{summary.VocabularySize:#,0} tokens with padding, unknown, start and end; {Frequent(summary)} are the most frequent"));
        yield return ("unknown", string.Create(culture, $"{summary.UnknownShare:P2} of the {unit}{Unknown(summary)}"));
        yield return ("entropy", string.Create(culture, $"{summary.Entropy:F3} nats a token by frequencies alone, a perplexity of {Math.Exp(summary.Entropy):F0}"));
        yield return ($"{unit} a sentence", string.Join(", ", TextSummary.Quantiles.Zip(summary.Lengths, (share, length) => string.Create(culture, $"{length} ({share:P0})"))));
        yield return ("row", string.Create(culture, $"{summary.RowLength} ids: the longest sentence and its end token{(summary.Cut > 0 ? $"; {summary.Cut} longer sentences are cut" : "")}"));
        yield return ("first sentence", Printable(summary.FirstSentence));
        foreach (LabelSummary label in summary.Labels) yield return ($"label '{label.Name}'", DataDescribeCommand.Describe(label));
        foreach (string note in summary.Provenance.Notes) yield return ("note", note);
        if (summary.Provenance.Sha256 is { } checksum) yield return ("sha256", checksum);
    }

    private static string Frequent(TextSummary summary) => string.Join(", ", summary.FrequentWords.Take(5).Select(word => $"'{Printable(word)}'"));

    private static string Unknown(TextSummary summary) => summary.ValidationUnknownShare switch
    {
        null => "",
        { } share when summary.IsHeldOut => string.Create(CultureInfo.InvariantCulture, $", {share:P2} of those in a tenth held out, by the vocabulary of the rest"),
        { } share => string.Create(CultureInfo.InvariantCulture, $", {share:P2} of those in the validation sentences"),
    };

    /// <summary>What a file holds must not steer the terminal, nor fill it.</summary>
    private static string Printable(string text)
    {
        string cut = text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "...");
        return string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
