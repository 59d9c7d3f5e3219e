using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>Models of counts trained beside the same ones in PyTorch, whose runs tools/reference made: the same examples, splits, epochs and rates, other noise.</summary>
public sealed class CountTrainingTests(ITestOutputHelper output)
{
    private const int Batch = 128;

    /// <summary>scVI's model of 2,700 cells: the held-out bound is within 0.3 % of PyTorch's mean over three seeds, as PyTorch's own seeds are.</summary>
    [SharedDataFact("pbmc3k")]
    [Trait("Category", "Long")]
    public void Cells_reach_the_held_out_bound_of_PyTorch()
    {
        JsonElement golden = Golden("pbmc3k-torch.json");
        float[][] cells = ReadCells(Path.Combine(SharedData.Path("pbmc3k"), "filtered_gene_bc_matrices", "hg19", "matrix.mtx.gz"));
        HashSet<int> kept = [.. golden.GetProperty("validation").EnumerateArray().Select(index => index.GetInt32())];
        var network = new NetworkPlan { Hidden = [128], Normalisation = Normalisation.Batch, BatchNormMomentum = 0.01, BatchNormEpsilon = 0.001 };
        var plan = new Plan
        {
            Model = new ModelPlan { Latent = 10, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.NegativeBinomial }, OutputBias = OutputBias.Default },
            Training = new TrainingPlan
            {
                BatchSize = Batch, Epochs = golden.GetProperty("epochs").GetInt32(), Optimizer = new OptimizerPlan { Kind = OptimizerKind.Adam, LearningRate = 1e-3, Epsilon = 0.01, WeightDecay = 1e-6 },
            },
        };
        double[] found = new double[3];
        for (int seed = 0; seed < 3; seed++)
        {
            (double[] distortion, double[] rate) = Train(plan, (ulong)seed, [.. cells.Where((_, i) => !kept.Contains(i))], [.. cells.Where((_, i) => kept.Contains(i))]);
            found[seed] = distortion.Average() + rate.Average();
            output.WriteLine($"seed {seed}: held-out negative ELBO {found[seed]:F1}, rate {rate.Average():F2}");
        }

