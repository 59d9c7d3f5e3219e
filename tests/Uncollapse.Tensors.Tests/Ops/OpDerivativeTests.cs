using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>Every operation's gradient and tangent against central differences in double, and float against double.</summary>
public sealed class OpDerivativeTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Names => [.. OpCases.All().Select(c => c.ToString()!)];

    /// <summary>Random numbers are drawn for each precision on its own, so dropout drops other elements.</summary>
    public static TheoryData<string> FixedNames => [.. OpCases.All().Select(c => c.ToString()!).Where(n => n != "dropout")];

    private static OpCase Case(string name) => OpCases.All().Single(c => string.Equals(c.ToString(), name, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientIsTheSlope(string name)
    {
        using var run = new OpRun<double>(Case(name));
        double[][] gradients = run.Gradients();
        double[][] slopes = Slopes(run);
        for (int i = 0; i < slopes.Length; i++)
            Close.Assert(slopes[i], gradients[i], 1e-6, $"{name}: gradient of input {i}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SharesOfTwoReadersAdd(string name)
    {
        using var run = new OpRun<double>(Case(name));
        double[][] once = run.Gradients();
        double[][] twice = run.Gradients(copies: 2);
        for (int i = 0; i < once.Length; i++)
            Close.Assert([.. once[i].Select(g => 2 * g)], twice[i], 1e-12, $"{name}: gradient of input {i} read twice");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EachGradientAloneIsTheSame(string name)
    {
        using var run = new OpRun<double>(Case(name));
        double[][] all = run.Gradients();
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Length == 0)
                continue;

            for (int j = 0; j < all.Length; j++)
                run.Inputs[j].RequiresGradient = j == i;
            double[][] alone = run.Gradients();
            Close.Assert(all[i], alone[i], 1e-12, $"{name}: gradient of input {i} alone");
            Assert.All(alone.Where((_, j) => j != i), Assert.Empty);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TangentIsTheDirectionalSlope(string name)
    {
        var opCase = Case(name);
        int[] moving = [.. Enumerable.Range(0, opCase.Inputs.Count).Where(i => !opCase.Inputs[i].Constant)];
        foreach (int[] subset in moving.Select(i => new[] { i }).Append(moving))
        {
            using var run = new OpRun<double>(opCase);
            double[][] directions = [.. opCase.Inputs.Select((input, i) => OpRun<double>.Weights(input.Shape.Length + i)[i..])];
            foreach (int i in subset)
            {
                run.Inputs[i].HasTangent = true;
                directions[i].CopyTo(run.Inputs[i].Tangent);
            }

            var output = run.Run();
            run.Tape.Pushforward();
            Assert.True(output.HasTangent);
            double[] tangent = output.Tangent.ToArray();
            double[] above = Moved(run, subset, directions, Step);
            double[] below = Moved(run, subset, directions, -Step);
            double[] slope = [.. above.Zip(below, (a, b) => (a - b) / (2 * Step))];
            Close.Assert(slope, tangent, 1e-6, $"{name}: tangent along inputs {string.Join(" and ", subset)}");
        }
    }

    [Theory]
    [MemberData(nameof(FixedNames))]
    public void FloatAgreesWithDouble(string name)
    {
        using var exact = new OpRun<double>(Case(name));
        using var single = new OpRun<float>(Case(name));
        Close.Assert(OpRun<double>.Widen(exact.Run().Data), OpRun<float>.Widen(single.Run().Data), 2e-4, $"{name}: output");
        double[][] expected = exact.Gradients();
        double[][] actual = single.Gradients();
        for (int i = 0; i < expected.Length; i++)
            Close.Assert(expected[i], actual[i], 2e-4, $"{name}: gradient of input {i}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InferenceGivesTheSameValuesAndRecordsNothing(string name)
    {
        using var run = new OpRun<double>(Case(name));
        double[] recorded = run.Run().Data.ToArray();
        run.Tape.Mode = TapeMode.Inference;
        var output = run.Run();
        Assert.Equal(recorded, output.Data.ToArray());
        Assert.False(output.RequiresGradient);
        Assert.Equal(0, run.Tape.Count);
    }

    private static double[][] Slopes(OpRun<double> run)
    {
        double[][] result = new double[run.Inputs.Count][];
        for (int i = 0; i < result.Length; i++)
        {
            var input = run.Inputs[i];
            result[i] = new double[input.RequiresGradient ? input.Length : 0];
            for (int j = 0; j < result[i].Length; j++)
            {
                double start = input.Data[j];
                input.Data[j] = start + Step;
                double above = run.Loss();
                input.Data[j] = start - Step;
                double below = run.Loss();
                input.Data[j] = start;
                result[i][j] = (above - below) / (2 * Step);
            }
        }

        return result;
    }

    private static double[] Moved(OpRun<double> run, int[] subset, double[][] directions, double step)
    {
        foreach (int i in subset)
        {
            for (int j = 0; j < directions[i].Length; j++)
                run.Inputs[i].Data[j] += step * directions[i][j];
        }

        double[] output = run.Run().Data.ToArray();
        foreach (int i in subset)
        {
            for (int j = 0; j < directions[i].Length; j++)
                run.Inputs[i].Data[j] -= step * directions[i][j];
        }

        return output;
    }
}
