using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The gated unit with and without what it may add up.</summary>
internal static class GateCases
{
    private static readonly Shape Image = new(2, 3, 2, 6);

    public static IEnumerable<OpCase> All()
    {
        yield return new GateCase(summand: false, code: false);
        yield return new GateCase(summand: true, code: false);
        yield return new GateCase(summand: false, code: true);
        yield return new GateCase(summand: true, code: true);
        yield return new SharedCase();
    }

    private sealed class GateCase(bool summand, bool code) : OpCase(
        $"gated activation, {(summand ? "a summand" : "no summand")}, {(code ? "a code" : "no code")}",
        new OpInput(Image), new OpInput(Image, Constant: !summand), new OpInput(new Shape(2, 6), Constant: !code))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.GatedActivation(inputs[0], summand ? inputs[1] : null, code ? inputs[2] : null);
    }

    /// <summary>One tensor is read by two gates, as a PixelCNN's vertical stack is.</summary>
    private sealed class SharedCase() : OpCase("gated activation, shared", new OpInput(Image), new OpInput(Image), new OpInput(new Shape(2, 6)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Add(tape.GatedActivation(inputs[0], null, inputs[2]), tape.GatedActivation(inputs[1], inputs[0], inputs[2]));
    }
}
