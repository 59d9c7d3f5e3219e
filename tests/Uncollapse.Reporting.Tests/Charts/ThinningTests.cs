using Uncollapse.Reporting.Charts;

namespace Uncollapse.Reporting.Tests.Charts;

public sealed class ThinningTests
{
    private static Point[] Wave(int count) => [.. Enumerable.Range(0, count).Select(i => new Point(i, Math.Sin(i * 0.37) + (i % 997 == 500 ? 50 : 0) - (i == 7777 ? 80 : 0)))];

    [Fact]
    public void Few_points_are_left_alone()
    {
        Point[] points = Wave(400);
        Assert.Same(points, Thinning.Reduce(points, 100));
    }

    [Fact]
    public void Extremes_and_ends_survive()
    {
        Point[] points = Wave(10_000);
        IReadOnlyList<Point> thin = Thinning.Reduce(points, 100);
        Assert.InRange(thin.Count, 200, 500);
        Assert.Equal(points[0], thin[0]);
        Assert.Equal(points[^1], thin[^1]);
        Assert.Equal(points.Max(p => p.Y), thin.Max(p => p.Y));
        Assert.Equal(points.Min(p => p.Y), thin.Min(p => p.Y));
        Assert.Equal(points.Where(p => p.Y > 40).Select(p => p.X), thin.Where(p => p.Y > 40).Select(p => p.X));
        Assert.Equal(thin.Select(p => p.X).Order(), thin.Select(p => p.X));
    }

    [Fact]
    public void A_gap_stays_a_gap()
    {
        Point[] points = Wave(10_000);
        points[5_432] = new Point(5_432, double.NaN);
        Assert.Single(Thinning.Reduce(points, 100), point => !point.IsFinite);
    }

    [Fact]
    public void All_missing_is_all_gap() => Assert.All(Thinning.Reduce([.. Enumerable.Range(0, 5_000).Select(i => new Point(i, double.NaN))], 50), point => Assert.False(point.IsFinite));
}
