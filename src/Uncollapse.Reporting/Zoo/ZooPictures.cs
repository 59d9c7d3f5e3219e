using System.Globalization;
using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Zoo;

/// <summary>One picture a cause, of the number that gives it away: the pictures of docs/causes.</summary>
public static class ZooPictures
{
    /// <summary>The pictures of a visit, by cause, and one of the causes that look alike where the visit shows several of those.</summary>
    /// <param name="content">The records.</param>
    public static IReadOnlyList<ZooPicture> Of(ZooContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var pictures = new List<ZooPicture>();
        foreach (ZooExhibit exhibit in content.Exhibits)
        {
            // Of several cases of a cause the first is the one of pictures.
            string cause = exhibit.Case.Planted[0];
            if (exhibit.Case.Planted.Count == 1 && !pictures.Exists(picture => picture.Name == cause) && CausePicture.Of(exhibit) is { } drawing) pictures.Add(Picture(cause, drawing));
        }

        if (CausePicture.Alike(content.Exhibits) is { } alike) pictures.Add(Picture("unknown", alike));
        return pictures;
    }

    private static ZooPicture Picture(string name, Element drawing)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Page.Picture(drawing).WriteTo(new MarkupWriter(writer));
        return new ZooPicture(name, writer.ToString());
    }
}
