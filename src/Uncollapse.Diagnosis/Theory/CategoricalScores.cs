using System.Numerics.Tensors;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>
/// Scores of classes, place by place, at the best constant: s = 1[class] - p with F = diag(p) - p p^T. Divided by sqrt(p) it is orthogonal to sqrt(p), and F becomes the
/// projection onto what is orthogonal to it: y = 1[class] / sqrt(p) - sqrt(p), the pseudo-inverse's square root. A place that an example does not have (behind a sentence's
/// end) has no score, and its F counts only those that have it.
/// </summary>
internal sealed class CategoricalScores : ScoreRows
{
    private readonly ClassTable _classes;
    private readonly int[] _examples;

    /// <summary>Scores of all examples of a table.</summary>
    public CategoricalScores(ClassTable classes)
        : this(classes, [.. Enumerable.Range(0, classes.Examples)])
    {
    }

    private CategoricalScores(ClassTable classes, int[] examples)
    {
        _classes = classes;
        _examples = examples;
    }

    public override int Examples => _examples.Length;

    public override int Dimension => _classes.Cells;

    public override int Rank => _classes.Rank;

    public override ScoreRows Some(int[] positions) => new CategoricalScores(_classes, Array.ConvertAll(positions, position => _examples[position]));

    public override void Project(ReadOnlySpan<float> directions, int count, Span<float> projections)
    {
        float[] constant = Constant(directions, count);
        for (int n = 0; n < Examples; n++) Project(n, directions, count, constant, projections.Slice(n * count, count));
    }

    public override void Multiply(ReadOnlySpan<double> directions, int count, Span<double> product)
    {
        float[] single = Single(directions), sums = new float[product.Length], places = new float[_classes.Places * count];
        float[] constant = Constant(single, count), projection = new float[count];
        for (int n = 0; n < Examples; n++)
        {
            Project(n, single, count, constant, projection);
            ReadOnlySpan<int> cells = _classes.Of(_examples[n]);
            for (int place = 0; place < cells.Length; place++)
            {
                Span<float> cell = sums.AsSpan(cells[place] * count, count);
                TensorPrimitives.MultiplyAdd(projection, _classes.InverseRoot[cells[place]], cell, cell);
                Span<float> all = places.AsSpan(place * count, count);
                TensorPrimitives.Add(all, projection, all);
            }
        }

        for (int cell = 0; cell < Dimension; cell++)
        {
            int place = _classes.Place[cell];
            for (int c = 0; c < count; c++) product[(cell * count) + c] = (sums[(cell * count) + c] - ((double)_classes.Root[cell] * places[(place * count) + c])) / Examples;
        }
    }

    private void Project(int n, ReadOnlySpan<float> directions, int count, float[] constant, Span<float> projection)
    {
        projection.Clear();
        ReadOnlySpan<int> cells = _classes.Of(_examples[n]);
        for (int place = 0; place < cells.Length; place++)
        {
            TensorPrimitives.MultiplyAdd(directions.Slice(cells[place] * count, count), _classes.InverseRoot[cells[place]], projection, projection);
            TensorPrimitives.Subtract(projection, constant.AsSpan(place * count, count), projection);
        }
    }

    /// <summary>sum over a place's classes of sqrt(p) q.</summary>
    private float[] Constant(ReadOnlySpan<float> directions, int count)
    {
        float[] result = new float[_classes.Places * count];
        for (int cell = 0; cell < Dimension; cell++)
        {
            Span<float> place = result.AsSpan(_classes.Place[cell] * count, count);
            TensorPrimitives.MultiplyAdd(directions.Slice(cell * count, count), _classes.Root[cell], place, place);
        }

        return result;
    }
}