        double expected = Seeds(golden).Average(history => history.GetProperty("negative_elbo").GetDouble());
        output.WriteLine($"PyTorch: {expected:F1}");
        Assert.InRange(found.Average(), 0.997 * expected, 1.003 * expected);
    }

    /// <summary>A linear topic model of 2,000 words: the perplexity by documents is within 2 % of PyTorch's.</summary>
    [SharedDataFact("20newsgroups-bow")]
    [Trait("Category", "Long")]
    public void Newsgroups_reach_the_perplexity_of_PyTorch()
    {
        JsonElement golden = Golden("newsgroups-torch.json");
        string folder = SharedData.Path("20newsgroups-bow");
        float[][] train = ReadBags(Path.Combine(folder, "train.feat")), test = ReadBags(Path.Combine(folder, "test.feat"));
        Assert.Equal((golden.GetProperty("train_documents").GetInt32(), golden.GetProperty("test_documents").GetInt32()), (train.Length, test.Length));
        var plan = new Plan
        {
            Model = new ModelPlan
            {
                Latent = 50, Encoder = new NetworkPlan { Hidden = [256] }, Decoder = new NetworkPlan { Hidden = [] }, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Multinomial },
                OutputBias = OutputBias.Default,
            },
            Training = new TrainingPlan { BatchSize = Batch, Epochs = golden.GetProperty("epochs").GetInt32(), Optimizer = new OptimizerPlan { Kind = OptimizerKind.Adam, LearningRate = 1e-3 } },
        };
        (double[] distortion, double[] rate) = Train(plan, 1, train, test);
        double sum = 0;
        for (int i = 0; i < test.Length; i++)
        {
            // The multinomial's coefficient is no part of a perplexity.
            double coefficient = LogFactorial(test[i].Sum()) - test[i].Sum(LogFactorial);
            sum += (distortion[i] + coefficient + rate[i]) / test[i].Sum() / test.Length;
        }

        double expected = Seeds(golden).Average(history => history.GetProperty("perplexity_by_documents").GetDouble());
        output.WriteLine($"perplexity {Math.Exp(sum):F1}, PyTorch {expected:F1}; rate {rate.Average():F2}");
        Assert.InRange(Math.Exp(sum), 0.98 * expected, 1.02 * expected);
    }

    private static JsonElement Golden(string file) => JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden(file))).RootElement;

    /// <summary>The last entry of each seed's history.</summary>
    private static IEnumerable<JsonElement> Seeds(JsonElement golden) => golden.EnumerateObject()
        .Where(property => property.Name.StartsWith("seed_", StringComparison.Ordinal))
        .Select(property => property.Value.GetProperty("history").EnumerateArray().Last());

    /// <summary>Trains at weight 1; then distortion and rate of held-out examples, the mean over ten draws.</summary>
    private static (double[] Distortion, double[] Rate) Train(Plan plan, ulong seed, float[][] train, float[][] test)
    {
        int outputs = train[0].Length;
        double[] sums = [.. train.Select(row => (double)row.Sum())];
        var statistics = new DataStatistics(new double[outputs]) { IsCounts = true, Library = LibraryStatistics.Of(sums) };
        var rng = new Rng(seed);
        using var model = Vae<float>.Build(plan.Model, statistics, rng.Fork("weights"));
        using var optimizer = Optimizer<float>.From(plan.Training.Optimizer, model.Parameters.Trained);
        using var step = new TrainingStep(plan, model, optimizer);
        using var batch = new Tensor<float>(new Shape(Batch, outputs));
        int[] order = new int[train.Length];
        ulong number = 0;
        for (int epoch = 0; epoch < plan.Training.Epochs; epoch++)
        {
            rng.Fork("order").Fork((ulong)epoch).FillPermutation(order);
            for (int start = 0; start < order.Length; start += Batch, number++)
            {
                batch.Resize(new Shape(Math.Min(Batch, order.Length - start), outputs));
                for (int row = 0; row < batch.Rows; row++) train[order[start + row]].CopyTo(batch.Data[(row * outputs)..]);
                Assert.Null(step.Run(batch, rng.Fork("steps").Fork(number), 1, plan.Training.Optimizer.LearningRate).Fault);
            }
        }

        const int draws = 10;
        using var evaluator = new VaeEvaluator<float>(model);
        float[] all = [.. test.SelectMany(row => row)];
        double[] distortion = new double[test.Length], rate = new double[test.Length], once = new double[test.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            evaluator.Elbo(all, rng.Fork("evaluation").Fork((ulong)draw), once, rate);
            for (int i = 0; i < once.Length; i++) distortion[i] += once[i] / draws;
        }

        return (distortion, rate);
    }

    /// <summary>Genes x cells, entries "gene cell count" from 1.</summary>
    private static float[][] ReadCells(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string line = reader.ReadLine()!;
        while (line[0] == '%') line = reader.ReadLine()!;
        int[] extents = Numbers(line);
        float[][] cells = [.. Enumerable.Range(0, extents[1]).Select(_ => new float[extents[0]])];
        for (int i = 0; i < extents[2]; i++)
        {
            int[] entry = Numbers(reader.ReadLine()!);
            cells[entry[1] - 1][entry[0] - 1] = entry[2];
        }

        return cells;
    }

    /// <summary>"label word:count ...", words from 1; documents without a word are left out.</summary>
    private static float[][] ReadBags(string path)
    {
        List<float[]> bags = [];
        foreach (string line in File.ReadLines(path))
        {
            float[] bag = new float[2000];
            foreach (string item in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                int[] pair = Numbers(item.Replace(':', ' '));
                bag[pair[0] - 1] += pair[1];
            }

            if (bag.Any(count => count > 0)) bags.Add(bag);
        }

        return [.. bags];
    }

    private static int[] Numbers(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];

    private static double LogFactorial(float count)
    {
        double sum = 0;
        for (int k = 2; k <= count; k++) sum += Math.Log(k);
        return sum;
    }
}
