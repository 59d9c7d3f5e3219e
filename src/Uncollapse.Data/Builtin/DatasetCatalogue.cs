namespace Uncollapse.Data.Builtin;

/// <summary>The data sets known by name.</summary>
public static class DatasetCatalogue
{
    /// <summary>All of them, in the order they are listed.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        new("synthetic:shapes", "Squares, ellipses and hearts drawn from known factors (shape, scale, rotation, x, y), which are the labels", "examples=10000&size=28&seed=0&vary=shape,scale,rotation,x,y", IsDownloaded: false),
        new("synthetic:gaussian", "A Gaussian with a covariance of exactly the eigenvalues given, for closed-form checks", "eigenvalues=25,16,9,4,1&dimension=(as many)&examples=4096&rotate=true&seed=0", IsDownloaded: false),
        new("synthetic:sentences", "Sentences of 4 to 14 words made from known factors (topic, tense, number, sentiment), which are the labels", "examples=10000&seed=0", IsDownloaded: false),
        new("synthetic:cells", "Negative binomial counts of genes in cells of known type, activity and batch, which are the labels", "examples=3000&genes=400&types=6&batches=1&depth=1000&theta=4&zeros=0&seed=0", IsDownloaded: false),
        new("mnist", "Handwritten digits, 60000 and 10000 grey 28 x 28 pictures in 10 classes", "", IsDownloaded: true),
        new("fashion-mnist", "Pictures of clothing, 60000 and 10000 grey 28 x 28 pictures in 10 classes", "", IsDownloaded: true),
    ];
}
