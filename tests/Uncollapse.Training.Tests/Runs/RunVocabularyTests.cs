using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Training.Tests.Runs;

public sealed class RunVocabularyTests
{
    private readonly string _folder = Path.Combine(TestFiles.TemporaryFolder(), "run");

    [Fact]
    public void ARunReadsItsTextByItsOwnVocabulary()
    {
        string source = Path.Combine(TestFiles.TemporaryFolder(), "text.txt");
        File.WriteAllLines(source, Enumerable.Repeat("a b", 30));
        var folder = RunFolder.Create(_folder, new Plan { Data = new DataPlan { Source = source, Text = new TextPlan { Lower = true } } });
        Assert.Null(folder.ReadVocabulary());
        new Vocabulary(TextUnit.Word, lower: true, ["z", "b"]).Write(folder.VocabularyFile);
        Assert.Equal(["z", "b"], RunFolder.Open(_folder).ReadVocabulary()!.Tokens.Skip(Vocabulary.SpecialCount));
        using PreparedData data = folder.OpenData();
        float[] row = new float[3];
        data.Test.ReadRange(0, 1, default, row);
        Assert.Equal([Vocabulary.Unknown, 5, Vocabulary.End], row);
        RunFolder.Create(_folder, folder.Plan, force: true);
        Assert.False(File.Exists(folder.VocabularyFile));
    }

    [Fact]
    public void ADamagedVocabularyIsOneClearLine()
    {
        var folder = RunFolder.Create(_folder, new Plan());
        File.WriteAllText(folder.VocabularyFile, "the\n");
        Assert.Equal("line 1", Assert.Throws<DataFormatException>(() => folder.ReadVocabulary()).Location);
    }

    [Fact]
    public void AVocabularyOfAnotherSizeIsNotTheRuns()
    {
        using TrainedRun run = Trainer.Train(new Plan { Data = new DataPlan { Source = "synthetic:shapes?examples=30&size=8" }, Training = new TrainingPlan { Epochs = 1 } }, _folder);
        new Vocabulary(TextUnit.Word, lower: false, ["a"]).Write(run.Folder!.VocabularyFile);
        Assert.Contains("0 tokens of the run", Assert.Throws<DataFormatException>(() => run.Folder.ReadVocabulary()).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelsOfValuesReadNoTextAndModelsOfTokensNoValues()
    {
        var text = Assert.Throws<DataFormatException>(() => Trainer.Train(new Plan { Data = new DataPlan { Source = "synthetic:sentences?examples=50" } }));
        Assert.Equal("a text", text.Found);
        Assert.Contains("categorical", text.Hint, StringComparison.Ordinal);
        var model = new ModelPlan
        {
            Encoder = new NetworkPlan { Kind = NetworkKind.Lstm },
            Decoder = new NetworkPlan { Kind = NetworkKind.Lstm },
            Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical },
        };
        var values = Assert.Throws<DataFormatException>(() => Trainer.Train(new Plan { Data = new DataPlan { Source = "synthetic:shapes?examples=30&size=8" }, Model = model }));
        Assert.Equal("values", values.Found);
    }
}
