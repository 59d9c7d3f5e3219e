namespace Uncollapse.Data.Synthetic;

/// <summary>Draws one shape by the share of 4 x 4 points of each pixel that lie inside it.</summary>
internal static class ShapeRaster
{
    private const int Square = 0;
    private const int Ellipse = 1;
    private const int Points = 4;

    /// <summary>Clears the picture and draws white on black.</summary>
    public static void Draw(Span<byte> picture, int size, int shape, float scale, float rotation, float x, float y)
    {
        picture.Clear();
        // A quarter of the side is the radius of the circle that holds any shape at scale 1; it never leaves the picture.
        double reach = size / 4.0;
        double radius = reach * scale;
        double centreX = reach + (x * (size - (2 * reach)));
        double centreY = reach + (y * (size - (2 * reach)));
        (double sine, double cosine) = SineCosine(rotation);
        int left = Math.Max(0, (int)(centreX - radius) - 1);
        int right = Math.Min(size - 1, (int)(centreX + radius) + 1);
        int top = Math.Max(0, (int)(centreY - radius) - 1);
        int bottom = Math.Min(size - 1, (int)(centreY + radius) + 1);
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                int inside = 0;
                for (int point = 0; point < Points * Points; point++)
                {
                    double dx = (column + (((point % Points) + 0.5) / Points) - centreX) / radius;
                    double dy = (row + (((point / Points) + 0.5) / Points) - centreY) / radius;
                    inside += IsInside(shape, (cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx)) ? 1 : 0;
                }
                picture[(row * size) + column] = (byte)(((inside * 255) + 8) / (Points * Points));
            }
        }
    }

    /// <summary>Whether a point lies in a shape that fits the unit circle; y points down the picture.</summary>
    private static bool IsInside(int shape, double x, double y)
    {
        switch (shape)
        {
            case Square:
                const double half = 0.70710678118654752;
                return Math.Abs(x) <= half && Math.Abs(y) <= half;
            case Ellipse:
                return (x * x) + (4 * y * y) <= 1;
            default:
                // The heart curve (u^2 + v^2 - 1)^3 = u^2 v^3, which reaches 1.426 from its middle, shrunk into the circle.
                double u = 1.43 * x;
                double v = -1.43 * y;
                double ring = (u * u) + (v * v) - 1;
                return (ring * ring * ring) - (u * u * v * v * v) <= 0;
        }
    }

    /// <summary>
    /// Sine and cosine of an angle in [0, 2 pi] by their series: basic arithmetic gives the same bits on every machine, which the
    /// library functions do not promise, and a point on an edge must not fall differently elsewhere.
    /// </summary>
    private static (double Sine, double Cosine) SineCosine(double angle)
    {
        double x = angle - Math.PI;
        double square = x * x;
        double sine = 0;
        double cosine = 0;
        for (int k = 15; k >= 0; k--)
        {
            sine = (k == 15 ? 1 : 1 - (sine * square / ((2 * k + 2) * (2 * k + 3))));
            cosine = (k == 15 ? 1 : 1 - (cosine * square / ((2 * k + 1) * (2 * k + 2))));
        }
        // sin(a) = -sin(a - pi), cos(a) = -cos(a - pi).
        return (-(sine * x), -cosine);
    }
}
