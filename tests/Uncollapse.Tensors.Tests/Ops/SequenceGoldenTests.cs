using System.Numerics;
using System.Text.Json;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tests;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>Recurrences, embeddings, attention and the discrete likelihoods against PyTorch in double, values and gradients.</summary>
/// <remarks>Held number by number, each relative to itself or to a hundredth of its tensor's largest (<see cref="Close.Assert"/>).</remarks>
public abstract class SequenceGoldenTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _tolerance;
    private readonly JsonDocument _document = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("sequences.json")));
    private readonly Tape<T> _tape = new();
    private readonly List<Tensor<T>> _leaves = [];

    private protected SequenceGoldenTests(double tolerance) => _tolerance = tolerance;

    public void Dispose()
    {
        _document.Dispose();
        _tape.Dispose();
        _leaves.ForEach(leaf => leaf.Dispose());
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("lstm_padded_bidirectional")]
    public void LstmAgrees(string key) => Recurrent(key, hasCell: true);

    [Theory]
    [InlineData("gru")]
    [InlineData("gru_padded_bidirectional")]
    public void GruAgrees(string key) => Recurrent(key, hasCell: false);

    [Fact]
    public void EmbeddingAgrees()
    {
        var golden = _document.RootElement.GetProperty("embedding");
        var table = Leaf(golden, "table");
        var output = _tape.Embedding(Leaf(golden, "ids", trained: false), table);
        Check(golden, "out", output.Data);
        Backward(output, Leaf(golden, "upstream", trained: false));
        Check(golden, "gradient_table", table.Gradient);
    }

    [Fact]
    public void AttentionAgrees()
    {
        var golden = _document.RootElement.GetProperty("attention");
        Tensor<T>[] inputs = [Leaf(golden, "query"), Leaf(golden, "key"), Leaf(golden, "value")];
        var output = _tape.CausalAttention(
            inputs[0], inputs[1], inputs[2], golden.GetProperty("heads").GetInt32(), Leaf(golden, "lengths", trained: false));
        Check(golden, "out", output.Data);
        Backward(output, Leaf(golden, "upstream", trained: false));
        Check(golden, "gradient_query", inputs[0].Gradient);
        Check(golden, "gradient_key", inputs[1].Gradient);
        Check(golden, "gradient_value", inputs[2].Gradient);
    }

    [Fact]
    public void CrossEntropyAgrees()
    {
        var golden = _document.RootElement.GetProperty("cross_entropy");
        var logits = Leaf(golden, "logits");
        var output = _tape.CategoricalLogLikelihood(logits, Leaf(golden, "target", trained: false), ignored: 0);
        Check(golden, "log_likelihood", output.Data);
        Backward(output, Leaf(golden, "upstream", trained: false));
        Check(golden, "gradient", logits.Gradient);
    }

    [Theory]
    [InlineData("logistic_mixture")]
    [InlineData("logistic_mixture_colour")]
    public void LogisticMixturesAgree(string key)
    {
        var golden = _document.RootElement.GetProperty(key);
        var parameters = Leaf(golden, "parameters");
        var output = _tape.DiscretisedLogisticMixtureLogLikelihood(
            parameters, Leaf(golden, "levels", trained: false), golden.GetProperty("channels").GetInt32());
        Close.Assert(Flat(golden.GetProperty("log_likelihood")), OpRun<T>.Widen(output.Data), _tolerance, key);
        Backward(output, Leaf(golden, "upstream", trained: false));
        Close.Assert(Flat(golden.GetProperty("gradient")), OpRun<T>.Widen(parameters.Gradient), _tolerance, $"{key}: gradient");
    }

    /// <summary>Each direction by itself, its share of the loss the outputs' own columns and the last state and cell; the gradients to x add.</summary>
    private void Recurrent(string key, bool hasCell)
    {
        var golden = _document.RootElement.GetProperty(key);
        var x = Leaf(golden, "x");
        var lengths = Leaf(golden, "lengths", trained: false);
        var runs = golden.GetProperty("runs").EnumerateArray().ToArray();
        double[] expected = Flat(golden.GetProperty("out"));
        var upstream = Leaf(golden, "upstream", trained: false);
        var loss = _tape.Constant(Shape.Scalar);
        loss.Data.Clear();
        List<(JsonElement Run, string Name, Tensor<T> Tensor)> gradients = [];
        for (int direction = 0; direction < runs.Length; direction++)
        {
            var run = runs[direction];
            Tensor<T> Of(string name)
            {
                var leaf = Leaf(run, name);
                gradients.Add((run, "gradient_" + name, leaf));
                return leaf;
            }

            Tensor<T> inputWeight = Of("input_weight"), weight = Of("recurrent_weight"), bias = Of("bias"), start = Of("initial_state");
            Tensor<T> states, cell = loss;
            if (hasCell)
                (states, cell) = _tape.LstmWithCell(x, inputWeight, weight, bias, start, Of("initial_cell"), lengths, direction == 1);
            else
                states = _tape.Gru(x, inputWeight, weight, bias, Of("recurrent_bias"), start, lengths, direction == 1);
            int units = states.Columns, all = units * runs.Length;
            double[] own = [.. Enumerable.Range(0, states.Length).Select(i => expected[(i / units * all) + (direction * units) + (i % units)])];
            Close.Assert(own, OpRun<T>.Widen(states.Data), _tolerance, $"{key}: output");
            var last = _tape.LastState(states, lengths, direction == 1);
            Check(run, "last_state", last.Data);
            loss = Add(loss, Dot(states, _tape.SliceColumns(upstream, direction * units, units)));
            loss = Add(loss, Dot(last, Leaf(run, "upstream_last_state", trained: false)));
            if (!hasCell)
                continue;

            Check(run, "last_cell", cell.Data);
            loss = Add(loss, Dot(cell, Leaf(run, "upstream_last_cell", trained: false)));
        }

        _tape.Backward(loss);
        Check(golden, "gradient_x", x.Gradient);
        foreach (var (run, name, tensor) in gradients)
            Check(run, name, tensor.Gradient);
    }

    private Tensor<T> Add(Tensor<T> left, Tensor<T> right) => _tape.Add(left, right);

    private Tensor<T> Dot(Tensor<T> left, Tensor<T> right) =>
        _tape.Affine(_tape.Mean(_tape.Multiply(left, right)), left.Length);

    private void Backward(Tensor<T> output, Tensor<T> upstream) => _tape.Backward(Dot(output, upstream));

    private void Check(JsonElement golden, string name, ReadOnlySpan<T> actual) =>
        Close.Assert(Flat(golden.GetProperty(name)), OpRun<T>.Widen(actual), _tolerance, name);

    private Tensor<T> Leaf(JsonElement golden, string name, bool trained = true)
    {
        var element = golden.GetProperty(name);
        List<int> extents = [];
        for (var at = element; at.ValueKind == JsonValueKind.Array; at = at[0])
            extents.Add(at.GetArrayLength());
        var shape = extents.Count switch
        {
            1 => new Shape(extents[0]),
            2 => new Shape(extents[0], extents[1]),
            _ => new Shape(extents[0], extents[1], extents[2]),
        };
        var leaf = new Tensor<T>(shape, [.. Flat(element).Select(T.CreateChecked)], trained);
        _leaves.Add(leaf);
        return leaf;
    }

    private static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];
}
