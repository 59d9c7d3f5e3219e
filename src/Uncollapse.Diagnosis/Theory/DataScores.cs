using Uncollapse.Diagnosis.Measures;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>Scores of data at the best constant: y_i = (x_i - size m_i) w_i, where w_i takes the score of a deviation and whitens it.</summary>
/// <remarks>Outputs whose weight is 0 are constant: they have no Fisher information and no score, and are left out of nothing but the sums.</remarks>
internal sealed class DataScores : DenseScores
{
    private readonly ExampleBlocks _blocks;
    private readonly ScoreRule _rule;
    private readonly float[] _scores;

    public DataScores(ExampleBlocks blocks, ScoreRule rule)
    {
        _blocks = blocks;
        _rule = rule;
        _scores = new float[Math.Min(blocks.Examples, ExampleBlocks.Start(1)) * blocks.Outputs];
    }

    public override int Examples => _blocks.Examples;

    public override int Dimension => _blocks.Outputs;

    public override int Rank => _rule.Weight.Count(weight => weight > 0);

    private protected override int Blocks => _blocks.Count;

    public override ScoreRows Some(int[] positions) => new DataScores(_blocks.Some(positions), _rule);

    private protected override ReadOnlySpan<float> Read(int block)
    {
        ReadOnlySpan<float> rows = _blocks.Read(block);
        int number = rows.Length / _blocks.RowSize, size = _blocks.Outputs;
        for (int row = 0; row < number; row++) _rule.Write(rows.Slice(row * _blocks.RowSize, size), _scores.AsSpan(row * size, size));
        return _scores.AsSpan(0, number * size);
    }
}
