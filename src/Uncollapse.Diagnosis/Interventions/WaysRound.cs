using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;

namespace Uncollapse.Diagnosis.Interventions;

/// <summary>What the decoder loses with each of the ways round the code: another example's skips, another's condition, the past hidden. The code stays.</summary>
internal sealed class WaysRound
{
    private readonly VaeEvaluator<float> _model;
    private readonly ExampleBlocks _others;

    /// <summary>Costs of as many examples, for the ways that the model has; the others stay null.</summary>
    /// <param name="model">The model.</param>
    /// <param name="others">For each example another one.</param>
    /// <param name="examples">How many.</param>
    public WaysRound(VaeEvaluator<float> model, ExampleBlocks others, int examples)
    {
        _model = model;
        _others = others;
        double[]? Costs(ContextUse part) => model.Model.Looks(part) ? new double[examples] : null;
        SkipCost = Costs(ContextUse.Skips);
        ConditionCost = Costs(ContextUse.Condition);
        ContextCost = Costs(ContextUse.Past);
        BlindShuffleCost = Costs(ContextUse.Past);
    }

    public double[]? SkipCost { get; }

    public double[]? ConditionCost { get; }

    public double[]? ContextCost { get; }

    public double[]? BlindShuffleCost { get; }

    /// <summary>Measures a block.</summary>
    /// <param name="block">Its number.</param>
    /// <param name="x">The examples' rows.</param>
    /// <param name="codes">Their own codes.</param>
    /// <param name="shuffled">The others' codes.</param>
    /// <param name="own">log p(x|z) with all that is their own.</param>
    public void Measure(int block, ReadOnlySpan<float> x, ReadOnlySpan<float> codes, ReadOnlySpan<float> shuffled, ReadOnlySpan<double> own)
    {
        int start = ExampleBlocks.Start(block);
        if (SkipCost is not null || ConditionCost is not null)
        {
            ReadOnlySpan<float> others = _others.Read(block);
            if (SkipCost is not null) Cost(x, codes, new ContextRows<float> { Skips = others }, own, SkipCost.AsSpan(start, own.Length));
            if (ConditionCost is not null) Cost(x, codes, new ContextRows<float> { Condition = others }, own, ConditionCost.AsSpan(start, own.Length));
        }

        if (ContextCost is null) return;
        double[] blind = new double[own.Length];
        _model.LogLikelihood(x, codes, blind, new ContextRows<float> { HidesPast = true });
        for (int i = 0; i < blind.Length; i++) ContextCost[start + i] = own[i] - blind[i];
        Cost(x, shuffled, new ContextRows<float> { HidesPast = true }, blind, BlindShuffleCost.AsSpan(start, own.Length));
    }

    private void Cost(ReadOnlySpan<float> x, ReadOnlySpan<float> codes, in ContextRows<float> contexts, ReadOnlySpan<double> with, Span<double> cost)
    {
        _model.LogLikelihood(x, codes, cost, contexts);
        for (int i = 0; i < cost.Length; i++) cost[i] = with[i] - cost[i];
    }
}
