namespace Uncollapse.Tensors.Tests.Ops;

internal static class Close
{
    /// <summary>Equal to a relative error, of each number or of a hundredth of the largest where it is tiny beside it.</summary>
    public static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        double largest = 1e-3;
        foreach (double value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
        {
            double scale = Math.Max(Math.Abs(expected[i]), 0.01 * largest);
            Xunit.Assert.True(
                Math.Abs(expected[i] - actual[i]) <= relative * scale, $"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }

    /// <summary>Equal to an error relative to the tensor's scale: the root of the mean square of what is expected.</summary>
    public static void AssertToScale(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        double square = 0;
        foreach (double value in expected)
            square += value * value;
        double scale = Math.Sqrt(square / expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Xunit.Assert.True(
                Math.Abs(expected[i] - actual[i]) <= relative * scale,
                $"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}, {Math.Abs(expected[i] - actual[i]) / scale:G2} of the scale {scale:G3}");
        }
    }
}
