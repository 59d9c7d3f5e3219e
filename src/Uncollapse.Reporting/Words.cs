namespace Uncollapse.Reporting;

/// <summary>Small matters of language.</summary>
internal static class Words
{
    /// <summary>A heading's words within a sentence; names such as ELBO and KL keep their capitals.</summary>
    internal static string LowerFirst(string text) =>
        text.Length == 0 || (text.Length > 1 && char.IsUpper(text[1])) ? text : char.ToLowerInvariant(text[0]) + text[1..];

    /// <summary>A sentence's first letter.</summary>
    internal static string UpperFirst(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
