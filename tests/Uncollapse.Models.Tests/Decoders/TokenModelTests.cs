using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>Models of sentences: what a decoder may see, what padding may do, and sentences made from codes.</summary>
public sealed class TokenModelTests
{
    private const int Vocabulary = 7;
    private const int Time = 5;

    // Words 4, 5, 6; 3 ends a sentence.
    private static readonly double[] _sentences =
    [
        4, 5, 6, 3, 0,
        6, 3, 0, 0, 0,
        5, 5, 4, 6, 3,
        1, 4, 3, 0, 0,
    ];

    public static TheoryData<NetworkKind, CodeEntry, int, bool> Kinds => new()
    {
        { NetworkKind.Lstm, CodeEntry.Both, 1, false },
        { NetworkKind.Lstm, CodeEntry.Start, 2, true },
        { NetworkKind.Gru, CodeEntry.Steps, 2, true },
        { NetworkKind.Gru, CodeEntry.Both, 1, false },
        { NetworkKind.Transformer, CodeEntry.Both, 1, false },
        { NetworkKind.Transformer, CodeEntry.Start, 2, false },
        { NetworkKind.Transformer, CodeEntry.Steps, 1, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_gradient_is_the_slope(NetworkKind kind, CodeEntry entry, int layers, bool bidirectional)
    {
        using var model = Model(kind, entry, layers, bidirectional, contextDropout: 0.3);
        using var examples = new Tensor<double>(new Shape(4, Time), _sentences);
        using var tape = new Tape<double>();
        var objective = Objective<double>.Build(new ObjectivePlan { Samples = 2 });
        ObjectiveValue<double> Evaluate()
        {
            tape.Reset();
            return objective.Evaluate(model, examples, 0.7, new Pass<double>(tape, true, new Rng(4)));
        }

        tape.Backward(Evaluate().LossTensor);
        double[][] gradients = [.. model.Parameters.Trained.Select(p => p.Tensor.Gradient.ToArray())];
        for (int p = 0; p < gradients.Length; p++)
        {
            var tensor = model.Parameters.Trained[p].Tensor;
            for (int i = 0; i < tensor.Length; i += 3)
            {
                double start = tensor.Data[i];
                tensor.Data[i] = start + 1e-5;
                double above = Evaluate().Loss;
                tensor.Data[i] = start - 1e-5;
                double slope = (above - Evaluate().Loss) / 2e-5;
                tensor.Data[i] = start;
                Assert.Equal(slope, gradients[p][i], 1e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_token_is_described_by_itself_or_by_what_follows(NetworkKind kind, CodeEntry entry, int layers, bool bidirectional)
    {
        using var model = Model(kind, entry, layers, bidirectional);
        double[] sentence = [4, 5, 6, 5, 3], code = [0.3, -1.2];
        double[] own = Logits(model, sentence, code);
        for (int t = 0; t < Time; t++)
        {
            double[] other = (double[])sentence.Clone();
            other[t] = 1;
            double[] changed = Logits(model, other, code);
            Assert.Equal(own[..((t + 1) * Vocabulary)], changed[..((t + 1) * Vocabulary)]);
            if (t + 1 < Time)
                Assert.NotEqual(own[((t + 1) * Vocabulary)..((t + 2) * Vocabulary)], changed[((t + 1) * Vocabulary)..((t + 2) * Vocabulary)]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Padding_changes_nothing(NetworkKind kind, CodeEntry entry, int layers, bool bidirectional)
    {
        using var model = Model(kind, entry, layers, bidirectional);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] mean = new double[8], logVariance = new double[8], values = new double[4], alone = new double[2], single = new double[1];
        evaluator.Encode(_sentences, mean, logVariance);
        evaluator.LogLikelihood(_sentences, mean, values);
        for (int n = 0; n < 4; n++)
        {
            evaluator.Encode(_sentences.AsSpan(n * Time, Time), alone, new double[2]);
            Assert.Equal(mean[(2 * n)..((2 * n) + 2)], alone, (a, b) => Math.Abs(a - b) < 1e-12);
            evaluator.LogLikelihood(_sentences.AsSpan(n * Time, Time), alone, single);
            Assert.Equal(values[n], single[0], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sentences_are_chosen_as_whole_passes_would(NetworkKind kind, CodeEntry entry, int layers, bool bidirectional)
    {
        using var model = Model(kind, entry, layers, bidirectional);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = [0.3, -1.2, 2, 1, -1, 0.5];
        double[] greedy = new double[3 * Time], beamOfOne = new double[3 * Time], beam = new double[3 * Time];
        evaluator.Generate(codes, new GenerationOptions(GenerationMode.Greedy), default, greedy);
        evaluator.Generate(codes, new GenerationOptions(GenerationMode.Beam), default, beamOfOne);
        evaluator.Generate(codes, new GenerationOptions(GenerationMode.Beam, BeamWidth: 1100), default, beam);
        Assert.Equal(greedy, beamOfOne);
        for (int n = 0; n < 3; n++)
        {
            double[] code = codes[(2 * n)..((2 * n) + 2)];
            Assert.Equal(Greedy(model, code), greedy[(n * Time)..((n + 1) * Time)]);
            // Wider than all beginnings: the search is exhaustive.
            double found = Score(model, beam[(n * Time)..((n + 1) * Time)], code);
            Assert.Equal(All().Max(sentence => Score(model, sentence, code)), found, 1e-9);
        }
    }

    /// <summary>Log-probabilities are summed over steps whose normalisers differ: the best sentence at 30 is not that at 1 for each of six codes.</summary>
    [Theory]
    [InlineData(30.0, 1.0)]
    [InlineData(1.0, 30.0)]
    [InlineData(0.5, 0.5)]
    public void A_beam_search_scores_at_the_likelihoods_temperature_times_the_asked(double ofLikelihood, double asked)
    {
        using var model = Model(NetworkKind.Gru, CodeEntry.Both, 1, false, temperature: ofLikelihood);
        // Logits large enough that a temperature matters.
        foreach (var parameter in model.Parameters.All)
        {
            foreach (ref double weight in parameter.Tensor.Data)
                weight *= 4;
        }

        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = [0.3, -1.2, 2, 1, -1, 0.5, 0, 0, -2, -1, 0.5, 3], beam = new double[6 * Time];
        evaluator.Generate(codes, new GenerationOptions(GenerationMode.Beam, asked, 1100), default, beam);
        bool differs = false;
        for (int n = 0; n < 6; n++)
        {
            double[] code = codes[(2 * n)..((2 * n) + 2)], found = beam[(n * Time)..((n + 1) * Time)];
            Assert.Equal(All().Max(sentence => Score(model, sentence, code, ofLikelihood * asked)), Score(model, found, code, ofLikelihood * asked), 1e-9);
            differs |= Score(model, found, code) < All().Max(sentence => Score(model, sentence, code)) - 1e-9;
        }

        if (ofLikelihood * asked > 1) Assert.True(differs);
    }

    [Fact]
    public void Drawn_sentences_follow_their_probabilities()
    {
        const int draws = 4000;
        using var model = Model(NetworkKind.Lstm, CodeEntry.Both, 1, false);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] code = [0.3, -1.2], codes = new double[2 * draws], drawn = new double[draws * Time];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = code[i % 2];
        evaluator.Generate(codes, new GenerationOptions(GenerationMode.Draw), new Rng(5), drawn);
        double[] counts = new double[Vocabulary], expected = new double[Vocabulary];
        for (int n = 0; n < draws; n++)
            counts[(int)drawn[n * Time]]++;
        double[] logits = Logits(model, [4, 3, 0, 0, 0], code)[..Vocabulary];
        int[] words = [1, 3, 4, 5, 6];
        double sum = words.Sum(word => Math.Exp(logits[word]));
        foreach (int word in words)
            expected[word] = draws * Math.Exp(logits[word]) / sum;
        // Five cells: the 0.9999 quantile of chi-square with four degrees of freedom is 23.5.
        double distance = words.Sum(word => Math.Pow(counts[word] - expected[word], 2) / expected[word]);
        Assert.InRange(distance, 0, 23.5);
        Assert.Equal(0, counts[0] + counts[2]);
    }

    [Fact]
    public void A_hidden_past_leaves_the_code_alone()
    {
        using var model = Model(NetworkKind.Lstm, CodeEntry.Both, 1, false);
        using var evaluator = new VaeEvaluator<double>(model);
        double[] codes = [1, -1, 1, -1], values = new double[2];
        evaluator.LogLikelihood([4, 5, 3, 0, 0, 6, 5, 3, 0, 0], codes, values, new ContextRows<double> { HidesPast = true });
        // The two differ in their first word only: its probability, and nothing after it, makes the difference.
        double[] logits = Logits(model, [4, 3, 0, 0, 0], [1, -1]);
        Assert.Equal(logits[4] - logits[6], values[0] - values[1], 1e-10);
    }

    // With the code in every layer: one step at a time makes what teacher forcing makes, and every code_skip weight is reached.
    [Theory]
    [InlineData(NetworkKind.Lstm)]
    [InlineData(NetworkKind.Gru)]
    [InlineData(NetworkKind.Transformer)]
    public void A_code_in_every_layer_is_there_in_generation_too(NetworkKind kind)
    {
        using var model = Model(kind, CodeEntry.Start, 2, false, codeSkip: true);
        string[] names = [.. model.Parameters.Trained.Select(parameter => parameter.Name).Where(name => name.StartsWith("decoder.code_skip.", StringComparison.Ordinal))];
        Assert.Equal(["decoder.code_skip.0.weight", "decoder.code_skip.1.weight"], names);
        foreach (string name in names)
        {
            double[] sentence = [4, 5, 6, 3, 0], before = Logits(model, sentence, [0.7, -1]);
            foreach (ref double weight in model.Parameters[name].Tensor.Data) weight *= 5;
            double[] after = Logits(model, sentence, [0.7, -1]);
            Assert.True(before.Zip(after).Max(pair => Math.Abs(pair.First - pair.Second)) > 1e-3, name);
        }

        using var evaluator = new VaeEvaluator<double>(model);
        double[] greedy = new double[Time];
        evaluator.Generate([0.7, -1], new GenerationOptions(GenerationMode.Greedy), default, greedy);
        Assert.Equal(Greedy(model, [0.7, -1]), greedy);
        using Tensor<double> x = new(new Shape(3, Time), [4, 5, 3, 0, 0, 6, 4, 5, 3, 0, 5, 5, 5, 5, 3]);
        Skips.GradientCheck.OfObjective(model, x, new ObjectivePlan());
    }

    private static Vae<double> Model(NetworkKind kind, CodeEntry entry, int layers, bool bidirectional, double contextDropout = 0, double temperature = 1, bool codeSkip = false)
    {
        var network = new NetworkPlan
        {
            Kind = kind, Embedding = 3, State = 4, Heads = 2, Layers = layers, Bidirectional = bidirectional, CodeEntry = entry, ContextDropout = contextDropout,
        };
        var decoder = network with { CodeSkip = codeSkip };
        var plan = new ModelPlan { Latent = 2, Encoder = kind == NetworkKind.Transformer ? network with { Kind = NetworkKind.Gru } : network, Decoder = decoder, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical, Temperature = temperature } };
        return Vae<double>.Build(plan, new DataStatistics(new double[Time]) { VocabularySize = Vocabulary }, new Rng(3));
    }

    private static double[] Logits(Vae<double> model, double[] sentence, double[] code)
    {
        using var tape = new Tape<double>(TapeMode.Inference);
        using var x = new Tensor<double>(new Shape(1, Time), sentence);
        using var z = new Tensor<double>(new Shape(1, 2), code);
        return model.Decode(z, new DecoderContext<double>(x, null, null), new Pass<double>(tape, false, default)).Location.Data.ToArray();
    }

    private static double[] Greedy(Vae<double> model, double[] code)
    {
        double[] sentence = [4, 4, 4, 4, 4];
        for (int t = 0; t < Time; t++)
        {
            double[] logits = Logits(model, sentence, code)[(t * Vocabulary)..((t + 1) * Vocabulary)];
            sentence[t] = new[] { 1, 3, 4, 5, 6 }.MaxBy(word => logits[word]);
            if (sentence[t] != 3)
                continue;
            Array.Clear(sentence, t + 1, Time - t - 1);
            break;
        }

        return sentence;
    }

    private static double Score(Vae<double> model, double[] sentence, double[] code, double temperature = 1) =>
        LogProbability(model, sentence, code, temperature) / sentence.Count(token => token != 0);

    /// <summary>Among words alone, as a generated sentence holds nothing else.</summary>
    private static double LogProbability(Vae<double> model, double[] sentence, double[] code, double temperature)
    {
        double[] logits = Logits(model, sentence, code);
        double sum = 0;
        for (int t = 0; t < Time && sentence[t] != 0; t++)
        {
            double[] step = [.. logits[(t * Vocabulary)..((t + 1) * Vocabulary)].Select(logit => logit / temperature)];
            sum += step[(int)sentence[t]] - Math.Log(new[] { 1, 3, 4, 5, 6 }.Sum(word => Math.Exp(step[word])));
        }

        return sum;
    }

    private static IEnumerable<double[]> All()
    {
        var open = new List<double[]> { Array.Empty<double>() };
        for (int t = 0; t < Time; t++)
        {
            var next = new List<double[]>();
            foreach (double[] start in open)
            {
                yield return [.. start, 3, .. new double[Time - t - 1]];
                next.AddRange(new double[] { 1, 4, 5, 6 }.Select(word => (double[])[.. start, word]));
            }

            open = next;
        }

        foreach (double[] sentence in open)
            yield return sentence;
    }
}
