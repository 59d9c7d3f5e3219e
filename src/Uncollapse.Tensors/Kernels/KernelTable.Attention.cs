namespace Uncollapse.Tensors.Kernels;

/// <content>Causal attention.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>
    /// Scaled dot-product attention with a causal mask, a head at a time: p[i, :] = softmax over j &lt;= i + keys - queries of q_i . k_j / sqrt(d), y_i = sum_j p[i, j] v_j.
    /// </summary>
    /// <param name="shape">The extents.</param>
    /// <param name="query">[examples, queries, features].</param>
    /// <param name="key">[examples, keys, features].</param>
    /// <param name="value">[examples, keys, features].</param>
    /// <param name="lengths">Real steps of each example's keys, or empty where all are; padded queries give 0.</param>
    /// <param name="result">Receives y, [examples, queries, features].</param>
    /// <param name="probabilities">Receives p, [examples, heads, queries, keys], or empty.</param>
    /// <exception cref="ShapeException">A span is too short, or the heads do not divide the features.</exception>
    public void AttentionForward(
        AttentionShape shape, ReadOnlySpan<T> query, ReadOnlySpan<T> key, ReadOnlySpan<T> value, ReadOnlySpan<int> lengths, Span<T> result, Span<T> probabilities)
    {
        (long asked, long seen, long pairs) = Extents(shape);
        Require(query.Length, asked);
        Require(key.Length, seen);
        Require(value.Length, seen);
        RequireOptional(lengths.Length, shape.Examples);
        Require(result.Length, asked);
        RequireOptional(probabilities.Length, pairs);
        fixed (T* pq = query, pk = key, pv = value, pr = result, pp = probabilities)
        fixed (int* pn = lengths)
        {
            var arguments = new AttentionArguments<T> { Shape = shape, Query = pq, Key = pk, Value = pv, Lengths = pn, Result = pr, Probabilities = pp };
            AttentionForwardCore(in arguments);
        }
    }

    /// <summary>The gradients of <see cref="AttentionForward"/>.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="query">[examples, queries, features].</param>
    /// <param name="key">[examples, keys, features].</param>
    /// <param name="value">[examples, keys, features].</param>
    /// <param name="lengths">Real steps of each example's keys, or empty where all are.</param>
    /// <param name="probabilities">From the forward pass.</param>
    /// <param name="dResult">The gradient to the result.</param>
    /// <param name="dQuery">Receives the gradient to the queries, or empty.</param>
    /// <param name="dKey">Receives the gradient to the keys, or empty.</param>
    /// <param name="dValue">Receives the gradient to the values, or empty.</param>
    /// <exception cref="ShapeException">A span is too short, or the heads do not divide the features.</exception>
    public void AttentionBackward(
        AttentionShape shape, ReadOnlySpan<T> query, ReadOnlySpan<T> key, ReadOnlySpan<T> value, ReadOnlySpan<int> lengths, ReadOnlySpan<T> probabilities, ReadOnlySpan<T> dResult, Span<T> dQuery, Span<T> dKey, Span<T> dValue)
    {
        (long asked, long seen, long pairs) = Extents(shape);
        Require(query.Length, asked);
        Require(key.Length, seen);
        Require(value.Length, seen);
        RequireOptional(lengths.Length, shape.Examples);
        Require(probabilities.Length, pairs);
        Require(dResult.Length, asked);
        RequireOptional(dQuery.Length, asked);
        RequireOptional(dKey.Length, seen);
        RequireOptional(dValue.Length, seen);
        fixed (T* pq = query, pk = key, pv = value, pp = probabilities, pr = dResult, pdq = dQuery, pdk = dKey, pdv = dValue)
        fixed (int* pn = lengths)
        {
            var arguments = new AttentionArguments<T>
            {
                Shape = shape, Query = pq, Key = pk, Value = pv, Lengths = pn, Result = pr, Probabilities = pp, QueryChange = pdq, KeyChange = pdk, ValueChange = pdv,
            };
            AttentionBackwardCore(in arguments);
        }
    }

    /// <summary>The tangent of <see cref="AttentionForward"/> along a direction of its inputs.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="query">[examples, queries, features].</param>
    /// <param name="key">[examples, keys, features].</param>
    /// <param name="value">[examples, keys, features].</param>
    /// <param name="lengths">Real steps of each example's keys, or empty where all are.</param>
    /// <param name="probabilities">From the forward pass.</param>
    /// <param name="queryTangent">Of the queries, or empty for 0.</param>
    /// <param name="keyTangent">Of the keys, or empty for 0.</param>
    /// <param name="valueTangent">Of the values, or empty for 0.</param>
    /// <param name="tangent">Receives the result's tangent.</param>
    /// <exception cref="ShapeException">A span is too short, or the heads do not divide the features.</exception>
    public void AttentionTangent(
        AttentionShape shape, ReadOnlySpan<T> query, ReadOnlySpan<T> key, ReadOnlySpan<T> value, ReadOnlySpan<int> lengths, ReadOnlySpan<T> probabilities, ReadOnlySpan<T> queryTangent, ReadOnlySpan<T> keyTangent, ReadOnlySpan<T> valueTangent, Span<T> tangent)
    {
        (long asked, long seen, long pairs) = Extents(shape);
        Require(query.Length, asked);
        Require(key.Length, seen);
        Require(value.Length, seen);
        RequireOptional(lengths.Length, shape.Examples);
        Require(probabilities.Length, pairs);
        RequireOptional(queryTangent.Length, asked);
        RequireOptional(keyTangent.Length, seen);
        RequireOptional(valueTangent.Length, seen);
        Require(tangent.Length, asked);
        fixed (T* pq = query, pk = key, pv = value, pp = probabilities, ptq = queryTangent, ptk = keyTangent, ptv = valueTangent, pt = tangent)
        fixed (int* pn = lengths)
        {
            var arguments = new AttentionArguments<T>
            {
                Shape = shape, Query = pq, Key = pk, Value = pv, Lengths = pn, Result = pt, Probabilities = pp, QueryChange = ptq, KeyChange = ptk, ValueChange = ptv,
            };
            AttentionTangentCore(in arguments);
        }
    }

    private protected abstract void AttentionForwardCore(in AttentionArguments<T> arguments);

    private protected abstract void AttentionBackwardCore(in AttentionArguments<T> arguments);

    private protected abstract void AttentionTangentCore(in AttentionArguments<T> arguments);

    private static (long Asked, long Seen, long Pairs) Extents(AttentionShape shape)
    {
        if (shape.Heads < 1 || shape.Features % shape.Heads != 0)
            throw new ShapeException("attention", $"expected heads that divide {shape.Features} features, found {shape.Heads}");
        if (shape.Queries > shape.Keys)
            throw new ShapeException("attention", $"expected at most as many queries as keys, found {shape.Queries} and {shape.Keys}");
        return (
            (long)shape.Examples * shape.Queries * shape.Features,
            (long)shape.Examples * shape.Keys * shape.Features,
            (long)shape.Examples * shape.Heads * shape.Queries * shape.Keys);
    }
}
