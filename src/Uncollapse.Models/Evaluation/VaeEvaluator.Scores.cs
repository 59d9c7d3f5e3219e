using Uncollapse.Models.Decoders;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Evaluation;

/// <content>What the decoder says, and the likelihood's first two derivatives by it.</content>
public sealed partial class VaeEvaluator<T>
{
    /// <summary>What the decoder says of each code.</summary>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="contexts">The examples whose context the decoder sees.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree, or a context is missing.</exception>
    public SaidRows<T> Say(ReadOnlySpan<T> codes, in ContextRows<T> contexts = default)
    {
        int rows = Rows(codes.Length, Model.LatentCount), size = Model.OutputCount * Model.Likelihood.Heads[0].PerOutput;
        var location = new T[rows * size];
        T[]? second = null, third = null, logSize = null;
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var said = Decode(codes, contexts, start, count);
            int each = said.Location.Length / count;
            for (int row = 0; row < count; row++)
                said.Location.Data.Slice(row * each, each).CopyTo(location.AsSpan((start + row) * size));
            Keep(said.Second, ref second, start, count, rows);
            Keep(said.Third, ref third, start, count, rows);
            Keep(said.LogSize, ref logSize, start, count, rows);
        }

        return new SaidRows<T>(rows, location, second, third, logSize);
    }

    /// <summary>The scores s = d log p(x|z) / d location of each row, through the likelihood's own gradient.</summary>
    /// <param name="said">What the decoder said.</param>
    /// <param name="targets">x and the condition, [rows, row size].</param>
    /// <param name="scores">[rows, <see cref="SaidRows{T}.Size"/>], overwritten.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void Scores(SaidRows<T> said, ReadOnlySpan<T> targets, Span<T> scores)
    {
        ArgumentNullException.ThrowIfNull(said);
        Check(said.Rows, Model.RowSize, targets.Length);
        Check(said.Rows, said.Size, scores.Length);
        for (int start = 0; start < said.Rows; start += _block)
        {
            int count = Math.Min(_block, said.Rows - start);
            var pass = NewPass();
            var examples = Model.Outputs(Load(targets, start, count, Model.RowSize), pass);
            _tape.Mode = TapeMode.Record;
            var parameters = Parameters(said, start, count);
            parameters.Location.RequiresGradient = true;
            var values = Model.Likelihood.LogLikelihood(parameters, examples, pass, T.One);
            _tape.Backward(_tape.Mean(values), count);
            parameters.Location.Gradient.CopyTo(scores[(start * said.Size)..]);
            _tape.Mode = TapeMode.Inference;
        }
    }

    /// <summary>F v of each row; see <see cref="Likelihood{T}.MultiplyInformation"/>.</summary>
    /// <param name="said">What the decoder said.</param>
    /// <param name="directions">v, [rows, any count, <see cref="SaidRows{T}.Size"/>].</param>
    /// <param name="products">Overwritten.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void MultiplyInformation(SaidRows<T> said, ReadOnlySpan<T> directions, Span<T> products)
    {
        ArgumentNullException.ThrowIfNull(said);
        int size = said.Size, each = Rows(directions.Length, said.Location.Length) * size;
        Check(said.Rows, each, products.Length);
        for (int start = 0; start < said.Rows; start += _block)
        {
            int count = Math.Min(_block, said.Rows - start);
            NewPass();
            Model.Likelihood.MultiplyInformation(
                Parameters(said, start, count), count, directions.Slice(start * each, count * each), products.Slice(start * each, count * each));
        }
    }

    /// <summary>Adds sentences to sums of scores and information in the decoder's last features.</summary>
    /// <param name="states">The sums.</param>
    /// <param name="targets">x and the condition, [rows, row size].</param>
    /// <param name="codes">z, [rows, units].</param>
    /// <param name="scores">[rows, features], overwritten.</param>
    /// <param name="contexts">Where the decoder's context comes from, for what is not the targets' own.</param>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public void AddWords(WordStates<T> states, ReadOnlySpan<T> targets, ReadOnlySpan<T> codes, Span<T> scores, in ContextRows<T> contexts = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        int rows = Rows(targets.Length, Model.RowSize);
        Check(rows, Model.LatentCount, codes.Length);
        Check(rows, states.Features, scores.Length);
        var decoder = (TokenDecoder<T>)Model.Decoder;
        for (int start = 0; start < rows; start += _block)
        {
            int count = Math.Min(_block, rows - start);
            var pass = NewPass();
            var context = Context(contexts.WithOwn(targets), start, count, pass);
            var code = Vae<T>.WithCondition(Load(codes, start, count, Model.LatentCount), context.Condition, pass);
            var logits = decoder.Head.Forward(decoder.States(code, context, pass), pass);
            var tokens = Model.Outputs(Load(targets, start, count, Model.RowSize), pass).Data;
            states.Add(tokens, Model.OutputCount, logits, scores.Slice(start * states.Features, count * states.Features));
        }
    }

    private static void Keep(Tensor<T>? said, ref T[]? all, int start, int count, int rows)
    {
        if (said is null)
            return;

        int each = said.Length / count;
        all ??= new T[rows * each];
        said.Data.CopyTo(all.AsSpan(start * each));
    }

    private LikelihoodParameters<T> Parameters(SaidRows<T> said, int start, int count)
    {
        Tensor<T>? Part(T[]? values) => values is null ? null : Load(values, start, count, values.Length / said.Rows);
        // A block of logits is a row where each word has them all.
        int columns = Model.Likelihood is TokenLikelihood<T> tokens ? tokens.VocabularySize : said.Size;
        var logits = Load(said.Location, start * (said.Size / columns), count * (said.Size / columns), columns);
        return new LikelihoodParameters<T>(logits, Part(said.Second), Part(said.Third), Part(said.LogSize));
    }
}
