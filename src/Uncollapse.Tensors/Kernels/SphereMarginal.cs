namespace Uncollapse.Tensors.Kernels;

/// <summary>
/// The angle theta between a point and the mean direction of a von Mises-Fisher distribution on the unit sphere of R^L: density proportional to
/// sin(theta)^(L - 2) e^(kappa cos theta) on [0, pi]. From it come the normaliser, the mean resultant length and draws.
/// </summary>
/// <remarks>
/// One Gauss-Legendre sum over 20 panels of 6 nodes, to where the density is e^-40 of its mode's, gives all of them to about 1e-11 for any L from 2 and any
/// kappa, without Bessel functions, whose log it equals: log I_v(kappa), v = L/2 - 1, = v log kappa - L/2 log 2 pi - log C_L(kappa). Draws invert the
/// distribution function, so that an angle is a smooth function of one standard normal number and of kappa, and its derivative is exact
/// (implicit reparameterisation, Figurnov et al. 2018): no proposal is rejected, and no gradient is corrected for it (compare Davidson et al. 2018).
/// </remarks>
public sealed class SphereMarginal
{
    private const int Panels = 20;
    private const int Nodes = 6;
    private const double Reach = 8.5;
    private const double Negligible = -40;
    private static readonly double[] Abscissae =
    [
        -0.93246951420315203, -0.66120938646626451, -0.23861918608319691, 0.23861918608319691, 0.66120938646626451, 0.93246951420315203,
    ];

    private static readonly double[] Weights =
    [
        0.17132449237917035, 0.36076157304813861, 0.46791393457269105, 0.46791393457269105, 0.36076157304813861, 0.17132449237917035,
    ];

    private readonly int _power;
    private readonly double _logArea;
    private readonly double[] _below = new double[Panels + 1];
    private readonly double[] _above = new double[Panels + 1];
    private readonly double[] _versineBelow = new double[Panels + 1];
    private readonly double[] _versineAbove = new double[Panels + 1];
    private double _start;
    private double _width;
    private double _peak;

    /// <summary>The marginal on a sphere, to be given its concentration by <see cref="Set"/>.</summary>
    /// <param name="dimension">L, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">L is below 2.</exception>
    public SphereMarginal(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        _power = dimension - 2;
        _logArea = LogArea(dimension - 1);
        LogUniform = -LogArea(dimension);
        Concentration = double.NaN;
    }

    /// <summary>kappa.</summary>
    public double Concentration { get; private set; }

    /// <summary>log C_L(kappa): the log-density at a point is this plus kappa cos theta.</summary>
    public double LogNormaliser { get; private set; }

    /// <summary>The log-density of the uniform distribution on the sphere.</summary>
    public double LogUniform { get; }

    /// <summary>A_L(kappa) = E cos theta = I_(L/2)(kappa) / I_(L/2-1)(kappa), the mean resultant length.</summary>
    public double Resultant => 1 - MeanVersine;

    /// <summary>dA/dkappa, the variance of cos theta.</summary>
    public double ResultantSlope { get; private set; }

    /// <summary>KL from the uniform distribution on the sphere, kappa A + log C_L(kappa) - log-density of the uniform, in nats.</summary>
    public double UniformKl => (Concentration * Resultant) + LogNormaliser - LogUniform;

    private double Mass => _below[Panels];

    /// <summary>E (1 - cos theta): what 1 - A loses to rounding at a large kappa.</summary>
    private double MeanVersine { get; set; }

    /// <summary>Sets kappa; free where it is the last one.</summary>
    /// <param name="concentration">kappa, 0 or more, finite.</param>
    public void Set(double concentration)
    {
        if (concentration == Concentration) return;
        Concentration = concentration;
        Place();
        double squares = 0;
        for (int i = 0; i < Panels; i++)
        {
            (double mass, double versine, double square) = Integrate(_start + (i * _width), _start + ((i + 1) * _width));
            _below[i + 1] = _below[i] + mass;
            _versineBelow[i + 1] = _versineBelow[i] + versine;
            (_above[i], _versineAbove[i]) = (mass, versine);
            squares += square;
        }

        for (int i = Panels - 1; i >= 0; i--)
        {
            _above[i] += _above[i + 1];
            _versineAbove[i] += _versineAbove[i + 1];
        }

        MeanVersine = _versineBelow[Panels] / Mass;
        ResultantSlope = Math.Max(0, (squares / Mass) - (MeanVersine * MeanVersine));
        LogNormaliser = -(_logArea + concentration + _peak + Math.Log(Mass));
    }

