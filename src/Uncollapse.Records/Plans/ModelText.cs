using System.Globalization;

namespace Uncollapse.Records.Plans;

/// <summary>A model in a line, such as <c>784-200-200-32-200-200-784, bernoulli</c> or <c>784-200-200-32, pixelcnn 5 x 32, bernoulli</c>.</summary>
public static class ModelText
{
    /// <summary>Encoder, latent units, decoder, skips where there are any, and likelihood.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">Values of an example; for text the longest sentence's tokens.</param>
    public static string Line(ModelPlan model, int outputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        string units = Number(model.Latent);
        string encoder = model.Encoder.Kind == NetworkKind.Mlp ? Widths([outputs, .. model.Encoder.Hidden, model.Latent]) : $"{Network(model.Encoder)}, ";
        string decoder = model.Decoder.Kind == NetworkKind.Mlp ? Widths([.. model.Decoder.Hidden, outputs]) : $", {Network(model.Decoder)}";
        bool isDense = model.Decoder.Kind == NetworkKind.Mlp;
        string line = model.Encoder.Kind == NetworkKind.Mlp
            ? encoder + (isDense ? "-" : "") + decoder
            : encoder + (isDense ? $"{units}-" : $"{units} units") + decoder;
        string skips = model.Skips.Kind == SkipKind.None ? "" : $", {PlanValue.Kebab(model.Skips.Kind)} skips";
        return $"{line}{skips}, {PlanValue.Kebab(model.Likelihood.Kind)}";
    }

    private static string Network(NetworkPlan network) => network.Kind switch
    {
        NetworkKind.Conv => $"conv {Widths(network.Channels)}{(network.Hidden.Count == 0 ? "" : $" dense {Widths(network.Hidden)}")}",
        NetworkKind.Pixelcnn => $"pixelcnn {Number(network.Layers)} x {Number(network.Channels[0])}{Context(network)}",
        NetworkKind.Made => $"made {(network.Hidden.Count == 0 ? "linear" : Widths(network.Hidden))}{Context(network)}",
        NetworkKind.Injective => $"injective {(network.Hidden.Count == 0 ? "linear" : Widths(network.Hidden))}",
        NetworkKind.Transformer => $"transformer {Number(network.Layers)} x {Number(network.State)}{Context(network)}",
        _ => $"{PlanValue.Kebab(network.Kind)} {(network.Layers == 1 ? "" : $"{Number(network.Layers)} x ")}{Number(network.State)}{(network.Bidirectional ? " both ways" : "")}",
    };

    private static string Context(NetworkPlan network) => network.Context is { } context ? $" context {Number(context)}" : "";

    private static string Widths(IEnumerable<int> widths) => string.Join('-', widths.Select(Number));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
