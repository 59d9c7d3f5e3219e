using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Tests.Charts;

public sealed class ChartTests
{
    private static IEnumerable<Element> All(Element element) => [element, .. element.Children.OfType<Element>().SelectMany(All)];

    private static string? Get(Element element, string name) => element.Attributes.FirstOrDefault(pair => pair.Name == name).Value;

    private static Drawing Line(params double[] values) =>
        new LineChart { Title = "ELBO", Series = [new Series("train", [.. values.Select((value, i) => new Point(i + 1, value))], 1)] }.Draw();

    [Fact]
    public void A_line_breaks_at_a_gap_and_a_lonely_point_is_a_dot()
    {
        Drawing drawing = Line(1, 2, double.NaN, 4, double.NaN, 6, 7);
        Element path = Assert.Single(All(drawing.Picture), element => element.Name == "path");
        Assert.Equal(2, Get(path, "d")!.Count(letter => letter == 'M'));
        Assert.Equal(2, Get(path, "d")!.Count(letter => letter == 'L'));
        Assert.Single(All(drawing.Picture), element => element.Name == "circle");
        Assert.Equal("no finite value at epoch 3, 5.", drawing.Note);
    }

    [Fact]
    public void One_epoch_is_a_dot() => Assert.Single(All(Line(3).Picture), element => element.Name == "circle");

    [Fact]
    public void Nothing_finite_is_an_empty_chart_that_says_so()
    {
        Drawing drawing = Line(double.NaN, double.PositiveInfinity);
        Assert.DoesNotContain(All(drawing.Picture), element => element.Name is "path" or "circle");
        Assert.Contains("no finite value", Get(drawing.Picture, "aria-label"), StringComparison.Ordinal);
        Assert.Equal("no finite value at epoch 1, 2.", drawing.Note);
    }

    [Fact]
    public void What_lies_outside_the_axes_is_said()
    {
        Drawing drawing = Line([-5e9, .. Enumerable.Range(0, 60).Select(i => -100.0 + (i * 0.25))]);
        Assert.Equal("−5,000,000,000 outside the axes (epoch 1).", drawing.Note);
    }

    [Fact]
    public void The_end_label_is_the_last_finite_value()
    {
        Element label = Assert.Single(All(Line(1, -2.5, double.NaN).Picture), element => element.Name == "text" && (Get(element, "class") ?? "").Contains("end-label", StringComparison.Ordinal));
        using var text = new StringWriter();
        label.WriteTo(new MarkupWriter(text));
        Assert.Contains(">−2.500<", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_coordinate_is_ever_not_a_number()
    {
        Drawing[] drawings = [Line(double.MaxValue, -double.MaxValue), Line(0, 0, 0), Line(1e-300, 2e-300), Line(double.NaN), Line(double.NegativeInfinity, 5)];
        foreach (string value in drawings.SelectMany(drawing => All(drawing.Picture)).SelectMany(element => element.Attributes).Where(pair => pair.Name != "aria-label").Select(pair => pair.Value))
        {
            Assert.DoesNotContain("NaN", value, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", value, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", value, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new double[] { 10, 10, 10 }, new double[] { 10, 23, 36 })]
    [InlineData(new double[] { 98, 99, 20 }, new double[] { 87, 100, 20 })]
    [InlineData(new double[] { 50, 10 }, new double[] { 50, 10 })]
    public void Labels_keep_their_distance_and_their_order(double[] wanted, double[] placed) => Assert.Equal(placed, Labels.Spread(wanted, 13, 0, 100));

    [Fact]
    public void An_interval_spans_its_ends_and_its_dot_lies_between()
    {
        Element drawing = new IntervalPlot("Loss", "nats", [new IntervalRow("shuffle", 10, 8, 12), new IntervalRow("bare", 3, double.NaN, double.NaN)]).Draw();
        Element interval = Assert.Single(All(drawing), element => Get(element, "class") == "interval");
        double[] dots = [.. All(drawing).Where(element => element.Name == "circle").Select(dot => double.Parse(Get(dot, "cx")!, System.Globalization.CultureInfo.InvariantCulture))];
        double from = double.Parse(Get(interval, "x1")!, System.Globalization.CultureInfo.InvariantCulture), to = double.Parse(Get(interval, "x2")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((from + to) / 2, dots[0], 0.02);
        Assert.Equal(2, dots.Length);

        // Zero, where the axis is drawn heavier, lies as far left of 10 as ten units are long.
        Element zero = Assert.Single(All(drawing), element => Get(element, "class") == "axis");
        double origin = double.Parse(Get(zero, "x1")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((to - from) / 4 * 10, dots[0] - origin, 0.1);
    }

    [Fact]
    public void Stacked_bars_stand_on_each_other_and_negative_parts_are_nothing()
    {
        Element drawing = new StackedBars("x", "units", [("a", 1, [2.0, -1.0]), ("b", 2, [1.0, double.NaN])]).Draw();
        string[] paths = [.. All(drawing).Where(element => element.Name == "path").Select(path => Get(path, "d")!)];
        Assert.Equal(2, paths.Length);
        Assert.All(paths, path => Assert.Single(path, letter => letter == 'M'));
        double Top(string path) => double.Parse(path.Split(' ')[1].Split('L')[0], System.Globalization.CultureInfo.InvariantCulture);
        double floor = double.Parse(paths[0].Split('L')[2].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((floor - Top(paths[0])) / 2, Top(paths[0]) - Top(paths[1]), 0.2);
    }

    [Fact]
    public void Next_to_nothing_is_drawn_as_next_to_nothing()
    {
        var bars = new StackedBars("x", "units", [("a", 1, [0.002])]) { ShortestScale = 0.1 };
        string path = Get(Assert.Single(All(bars.Draw()), element => element.Name == "path"), "d")!;
        double[] ys = [.. path.TrimEnd('Z').Split('M', 'L').Skip(1).Select(pair => double.Parse(pair.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.InRange(ys.Max() - ys.Min(), 1, 0.03 * PlotFrame.Height);
    }

    [Fact]
    public void Spans_are_runs() => Assert.Equal("1 to 3, 7, 9, 10", Remarks.Spans([1, 2, 3, 7, 9, 10]));
}
