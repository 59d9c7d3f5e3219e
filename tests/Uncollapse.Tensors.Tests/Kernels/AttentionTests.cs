using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Causal attention: every width against the twin, causality, and threads.</summary>
public sealed class AttentionTests
{
    private static readonly AttentionShape[] Shapes =
        [new(1, 1, 1, 1, 1), new(2, 5, 5, 6, 3), new(3, 33, 33, 64, 2), new(2, 1, 40, 17, 1), new(1, 20, 50, 72, 2), new(2, 15, 16, 130, 1), new(0, 3, 3, 4, 2)];

    [Fact]
    public void MatchesTheTwin()
    {
        Check<float>(3e-5);
        Check<double>(1e-12);
    }

    [Fact]
    public void LaterStepsAreNotSeen()
    {
        var shape = new AttentionShape(2, 20, 20, 24, 3);
        foreach (KernelTable<float> table in Variants<float>.Vector.Where(Variants<float>.Fast))
        {
            using Guarded<float> query = Variants<float>.Normal(1, 960), key = Variants<float>.Normal(2, 960), value = Variants<float>.Normal(3, 960), before = new(960), after = new(960);
            table.AttentionForward(shape, query.Span, key.Span, value.Span, [], before.Span, []);
            for (int step = 12; step < 20; step++)
            {
                key.Span.Slice(step * 24, 24).Fill(1e4f);
                value.Span.Slice(step * 24, 24).Fill(-1e4f);
            }
            table.AttentionForward(shape, query.Span, key.Span, value.Span, [], after.Span, []);
            Assert.Equal(before.Span[..(12 * 24)].ToArray(), after.Span[..(12 * 24)].ToArray());
            Assert.Equal(before.Span[480..].ToArray(), after.Span[480..].ToArray());
            Assert.NotEqual(before.Span[(12 * 24)..480].ToArray(), after.Span[(12 * 24)..480].ToArray());
        }
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        int before = Workers.Count;
        try
        {
            var shape = new AttentionShape(3, 33, 33, 64, 4);
            Workers.Count = 1;
            float[][] one = Run(KernelTable<float>.Current, shape, true);
            Workers.Count = 3;
            Assert.Equal(one, Run(KernelTable<float>.Current, shape, true));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static void Check<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast))
        {
            foreach (AttentionShape shape in Shapes)
            {
                foreach (bool padded in new[] { false, true })
                {
                    T[][] expected = Run(Variants<T>.Scalar, shape, padded), actual = Run(table, shape, padded);
                    for (int i = 0; i < expected.Length; i++) Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{table.Name} {shape} {padded}, result {i}");
                }
            }
        }
    }

    private static T[][] Run<T>(KernelTable<T> table, AttentionShape shape, bool padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int asked = shape.Examples * shape.Queries * shape.Features, seen = shape.Examples * shape.Keys * shape.Features, pairs = shape.Examples * shape.Heads * shape.Queries * shape.Keys;
        int[] lengths = padded ? [.. Enumerable.Range(0, shape.Examples).Select(n => Math.Max(0, shape.Keys - (n * 4)))] : [];
        using Guarded<T> query = Variants<T>.Normal(1, asked), key = Variants<T>.Normal(2, seen), value = Variants<T>.Normal(3, seen), upstream = Variants<T>.Normal(4, asked);
        using Guarded<T> result = new(asked), p = new(pairs), toQuery = new(asked), toKey = new(seen), toValue = new(seen), tangent = new(asked);
        table.AttentionForward(shape, query.Span, key.Span, value.Span, lengths, result.Span, p.Span);
        table.AttentionBackward(shape, query.Span, key.Span, value.Span, lengths, p.Span, upstream.Span, toQuery.Span, toKey.Span, toValue.Span);
        table.AttentionTangent(shape, query.Span, key.Span, value.Span, lengths, p.Span, upstream.Span, value.Span, key.Span, tangent.Span);
        return [result.Span.ToArray(), toQuery.Span.ToArray(), toKey.Span.ToArray(), toValue.Span.ToArray(), tangent.Span.ToArray()];
    }
}
