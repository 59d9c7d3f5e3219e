using Uncollapse.Diagnosis.Interventions;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Interventions;

public sealed class DerangementTests
{
    [Fact]
    public void Nothing_stays_and_nothing_is_lost()
    {
        for (int count = 2; count < 200; count++)
        {
            int[] drawn = Derangement.Draw(count, new Rng((ulong)count));
            Assert.Equal(Enumerable.Range(0, count), drawn.Order());
            Assert.All(drawn, (to, from) => Assert.NotEqual(from, to));
        }
    }

    /// <summary>Every example gets every other's code equally often: 3,000 draws over 4 others, 750 +- 24 each.</summary>
    [Fact]
    public void Every_other_example_is_as_likely()
    {
        int[] counts = new int[5];
        for (ulong seed = 0; seed < 3000; seed++) counts[Derangement.Draw(5, new Rng(seed))[2]]++;
        Assert.Equal(0, counts[2]);
        Assert.All(counts.Where((_, i) => i != 2), count => Assert.InRange(count, 750 - 100, 750 + 100));
    }

    [Fact]
    public void One_example_has_no_other() => Assert.Throws<ArgumentOutOfRangeException>(() => Derangement.Draw(1, new Rng(1)));
}
