namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void AttentionForwardCore(in AttentionArguments<T> arguments)
    {
        AttentionShape shape = arguments.Shape;
        double[] p = new double[shape.Keys];
        for (int head = 0; head < shape.Examples * shape.Heads; head++)
        {
            for (int i = 0; i < shape.Queries; i++)
            {
                int seen = Seen(in arguments, head / shape.Heads, i);
                long asked = Place(shape, shape.Queries, head, i), row = (((long)head * shape.Queries) + i) * shape.Keys;
                double largest = double.NegativeInfinity, sum = 0;
                for (int j = 0; j < seen; j++)
                {
                    p[j] = Dot(shape, arguments.Query + asked, arguments.Key + Place(shape, shape.Keys, head, j)) / Math.Sqrt(shape.HeadFeatures);
                    largest = Math.Max(largest, p[j]);
                }
                for (int j = 0; j < seen; j++) sum += p[j] = Math.Exp(p[j] - largest);
                for (int j = 0; j < shape.Keys; j++) p[j] = j < seen ? p[j] / sum : 0;
                for (int j = 0; j < shape.Keys && arguments.Probabilities is not null; j++) arguments.Probabilities[row + j] = F(p[j]);
                for (int d = 0; d < shape.HeadFeatures; d++)
                {
                    double total = 0;
                    for (int j = 0; j < seen; j++) total += p[j] * D(arguments.Value[Place(shape, shape.Keys, head, j) + d]);
                    arguments.Result[asked + d] = F(total);
                }
            }
        }
    }

    private protected override void AttentionBackwardCore(in AttentionArguments<T> arguments)
    {
        AttentionShape shape = arguments.Shape;
        double[] toQuery = new double[shape.Queries * shape.HeadFeatures], toKey = new double[shape.Keys * shape.HeadFeatures], toValue = new double[toKey.Length];
        double[] change = new double[shape.Keys];
        for (int head = 0; head < shape.Examples * shape.Heads; head++)
        {
            Array.Clear(toQuery);
            Array.Clear(toKey);
            Array.Clear(toValue);
            for (int i = 0; i < shape.Queries; i++)
            {
                int seen = Seen(in arguments, head / shape.Heads, i);
                long asked = Place(shape, shape.Queries, head, i), row = (((long)head * shape.Queries) + i) * shape.Keys;
                double mean = 0;
                for (int j = 0; j < seen; j++)
                {
                    change[j] = Dot(shape, arguments.Result + asked, arguments.Value + Place(shape, shape.Keys, head, j));
                    mean += change[j] * D(arguments.Probabilities[row + j]);
                }
                for (int j = 0; j < seen; j++)
                {
                    long at = Place(shape, shape.Keys, head, j);
                    double p = D(arguments.Probabilities[row + j]), slope = p * (change[j] - mean) / Math.Sqrt(shape.HeadFeatures);
                    for (int d = 0; d < shape.HeadFeatures; d++)
                    {
                        toQuery[(i * shape.HeadFeatures) + d] += slope * D(arguments.Key[at + d]);
                        toKey[(j * shape.HeadFeatures) + d] += slope * D(arguments.Query[asked + d]);
                        toValue[(j * shape.HeadFeatures) + d] += p * D(arguments.Result[asked + d]);
                    }
                }
            }
            Spread(shape, shape.Queries, head, toQuery, arguments.QueryChange);
            Spread(shape, shape.Keys, head, toKey, arguments.KeyChange);
            Spread(shape, shape.Keys, head, toValue, arguments.ValueChange);
        }
    }

    private protected override void AttentionTangentCore(in AttentionArguments<T> arguments)
    {
        AttentionShape shape = arguments.Shape;
        double[] change = new double[shape.Keys];
        for (int head = 0; head < shape.Examples * shape.Heads; head++)
        {
            for (int i = 0; i < shape.Queries; i++)
            {
                int seen = Seen(in arguments, head / shape.Heads, i);
                long asked = Place(shape, shape.Queries, head, i), row = (((long)head * shape.Queries) + i) * shape.Keys;
                double mean = 0;
                for (int j = 0; j < seen; j++)
                {
                    long at = Place(shape, shape.Keys, head, j);
                    change[j] = arguments.QueryChange is null ? 0 : Dot(shape, arguments.QueryChange + asked, arguments.Key + at);
                    change[j] += arguments.KeyChange is null ? 0 : Dot(shape, arguments.Query + asked, arguments.KeyChange + at);
                    change[j] /= Math.Sqrt(shape.HeadFeatures);
                    mean += change[j] * D(arguments.Probabilities[row + j]);
                }
                for (int d = 0; d < shape.HeadFeatures; d++)
                {
                    double total = 0;
                    for (int j = 0; j < seen; j++)
                    {
                        long at = Place(shape, shape.Keys, head, j) + d;
                        double p = D(arguments.Probabilities[row + j]);
                        total += p * (change[j] - mean) * D(arguments.Value[at]);
                        if (arguments.ValueChange is not null) total += p * D(arguments.ValueChange[at]);
                    }
                    arguments.Result[asked + d] = F(total);
                }
            }
        }
    }

    /// <summary>The keys that query i of an example may see; none where it is padding.</summary>
    private static int Seen(in AttentionArguments<T> arguments, int example, int i) =>
        i < arguments.QueriesOf(example) ? i + 1 + arguments.Shape.Keys - arguments.Shape.Queries : 0;

    private static long Place(AttentionShape shape, int steps, int head, int step) =>
        ((((long)(head / shape.Heads) * steps) + step) * shape.Features) + (head % shape.Heads * shape.HeadFeatures);

    private static double Dot(AttentionShape shape, T* left, T* right)
    {
        double sum = 0;
        for (int d = 0; d < shape.HeadFeatures; d++) sum += D(left[d]) * D(right[d]);
        return sum;
    }

    private static void Spread(AttentionShape shape, int steps, int head, double[] from, T* to)
    {
        for (int step = 0; step < steps && to is not null; step++)
        {
            for (int d = 0; d < shape.HeadFeatures; d++) to[Place(shape, steps, head, step) + d] = F(from[(step * shape.HeadFeatures) + d]);
        }
    }
}
