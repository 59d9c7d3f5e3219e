using System.Numerics;
using Uncollapse.Tensors.Memory;

namespace Uncollapse.Tensors.Autodiff;

/// <summary>Runs operations at once and remembers them, for gradients (<see cref="Backward"/>, reverse mode) and directional
/// derivatives (<see cref="Pushforward"/>, forward mode).</summary>
/// <remarks>
/// The n-th call of an operation since <see cref="Reset"/> uses the n-th node of its kind with its buffers again: a training step
/// allocates nothing once it has run. Results therefore live until the same call after the next <see cref="Reset"/>: copy what
/// must survive. A tape belongs to one thread.
/// </remarks>
public sealed class Tape<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static long _passes;
    private static int _kinds;

    private readonly List<TapeNode<T>> _recorded = [];
    private readonly List<NativeBuffer<T>?> _scratch = [];
    private NodePool?[] _pools = new NodePool?[32];
    private readonly List<Tensor<T>> _constants = [];
    private readonly List<Tensor<T>> _views = [];
    private int _openScratch;
    private int _usedConstants;
    private int _usedViews;
    private long _pass;

    /// <summary>A tape that records, unless told otherwise.</summary>
    public Tape(TapeMode mode = TapeMode.Record)
    {
        Mode = mode;
    }

    /// <summary>What is kept; changes apply to the operations that follow.</summary>
    public TapeMode Mode { get; set; }

    /// <summary>Who takes the gradients of weights that one layer alone reads; null, unless a training step sets it: nobody.</summary>
    public IFactoredUpdate<T>? FactoredUpdate { get; set; }

    /// <summary>The operations recorded since <see cref="Reset"/>.</summary>
    public int Count => _recorded.Count;

    /// <summary>Forgets the operations and makes their nodes free for the next step. To be called before every step.</summary>
    public void Reset()
    {
        foreach (var node in _recorded)
        {
            // Leaves outlive the recording and must not remember it.
            node.Output.Consumers = node.First.Consumers = 0;
            if (node.Second is not null)
                node.Second.Consumers = 0;
            if (node.Third is not null)
                node.Third.Consumers = 0;
            if (node.Fourth is not null)
                node.Fourth.Consumers = 0;
        }

        _recorded.Clear();
        foreach (var pool in _pools)
            pool?.Rewind();
        _usedConstants = 0;
        _usedViews = 0;
    }

    /// <summary>A leaf of the given shape that lives until <see cref="Reset"/>, for noise, masks and copies of data. Its values are
    /// whatever the last step left there.</summary>
    public Tensor<T> Constant(Shape shape)
    {
        if (_usedConstants == _constants.Count)
            _constants.Add(new Tensor<T>(shape));
        var tensor = _constants[_usedConstants++];
        tensor.Resize(shape);
        tensor.HasTangent = false;
        tensor.RequiresGradient = false;
        return tensor;
    }

    /// <summary>The same tensor in another shape, until <see cref="Reset"/>: values, gradient and tangent are shared, so that it costs nothing.</summary>
    /// <exception cref="ShapeException">The shape has another number of elements.</exception>
    public Tensor<T> View(Tensor<T> tensor, Shape shape)
    {
        if (tensor.Length != shape.Length)
            throw new ShapeException("view", tensor.Shape, shape, $"{tensor.Length} elements");

        if (_usedViews == _views.Count)
            _views.Add(new Tensor<T>());
        var view = _views[_usedViews++];
        view.Show(tensor, shape);
        return view;
    }

    /// <summary>The node for an operation's next call, with its inputs bound and its result sized.</summary>
    /// <typeparam name="TNode">The operation.</typeparam>
    public TNode Begin<TNode>(Shape result, Tensor<T> first, Tensor<T>? second = null, Tensor<T>? third = null, Tensor<T>? fourth = null)
        where TNode : TapeNode<T>, new()
    {
        var node = Pool<TNode>().Next();
        node.First = first;
        node.Second = second;
        node.Third = third;
        node.Fourth = fourth;
        node.FusedDone = false;
        node.Recorded = Mode == TapeMode.Record;
        node.Output.Resize(result);
        return node;
    }

    /// <summary>Runs the node, records it when the mode says so, and returns its result.</summary>
    public Tensor<T> Finish(TapeNode<T> node)
    {
        node.Forward();
        var output = node.Output;
        output.HasTangent = false;
        output.Consumers = 0;
        output.RequiresGradient = node.Recorded && node.RequiresGradient;
        output.Producer = node.Recorded ? node : null;
        if (!node.Recorded)
            return output;

        _recorded.Add(node);
        node.First.Consumers++;
        if (node.Second is not null)
            node.Second.Consumers++;
        if (node.Third is not null)
            node.Third.Consumers++;
        if (node.Fourth is not null)
            node.Fourth.Consumers++;
        return output;
    }

    /// <summary>Reverse mode: the gradient of a scalar by every tensor that requires one and that it depends on.</summary>
    /// <param name="loss">A tensor of one element that this tape computed.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <exception cref="ShapeException">The loss is not a single element.</exception>
    /// <exception cref="InvalidOperationException">The loss was not recorded here, or nothing under it requires a gradient.</exception>
    /// <remarks>Overwrites the gradients of an earlier pass. May be called again for another loss of the same recording.</remarks>
    public void Backward(Tensor<T> loss, double scale = 1)
    {
        if (loss.Length != 1)
            throw new ShapeException("backward", $"expected a loss of one element, found {loss.Shape}");
        if (!loss.RequiresGradient || loss.Producer is null)
            throw new InvalidOperationException("backward: the loss was not recorded on this tape, or nothing under it requires a gradient.");

        _pass = Interlocked.Increment(ref _passes);
        loss.Gradient[0] = T.CreateChecked(scale);
        loss.GradientPass = _pass;
        for (int i = _recorded.Count - 1; i >= 0; i--)
        {
            var node = _recorded[i];
            if (!node.Output.RequiresGradient || node.Output.GradientPass != _pass)
                continue;

            node.Backward(this);
            node.FusedDone = false;
        }
    }

    /// <summary>Forward mode: pushes the tangents of the leaves through every recorded operation.</summary>
    /// <remarks>Set <see cref="Tensor{T}.Tangent"/> and <see cref="Tensor{T}.HasTangent"/> on the leaves; then read the results'
    /// tangents. With a unit vector as the tangent this is one exact column of the Jacobian; may be repeated for other directions.</remarks>
    public void Pushforward()
    {
        foreach (var node in _recorded)
        {
            node.Output.HasTangent = node.HasTangent;
            if (node.Output.HasTangent)
                node.Pushforward();
        }
    }

    /// <summary>Whether the last <see cref="Backward"/> reached a tensor.</summary>
    public bool HasGradient(Tensor<T> tensor) => _pass != 0 && tensor.GradientPass == _pass;

    /// <summary>Where an operation's backward pass writes an input's share; see <see cref="GradientSink{T}"/>.</summary>
    public GradientSink<T> WriteGradient(Tensor<T>? input)
    {
        if (input is null || !input.RequiresGradient)
            return default;
        if (BeginGradient(input))
            return new GradientSink<T>(this, input, null);

        if (_openScratch == _scratch.Count)
            _scratch.Add(null);
        var buffer = _scratch[_openScratch];
        Tensor<T>.Reserve(ref buffer, input.Length);
        _scratch[_openScratch++] = buffer;
        return new GradientSink<T>(this, input, buffer);
    }

    /// <summary>For an operation whose kernel can add as well as overwrite: true when this is the first share of this pass, which
    /// must overwrite <see cref="Tensor{T}.Gradient"/>; false when it must add.</summary>
    public bool BeginGradient(Tensor<T> input)
    {
        if (input.GradientPass == _pass)
            return false;

        input.GradientPass = _pass;
        return true;
    }

    /// <summary>Returns the nodes' native memory.</summary>
    public void Dispose()
    {
        _recorded.Clear();
        foreach (var pool in _pools)
            pool?.Dispose();
        foreach (var buffer in _scratch)
            buffer?.Dispose();
        foreach (var tensor in _constants)
            tensor.Dispose();
        _scratch.Clear();
        _constants.Clear();
        _pools = [];
    }

    internal void ReturnScratch() => _openScratch--;

    private NodePool<TNode> Pool<TNode>()
        where TNode : TapeNode<T>, new()
    {
        int index = NodeKind<TNode>.Index;
        if (index >= _pools.Length)
            Array.Resize(ref _pools, Math.Max(index + 1, _pools.Length * 2));
        return (NodePool<TNode>)(_pools[index] ??= new NodePool<TNode>());
    }

    private abstract class NodePool : IDisposable
    {
        public abstract void Rewind();

        public abstract void Dispose();
    }

    private sealed class NodePool<TNode> : NodePool
        where TNode : TapeNode<T>, new()
    {
        private readonly List<TNode> _nodes = [];
        private int _next;

        public TNode Next()
        {
            if (_next == _nodes.Count)
                _nodes.Add(new TNode());
            return _nodes[_next++];
        }

        public override void Rewind() => _next = 0;

        public override void Dispose()
        {
            foreach (var node in _nodes)
                node.Dispose();
        }
    }

    private static class NodeKind<TNode>
    {
        public static readonly int Index = Interlocked.Increment(ref _kinds) - 1;
    }
}
