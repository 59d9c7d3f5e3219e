using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Tests.Theory;

/// <summary>
/// The law from its definition, in double, for few outputs: log p of an example from logits whose softmax the shares are, maximised by Newton's method, with scores and Hessian by central
/// differences. It knows nothing of closed forms.
/// </summary>
internal sealed class CountTwin
{
    private const double Step = 1e-3;
    private readonly double[][] _rows;
    private readonly LikelihoodPlan _likelihood;
    private readonly int _size;
    private readonly double[] _state;

    public CountTwin(double[,] rows, LikelihoodPlan likelihood)
    {
        _size = rows.GetLength(1);
        _rows = [.. Enumerable.Range(0, rows.GetLength(0)).Select(n => Enumerable.Range(0, _size).Select(d => rows[n, d]).ToArray())];
        _likelihood = likelihood;
        int thetas = !likelihood.HasTheta || likelihood.FixedTheta ? 0 : likelihood.Kind == LikelihoodKind.DirichletMultinomial ? 1 : _size;
        int zeros = likelihood is { Kind: LikelihoodKind.ZeroInflatedNegativeBinomial, ZeroInflation: null } ? _size : 0;
        _state = new double[_size + thetas + zeros];
        for (int d = 0; d < _size; d++) _state[d] = Math.Log(_rows.Sum(row => row[d]));
        for (int i = _size + thetas; i < _state.Length; i++) _state[i] = -1;
        double best = Mean(_state);
        for (int round = 0; round < 200; round++)
        {
            (Vector<double> gradient, Matrix<double> hessian) = Derivatives(_state.Length);
            var parts = hessian.Evd(Symmetricity.Symmetric);
            // Uphill along every direction, whatever its curvature; the logits' shift has none.
            Vector<double> turned = parts.EigenVectors.TransposeThisAndMultiply(gradient);
            for (int i = 0; i < turned.Count; i++) turned[i] = Math.Abs(parts.EigenValues[i].Real) > 1e-7 ? turned[i] / Math.Abs(parts.EigenValues[i].Real) : 0;
            Vector<double> move = parts.EigenVectors * turned;
            double length = Math.Min(1, 1 / Math.Max(1e-12, move.AbsoluteMaximum())), next;
            double[] at;
            while (true)
            {
                at = [.. _state.Select((value, i) => value + (length * move[i]))];
                next = Mean(at);
                if (next >= best - 1e-13 || length < 1e-6) break;
                length /= 2;
            }

            at.CopyTo(_state, 0);
            best = next;
            if (length * move.AbsoluteMaximum() < 1e-7) break;
        }
    }

    /// <summary>The dispersions at the optimum.</summary>
    public double[] Thetas => [.. _state.Skip(_size).Take(_likelihood.Kind == LikelihoodKind.DirichletMultinomial ? 1 : _size).Select(Math.Exp)];

    /// <summary>Eigenvalues of (E[s s^T], -E[d^2 log p]) over the logits, the largest first.</summary>
    public double[] Eigenvalues()
    {
        var second = Matrix<double>.Build.Dense(_size, _size);
        foreach (double[] row in _rows)
        {
            var score = Vector<double>.Build.Dense(_size, i => (Value(row, Shifted(_state, i, 1e-5)) - Value(row, Shifted(_state, i, -1e-5))) / 2e-5);
            second += score.OuterProduct(score) / _rows.Length;
        }

        var parts = (-Derivatives(_size).Hessian).Evd(Symmetricity.Symmetric);
        var root = parts.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(parts.EigenValues.Map(value => value.Real > 1e-6 ? 1 / Math.Sqrt(value.Real) : 0)) * parts.EigenVectors.Transpose();
        return [.. (root * second * root).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
    }

    private static double[] Shifted(double[] state, int i, double by)
    {
        double[] result = (double[])state.Clone();
        result[i] += by;
        return result;
    }

    private (Vector<double> Gradient, Matrix<double> Hessian) Derivatives(int count)
    {
        var gradient = Vector<double>.Build.Dense(count, i => (Mean(Shifted(_state, i, Step)) - Mean(Shifted(_state, i, -Step))) / (2 * Step));
        var hessian = Matrix<double>.Build.Dense(count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double Corner(double a, double b) => Mean(Shifted(Shifted(_state, i, a * Step), j, b * Step));
                hessian[i, j] = hessian[j, i] = (Corner(1, 1) - Corner(1, -1) - Corner(-1, 1) + Corner(-1, -1)) / (4 * Step * Step);
            }
        }

        return (gradient, hessian);
    }

    private double Mean(double[] state) => _rows.Average(row => Value(row, state));

    private double Value(double[] x, double[] state)
    {
        double largest = state.Take(_size).Max(), total = state.Take(_size).Sum(value => Math.Exp(value - largest)), n = x.Sum(), sum = 0;
        bool isOne = _likelihood.Kind == LikelihoodKind.DirichletMultinomial;
        double Theta(int d) => _likelihood.FixedTheta ? _likelihood.Theta : Math.Exp(state[_size + (isOne ? 0 : d)]);
        for (int d = 0; d < _size; d++)
        {
            double share = Math.Exp(state[d] - largest) / total, mean = n * share;
            sum += _likelihood.Kind switch
            {
                LikelihoodKind.Poisson => (x[d] * Math.Log(mean)) - mean - SpecialFunctions.GammaLn(x[d] + 1),
                LikelihoodKind.Multinomial => (x[d] * Math.Log(share)) - SpecialFunctions.GammaLn(x[d] + 1),
                LikelihoodKind.DirichletMultinomial => SpecialFunctions.GammaLn(x[d] + (Theta(d) * share)) - SpecialFunctions.GammaLn(Theta(d) * share),
                LikelihoodKind.NegativeBinomial => NegativeBinomial(x[d], mean, Theta(d)),
                _ => Inflated(x[d], mean, Theta(d), _likelihood.ZeroInflation ?? 1 / (1 + Math.Exp(-state[^(_size - d)]))),
            };
        }

        return isOne ? sum + SpecialFunctions.GammaLn(Theta(0)) - SpecialFunctions.GammaLn(n + Theta(0)) : sum;
    }

    private static double NegativeBinomial(double x, double mean, double theta) =>
        SpecialFunctions.GammaLn(x + theta) - SpecialFunctions.GammaLn(theta) - SpecialFunctions.GammaLn(x + 1) - (theta * Math.Log(1 + (mean / theta))) + (x * Math.Log(mean / (theta + mean)));

    private static double Inflated(double x, double mean, double theta, double zeros) =>
        x == 0 ? Math.Log(zeros + ((1 - zeros) * Math.Exp(NegativeBinomial(0, mean, theta)))) : Math.Log(1 - zeros) + NegativeBinomial(x, mean, theta);
}