    /// <summary>The angle whose distribution function is the normal one at a number: a draw where that is standard normal.</summary>
    public double Angle(double normal)
    {
        bool low = normal <= 0;
        double target = SpecialFunctions.NormalDistribution(-Math.Abs(normal)) * Mass;
        int panel = low ? 0 : Panels - 1;
        if (low)
            while (panel < Panels - 1 && _below[panel + 1] < target) panel++;
        else
            while (panel > 0 && _above[panel] < target) panel--;
        double left = _start + (panel * _width), right = left + _width, least = left, most = right;
        double angle = 0.5 * (left + right);
        for (int i = 0; i < 60; i++)
        {
            double excess = low
                ? _below[panel] + Integrate(left, angle).Mass - target
                : target - _above[panel + 1] - Integrate(angle, right).Mass;
            if (excess > 0) most = angle;
            else least = angle;
            double next = angle - (excess / Density(angle));
            if (!(next > least && next < most)) next = 0.5 * (least + most);
            double step = Math.Abs(next - angle);
            angle = next;
            if (step < 1e-15 * (angle + _width)) break;
        }

        return angle;
    }

    /// <summary>d theta / d kappa at a fixed value of the distribution function.</summary>
    public double AngleSlope(double angle)
    {
        double density = Density(angle);
        if (!(density > 0)) return 0;
        int panel = Math.Clamp((int)((angle - _start) / _width), 0, Panels - 1);
        double left = _start + (panel * _width);
        if (_below[panel] < 0.5 * Mass)
        {
            (double mass, double versine, _) = Integrate(left, angle);
            return -((MeanVersine * (_below[panel] + mass)) - (_versineBelow[panel] + versine)) / density;
        }

        (double rest, double restVersine, _) = Integrate(angle, left + _width);
        return ((MeanVersine * (_above[panel + 1] + rest)) - (_versineAbove[panel + 1] + restVersine)) / density;
    }

    /// <summary>log of the area of the unit sphere in R^n, 2 pi^(n/2) / Gamma(n/2).</summary>
    private static double LogArea(int n)
    {
        double logGamma = n % 2 == 0 ? 0 : 0.5 * Math.Log(Math.PI);
        for (double x = n % 2 == 0 ? 1 : 0.5; x < 0.5 * n; x++) logGamma += Math.Log(x);
        return Math.Log(2) + (0.5 * n * Math.Log(Math.PI)) - logGamma;
    }

    /// <summary>Where the density is: about its mode, to so many of the widths that its curvature there says.</summary>
    private void Place()
    {
        double kappa = Concentration, mode = 0, curvature = kappa;
        if (_power > 0)
        {
            double cosine = 2 * kappa / (_power + Math.Sqrt(((double)_power * _power) + (4 * kappa * kappa)));
            // sin^2 = power cos / kappa at the mode, without the cancellation of 1 - cos^2.
            double sine = kappa > 0 ? Math.Sqrt(_power * cosine / kappa) : 1;
            mode = Math.Atan2(sine, cosine);
            curvature = (_power / (sine * sine)) + (kappa * cosine);
        }

        double step = curvature > 0 ? 1 / Math.Sqrt(curvature) : Math.PI, end = mode + (Reach * step);
        _start = Math.Max(0, mode - (Reach * step));
        _peak = 0;
        _peak = LogDensity(mode);
        // The density is no Gaussian: behind the pole of a small kappa it falls more slowly than its curvature at the mode says.
        while (_start > 0 && LogDensity(_start) > Negligible) _start = Math.Max(0, _start - step);
        while (end < Math.PI && LogDensity(end) > Negligible) end += step;
        _width = (Math.Min(Math.PI, end) - _start) / Panels;
    }

    private double LogDensity(double angle)
    {
        double half = Math.Sin(0.5 * angle);
        double value = (-2 * Concentration * half * half) - _peak;
        return _power == 0 ? value : value + (_power * Math.Log(Math.Sin(angle)));
    }

    private double Density(double angle) => angle >= Math.PI && _power > 0 ? 0 : Math.Exp(LogDensity(angle));

    /// <summary>The integrals of the density, of the density times v = 1 - cos, and times v^2.</summary>
    private (double Mass, double Versine, double Square) Integrate(double from, double to)
    {
        double half = 0.5 * (to - from), middle = 0.5 * (to + from), mass = 0, first = 0, second = 0;
        for (int i = 0; i < Nodes; i++)
        {
            double angle = middle + (half * Abscissae[i]), sine = Math.Sin(0.5 * angle), versine = 2 * sine * sine;
            double density = Weights[i] * Density(angle);
            mass += density;
            first += density * versine;
            second += density * versine * versine;
        }

        return (half * mass, half * first, half * second);
    }
}
