using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>A drawing, and what has to be said below it: what lies outside, what is missing.</summary>
internal sealed record Drawing(Element Picture, string? Note);
