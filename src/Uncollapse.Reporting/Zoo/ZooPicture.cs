namespace Uncollapse.Reporting.Zoo;

/// <summary>A drawing as a file of its own.</summary>
/// <param name="Name">The cause that it shows.</param>
/// <param name="Svg">An SVG document, in light and dark colours.</param>
public sealed record ZooPicture(string Name, string Svg);
