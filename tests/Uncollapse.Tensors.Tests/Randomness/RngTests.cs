using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Randomness;

public sealed unsafe class RngTests
{
    public static TheoryData<int> Variants => [0, 1, 2, 3];

    /// <summary>Random123's known answers (kat_vectors, threefry2x32 with 20 rounds).</summary>
    [Theory]
    [InlineData(0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6b200159u, 0x99ba4efeu)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x1cb996fcu, 0xbb002be7u)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xc4923a9cu, 0x483df7a0u)]
    public void ThreefryGivesTheKnownAnswers(uint counter0, uint counter1, uint key0, uint key1, uint word0, uint word1) =>
        Assert.Equal(((ulong)word1 << 32) | word0, Threefry.Block(((ulong)key1 << 32) | key0, ((ulong)counter1 << 32) | counter0));

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryWidthGivesTheTwinsBits(int variant)
    {
        RandomFills fills = RandomFills.All[variant];
        foreach (int length in Enumerable.Range(0, 258).Append(20_000))
        {
            float[] expected = new float[length + 1], actual = new float[length + 1], probabilities = new float[length + 1];
            new Rng(9).FillUniform(probabilities);
            expected[length] = actual[length] = 7;
            fixed (float* e = expected, a = actual, p = probabilities)
            {
                RandomFills.All[0].Uniform(123456789012345, length, e);
                fills.Uniform(123456789012345, length, a);
                Assert.Equal(expected, actual);
                RandomFills.All[0].Normal(123456789012345, length, e);
                fills.Normal(123456789012345, length, a);
                Assert.Equal(expected, actual);
                RandomFills.All[0].Bernoulli(123456789012345, length, p, 0, 1, e);
                fills.Bernoulli(123456789012345, length, p, 0, 1, a);
                Assert.Equal(expected, actual);
                RandomFills.All[0].Bernoulli(123456789012345, length, p, 0.25f, 0.75f, e);
                fills.Bernoulli(123456789012345, length, p, 0.25f, 0.75f, a);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void ScalingInTheSamePassDrawsTheSame()
    {
        float[] values = new float[5000];
        new Rng(2).FillUniform(values);
        for (int i = 0; i < values.Length; i++) values[i] = MathF.Floor(values[i] * 256);
        float[] scaled = [.. values.Select(v => (v - 3) / 255)], expected = new float[values.Length], actual = new float[values.Length];
        new Rng(4).FillBernoulli(scaled, expected);
        new Rng(4).FillBernoulli(values, 3, 255, actual);
        Assert.Equal(expected, actual);
        Assert.Contains(1f, actual);
        Assert.Contains(0f, actual);
    }

    [Fact]
    public void BitsNeverChange()
    {
        // Written down once: a run resumed on another machine, width or release must draw the same numbers.
        float[] normal = new float[40], uniform = new float[40];
        Rng rng = new Rng(42).Fork("noise").Fork(7);
        rng.FillNormal(normal);
        rng.FillUniform(uniform);
        int[] order = new int[8];
        rng.FillPermutation(order);
        double[] wide = new double[2];
        rng.FillNormal(wide);
        IEnumerable<string> parts = new[] { normal[0], normal[17], normal[39], uniform[0], uniform[39] }.Select(v => $"{BitConverter.SingleToUInt32Bits(v):x8}")
            .Append(string.Join(',', order)).Concat(wide.Select(v => $"{BitConverter.DoubleToUInt64Bits(v):x16}")).Append($"{rng.Key:x16}");
        string actual = string.Join(' ', parts);
        Assert.Equal("be3beb54 3fbb4b00 bec7c28b 3f1e8413 3f68a242 1,4,7,0,5,2,3,6 bfe03fc2681a1155 3ff3eb3c7fe0835d 79b88c3b76a54f40", actual);
    }

    [Fact]
    public void NormalsHaveTheNormalsMomentsAndTails()
    {
        const int N = 1_000_000;
        float[] x = new float[N];
        new Rng(5).FillNormal(x);
        double mean = x.Average(v => (double)v), square = x.Average(v => (double)v * v), cube = x.Average(v => (double)v * v * v), fourth = x.Average(v => Math.Pow(v, 4));
        // Standard errors at N: 1e-3, sqrt(2) 1e-3, sqrt(15) 1e-3, sqrt(96) 1e-3; five of them.
        Assert.Equal(0, mean, 5e-3);
        Assert.Equal(1, square, 7.1e-3);
        Assert.Equal(0, cube, 20e-3);
        Assert.Equal(3, fourth, 49e-3);
        foreach ((double bound, double below) in new[] { (-3.0, 0.0013499), (-1.0, 0.1586553), (0.0, 0.5), (0.5, 0.6914625), (2.0, 0.9772499) })
            Assert.Equal(below, x.Count(v => v < bound) / (double)N, 5 * Math.Sqrt(below * (1 - below) / N));
        Assert.InRange(x.Max(), 4.2f, 6.6f);
        double lagged = 0, paired = 0;
        for (int i = 0; i + 16 < N; i++)
        {
            lagged += (double)x[i] * x[i + 1] / N;
            paired += (double)x[i] * x[i + 16] / N;
        }
        Assert.Equal(0, lagged, 5e-3);
        Assert.Equal(0, paired, 5e-3);
    }

    [Fact]
    public void DoubleNormalsAreNormalToo()
    {
        const int N = 200_000;
        double[] x = new double[N];
        new Rng(6).FillNormal(x);
        Assert.Equal(0, x.Average(), 5 / Math.Sqrt(N));
        Assert.Equal(1, x.Average(v => v * v), 5 * Math.Sqrt(2.0 / N));
        Assert.Equal(3, x.Average(v => v * v * v * v), 5 * Math.Sqrt(96.0 / N));
        Assert.Equal(0.1586553, x.Count(v => v < -1) / (double)N, 5 * Math.Sqrt(0.1335 / N));
        Assert.Equal(x[0], new Rng(6).NextNormal());
    }

    [Fact]
    public void ExactMathIsMathToItsPrecision()
    {
        for (int i = 1; i < 4000; i++)
        {
            float u = i / 4001f;
            Assert.Equal(Math.Log(u), ExactMath.Log(u), 3e-7 * Math.Max(1e-3, Math.Abs(Math.Log(u))));
            Assert.Equal(Math.Log((double)u), ExactMath.Log((double)u), 4e-16 * Math.Max(1e-3, Math.Abs(Math.Log(u))));
            double place = (i / 4001.0) - 0.5;
            for (int quarter = 0; quarter < 7; quarter++)
            {
                double exact = Math.Cos(Math.PI / 2 * (place + quarter));
                Assert.Equal(exact, ExactMath.Cosine(place, quarter), 3e-15);
                Assert.Equal(Math.Cos(Math.PI / 2 * ((double)(float)place + quarter)), ExactMath.Cosine((float)place, quarter), 2e-7);
            }
        }
    }

    [Fact]
    public void UniformsFillTheirIntervalEvenly()
    {
        const int N = 1_000_000;
        float[] x = new float[N];
        new Rng(7).FillUniform(x);
        int[] counts = new int[100];
        foreach (float v in x)
        {
            Assert.InRange(v, 0, 0.99999994f);
            counts[(int)(v * 100)]++;
        }
        // Chi-squared with 99 degrees of freedom: mean 99, standard deviation 14.
        Assert.InRange(counts.Sum(c => Math.Pow(c - (N / 100.0), 2) / (N / 100.0)), 40, 180);
        double[] wide = new double[1000];
        new Rng(7).FillUniform(wide);
        Assert.Equal(0.5, wide.Average(), 5 * Math.Sqrt(1 / 12.0 / 1000));
    }

    [Fact]
    public void BernoulliKeepsItsProbabilities()
    {
        const int N = 400_000;
        float[] p = new float[N], x = new float[N];
        float[] levels = [0, 0.1f, 0.5f, 0.999f, 1, float.NaN];
        for (int i = 0; i < N; i++) p[i] = levels[i % levels.Length];
        new Rng(8).FillBernoulli(p, x);
        for (int level = 0; level < levels.Length; level++)
        {
            double expected = float.IsNaN(levels[level]) ? 0 : levels[level], trials = 0, ones = 0;
            for (int i = level; i < N; i += levels.Length)
            {
                Assert.True(x[i] is 0 or 1);
                trials++;
                ones += x[i];
            }
            Assert.Equal(expected, ones / trials, 5 * Math.Sqrt(expected * (1 - expected) / trials));
        }
        double[] wideProbabilities = [.. p.Take(1000).Select(v => (double)v)], wide = new double[1000];
        new Rng(8).FillBernoulli(wideProbabilities, wide);
        Assert.Equal(x.Take(1000).Select(v => (double)v), wide);
        Assert.Throws<ShapeException>(() => new Rng(1).FillBernoulli(new float[3], new float[2]));
    }

    [Fact]
    public void PermutationsAreUniform()
    {
        int[] order = new int[1000];
        new Rng(3).FillPermutation(order);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        // All 24 orders of four, 12,000 draws: 500 each; chi-squared with 23 degrees of freedom, mean 23, standard deviation 6.8.
        Dictionary<string, int> counts = [];
        int[] four = new int[4];
        for (ulong i = 0; i < 12_000; i++)
        {
            new Rng(3).Fork(i).FillPermutation(four);
            string name = string.Concat(four);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(c => Math.Pow(c - 500.0, 2) / 500), 6, 57);
    }

    [Fact]
    public void IntegersAreBoundedAndEven()
    {
        int[] x = new int[60_000];
        new Rng(4).FillIntegers(x, 6);
        Assert.InRange(Enumerable.Range(0, 6).Sum(face => Math.Pow(x.Count(v => v == face) - 10_000.0, 2) / 10_000), 0, 25);
        Assert.Equal(0, new Rng(4).NextInt(1));
        Assert.InRange(new Rng(4).NextUniform(), 0, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(4).NextInt(0));
    }

    [Fact]
    public void ForksAreUnrelatedAndRepeatable()
    {
        var root = new Rng(1);
        HashSet<ulong> keys = [root.Key];
        for (ulong i = 0; i < 1000; i++)
        {
            Assert.True(keys.Add(root.Fork(i).Key));
            Assert.True(keys.Add(root.Fork(i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Key));
            Assert.True(keys.Add(new Rng(i + 2).Key));
        }
        Assert.Equal(root.Fork("noise").Fork(3), new Rng(1).Fork("noise").Fork(3));
        Assert.NotEqual(root.Fork("a").Fork("b"), root.Fork("ab"));
        Assert.NotEqual(root.Fork("exactly8").Key, root.Fork("exactly8\0").Key);
        Assert.Equal(root, Rng.FromKey(root.Key));
    }
}
