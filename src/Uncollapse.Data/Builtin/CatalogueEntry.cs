namespace Uncollapse.Data.Builtin;

/// <summary>A data set known by name.</summary>
/// <param name="Name">The name to give as a source.</param>
/// <param name="Description">One line.</param>
/// <param name="Parameters">What may follow after a question mark, with the defaults; empty when nothing may.</param>
/// <param name="IsDownloaded">Whether it is fetched on first use; otherwise it is drawn.</param>
public sealed record CatalogueEntry(string Name, string Description, string Parameters, bool IsDownloaded);
