using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Decoders;

/// <summary>Looks for the best sentence of a code: at every step the few most probable beginnings are kept; of what has ended, or filled its row, the one with
/// the largest log-probability per token wins.</summary>
/// <remarks>Without the division by length the empty sentence would win nearly always: each word costs probability.</remarks>
/// <param name="stepper">The decoder.</param>
/// <param name="width">Beginnings kept, at least 1.</param>
/// <param name="time">The most tokens.</param>
/// <param name="temperature">What the logits are divided by. It matters: log-probabilities are summed over steps whose normalisers differ.</param>
internal sealed class BeamSearch<T>(TokenStepper<T> stepper, int width, int time, double temperature)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _sharpness = 1 / temperature;

    /// <summary>The best sentence found for one code, with its end token where it has ended.</summary>
    /// <param name="code">[1, units].</param>
    public int[] Best(Tensor<T> code)
    {
        using var codes = new Tensor<T>(new Shape(width, code.Columns));
        for (int i = 0; i < width; i++)
            code.Data.CopyTo(codes.Data[(i * code.Columns)..]);
        stepper.Start(codes);
        var open = new List<Hypothesis> { new(SpecialTokens.Start, null, 0, 0) };
        Hypothesis? ended = null;
        for (int t = 0; t < time && open.Count > 0; t++)
        {
            var next = Extend(open);
            open = [];
            foreach (var hypothesis in next)
            {
                if (hypothesis.Token != SpecialTokens.End)
                    open.Add(hypothesis);
                else if (ended is null || hypothesis.Score > ended.Score)
                    ended = hypothesis;
            }

            int[] parents = new int[width];
            for (int i = 0; i < open.Count; i++)
                parents[i] = open[i].Row;
            stepper.Reorder(parents);
        }

        foreach (var hypothesis in open)
        {
            if (ended is null || hypothesis.Score > ended.Score)
                ended = hypothesis;
        }

        return ended!.Tokens();
    }

    private List<Hypothesis> Extend(List<Hypothesis> open)
    {
        int[] tokens = new int[width];
        for (int i = 0; i < width; i++)
            tokens[i] = i < open.Count ? open[i].Token : SpecialTokens.Start;
        var all = stepper.Next(tokens);
        int vocabulary = all.Length / width;
        var candidates = new PriorityQueue<Hypothesis, double>();
        for (int row = 0; row < open.Count; row++)
        {
            var logits = all.Slice(row * vocabulary, vocabulary);
            double normaliser = LogSumExp(logits);
            for (int token = 0; token < vocabulary; token++)
            {
                if (!TokenGenerator.IsWord(token))
                    continue;

                double logProbability = open[row].LogProbability + (_sharpness * double.CreateChecked(logits[token])) - normaliser;
                if (candidates.Count == width && candidates.TryPeek(out _, out double least) && logProbability <= least)
                    continue;
                candidates.Enqueue(new Hypothesis(token, open[row], logProbability, row), logProbability);
                if (candidates.Count > width)
                    candidates.Dequeue();
            }
        }

        var result = new List<Hypothesis>(candidates.Count);
        while (candidates.TryDequeue(out var hypothesis, out _))
            result.Add(hypothesis);
        result.Reverse();
        return result;
    }

    // Over the tokens that a sentence can go on with.
    private double LogSumExp(ReadOnlySpan<T> logits)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            if (TokenGenerator.IsWord(token))
                largest = Math.Max(largest, _sharpness * double.CreateChecked(logits[token]));
        }

        for (int token = 0; token < logits.Length; token++)
        {
            if (TokenGenerator.IsWord(token))
                sum += Math.Exp((_sharpness * double.CreateChecked(logits[token])) - largest);
        }

        return largest + Math.Log(sum);
    }

    private sealed record Hypothesis(int Token, Hypothesis? Before, double LogProbability, int Row)
    {
        public double Score => LogProbability / Length;

        private int Length => Before is null ? 0 : Before.Length + 1;

        public int[] Tokens()
        {
            var tokens = new List<int>();
            for (var at = this; at.Before is not null; at = at.Before)
                tokens.Add(at.Token);
            tokens.Reverse();
            return [.. tokens];
        }
    }
}
