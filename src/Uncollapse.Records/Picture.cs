namespace Uncollapse.Records;

/// <summary>A PNG that illustrates a run or a diagnosis.</summary>
/// <param name="Name">A file name without folder, such as <c>reconstructions.png</c>.</param>
/// <param name="Title">A heading.</param>
/// <param name="Caption">What it shows, for people, also the alternative text.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Png">The file's bytes.</param>
public sealed record Picture(string Name, string Title, string Caption, int Width, int Height, byte[] Png);
