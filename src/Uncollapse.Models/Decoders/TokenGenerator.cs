using System.Numerics;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Decoders;

/// <summary>Sentences from a stepper: drawn, greedily, or by beam search.</summary>
internal static class TokenGenerator
{
    /// <summary>Fills rows of ids: words, an end token where there is room, then padding.</summary>
    /// <param name="stepper">The decoder.</param>
    /// <param name="code">z, [rows, units].</param>
    /// <param name="options">How a token is chosen.</param>
    /// <param name="rng">The key: row n draws from its fork n.</param>
    /// <param name="time">The length of a row.</param>
    /// <param name="destination">[rows, time], overwritten.</param>
    public static void Run<T>(TokenStepper<T> stepper, Tensor<T> code, in GenerationOptions options, Rng rng, int time, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        destination[..(code.Rows * time)].Clear();
        if (options.Mode != GenerationMode.Beam)
        {
            OneByOne(stepper, code, options, rng, time, destination);
            return;
        }

        var beam = new BeamSearch<T>(stepper, options.BeamWidth, time, options.Temperature);
        using var one = new Tensor<T>(new Shape(1, code.Columns));
        for (int row = 0; row < code.Rows; row++)
        {
            code.Data.Slice(row * code.Columns, code.Columns).CopyTo(one.Data);
            int[] best = beam.Best(one);
            for (int t = 0; t < best.Length; t++)
                destination[(row * time) + t] = T.CreateChecked(best[t]);
        }
    }

    /// <summary>Whether a sentence can go on with a token: padding and start are none of its words.</summary>
    internal static bool IsWord(int token) => token is not (SpecialTokens.Padding or SpecialTokens.Start);

    private static void OneByOne<T>(TokenStepper<T> stepper, Tensor<T> code, in GenerationOptions options, Rng rng, int time, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = code.Rows;
        int[] last = new int[rows];
        Array.Fill(last, SpecialTokens.Start);
        bool[] ended = new bool[rows];
        stepper.Start(code);
        T[] logits = [];
        for (int t = 0; t < time && Array.Exists(ended, end => !end); t++)
        {
            var all = stepper.Next(last);
            int vocabulary = all.Length / rows;
            if (logits.Length == 0)
                logits = new T[vocabulary];
            for (int row = 0; row < rows; row++)
            {
                if (ended[row])
                    continue;

                all.Slice(row * vocabulary, vocabulary).CopyTo(logits);
                logits[SpecialTokens.Padding] = logits[SpecialTokens.Start] = T.NegativeInfinity;
                last[row] = options.Mode == GenerationMode.Greedy
                    ? TokenLikelihood<T>.Largest(logits)
                    : TokenLikelihood<T>.Draw(logits, 1 / options.Temperature, rng.Fork((ulong)row).Fork((ulong)t));
                destination[(row * time) + t] = T.CreateChecked(last[row]);
                ended[row] = last[row] == SpecialTokens.End;
            }
        }
    }
}
