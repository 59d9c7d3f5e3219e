using Uncollapse.Records;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>Reconstructions, samples, traversals.</summary>
internal static class PicturesSection
{
    private const int WidestPixels = 960;

    internal static Section? Of(ReportContent content) => content.Pictures.Count == 0
        ? null
        : new Section("pictures", "Pictures", [Tag.Div("pictures").AddRange(content.Pictures.Select(Figure))]);

    private static Element Figure(Picture picture)
    {
        // Small sheets are shown larger by a whole factor, so that a pixel stays a square.
        int zoom = Math.Clamp(WidestPixels / Math.Max(1, picture.Width), 1, 3);
        Element image = new Element("img")
            .With("src", "data:image/png;base64," + Convert.ToBase64String(picture.Png))
            .With("alt", picture.Caption)
            .With("width", (double)picture.Width * zoom).With("height", (double)picture.Height * zoom);
        return new Element("figure", new Element("figcaption", Tag.Strong(picture.Title), Tag.Span("subtitle", picture.Caption)), image).Class("picture");
    }
}
