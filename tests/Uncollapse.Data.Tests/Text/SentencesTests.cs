using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Tests.Text;

public sealed class SentencesTests : IDisposable
{
    private readonly SourceData source = DataSource.Open("synthetic:sentences?examples=8000&seed=3");

    [Fact]
    public void SentencesHaveFourToFourteenWordsOfASmallVocabulary()
    {
        TextDataset data = Data;
        int[] words = [.. Enumerable.Range(0, data.Count).Select(i => data.Length(i) - 1)];
        Assert.Equal((4, 14), (words.Min(), words.Max()));
        Assert.Equal(15, data.OutputSize);
        Assert.InRange(data.Vocabulary.Count, 100, 200);
        Assert.Equal(["topic", "tense", "number", "sentiment"], data.Labels.Select(label => label.Name));
    }

    [Fact]
    public void SentenceIDependsOnTheSeedAndIAlone()
    {
        using SourceData fewer = DataSource.Open("synthetic:sentences?examples=20&seed=3");
        using SourceData other = DataSource.Open("synthetic:sentences?examples=20&seed=4");
        string[] first = [.. Enumerable.Range(0, 20).Select(i => Sentence(Data, i))];
        Assert.Equal(first, Enumerable.Range(0, 20).Select(i => Sentence((TextDataset)fewer.Train, i)));
        Assert.NotEqual(first, Enumerable.Range(0, 20).Select(i => Sentence((TextDataset)other.Train, i)));
        Assert.Equal(Data.Labels[0].Values[..20].ToArray(), fewer.Train.Labels[0].Values.ToArray());
    }

    /// <summary>The plug-in estimate of I(factor; words at all) by counting, from words alone: independent of how sentences are made.</summary>
    [Fact]
    public void WordsTellTheTopicAndMoreThanTwoNatsInAll()
    {
        double topic = WordInformation(0);
        double tense = WordInformation(1);
        // One word of a sentence, drawn at random, tells this much of log 16 = 2.77; the verb or the person alone tell all of it.
        Assert.True(topic > 0.8, $"a word tells {topic} nats of the topic");
        Assert.True(tense > 0.1, $"a word tells {tense} nats of the tense");
        // Naive Bayes over a sentence's words: nearly every topic is found, so that I(topic; sentence) is near log 16.
        Assert.True(Accuracy(0) > 0.99);
        Assert.True(Accuracy(1) > 0.95);
        Assert.True(Accuracy(2) > 0.95);
        // A quarter of the sentences show no sentiment, and half of those are guessed.
        Assert.InRange(Accuracy(3), 0.84, 0.92);
    }

    [Fact]
    public void FactorsAreUniformAndIndependent()
    {
        // 8000 draws over 16 topics: 500 each, deviation 22; five of these.
        int[] topics = new int[16];
        foreach (float topic in Data.Labels[0].Values)
            topics[(int)topic]++;
        Assert.All(topics, count => Assert.InRange(count, 390, 610));
        // Two by three cells under independence: 1333 each, deviation 34.
        int[] cells = new int[6];
        for (int i = 0; i < Data.Count; i++)
            cells[(3 * (int)Data.Labels[2].Values[i]) + (int)Data.Labels[1].Values[i]]++;
        Assert.All(cells, count => Assert.InRange(count, 1163, 1503));
    }

    [Fact]
    public void CharactersOfThemWorkToo()
    {
        using SourceData characters = DataSource.Open("synthetic:sentences?examples=20&seed=3", new SourceOptions { Text = new TextPlan { Unit = TextUnit.Character } });
        Assert.Equal(Sentence(Data, 7), Sentence((TextDataset)characters.Train, 7));
        Assert.InRange(((TextDataset)characters.Train).Vocabulary.Count, 20, 32);
    }

    public void Dispose() => source.Dispose();

    private TextDataset Data => (TextDataset)source.Train;

    private static string Sentence(TextDataset data, int index)
    {
        float[] row = new float[data.OutputSize];
        data.ReadRows([index], row);
        return data.Vocabulary.Decode(row);
    }

    private double[,] Joint(int factor, int from, int to)
    {
        LabelColumn labels = Data.Labels[factor];
        double[,] joint = new double[labels.Classes!.Count, Data.Vocabulary.Count];
        float[] row = new float[Data.OutputSize];
        for (int i = from; i < to; i++)
        {
            Data.ReadRows([i], row);
            foreach (float id in row.Where(id => id > Vocabulary.End))
                joint[(int)labels.Values[i], (int)id]++;
        }
        return joint;
    }

    private double WordInformation(int factor)
    {
        double[,] joint = Joint(factor, 0, Data.Count);
        double total = joint.Cast<double>().Sum();
        double[] rows = new double[joint.GetLength(0)];
        double[] columns = new double[joint.GetLength(1)];
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                rows[r] += joint[r, c] / total;
                columns[c] += joint[r, c] / total;
            }
        }
        double information = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < columns.Length; c++)
                information += joint[r, c] > 0 ? joint[r, c] / total * Math.Log(joint[r, c] / total / rows[r] / columns[c]) : 0;
        }
        return information;
    }

    /// <summary>How often naive Bayes, trained on the first half, names the factor in the second.</summary>
    private double Accuracy(int factor)
    {
        double[,] joint = Joint(factor, 0, Data.Count / 2);
        int classes = joint.GetLength(0);
        double[] sums = [.. Enumerable.Range(0, classes).Select(r => Enumerable.Range(0, joint.GetLength(1)).Sum(c => joint[r, c] + 0.01))];
        float[] row = new float[Data.OutputSize];
        int right = 0;
        for (int i = Data.Count / 2; i < Data.Count; i++)
        {
            Data.ReadRows([i], row);
            int best = Enumerable.Range(0, classes).MaxBy(r => row.Where(id => id > Vocabulary.End).Sum(id => Math.Log((joint[r, (int)id] + 0.01) / sums[r])));
            right += best == (int)Data.Labels[factor].Values[i] ? 1 : 0;
        }
        return right / (Data.Count / 2.0);
    }
}
