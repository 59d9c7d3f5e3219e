namespace Uncollapse.Records.Plans;

/// <summary>The ranges of a model's values, and which parts go together.</summary>
internal static class ModelValidation
{
    internal static void Check(ModelPlan model, PlanChecker check)
    {
        check.That(model.Latent is >= 1 and <= 65_536, "model.latent", "1 to 65536", model.Latent);
        Network("model.encoder", model.Encoder, check);
        Network("model.decoder", model.Decoder, check);
        Other(model, check);
        LikelihoodPlan likelihood = model.Likelihood;
        check.That(likelihood.Sigma2 is > 0 and <= 1e12, "model.likelihood.sigma2", "above 0", likelihood.Sigma2);
        check.That(likelihood.Logistics is >= 1 and <= 100, "model.likelihood.logistics", "1 to 100", likelihood.Logistics);
        check.That(likelihood.Temperature is > 0 and <= 1e6, "model.likelihood.temperature", "above 0", likelihood.Temperature);
        check.That(model.Prior.Components is >= 1 and <= 65_536, "model.prior.components", "1 to 65536", model.Prior.Components);
        check.That(model.Skips.Features is >= 1 and <= 65_536, "model.skips.skip_features", "1 to 65536", model.Skips.Features);
        check.That(model.Skips.Dropout is >= 0 and <= 1, "model.skips.skip_dropout", "in [0, 1]", model.Skips.Dropout);
        Posterior(model, check);
        Parts(model, check);
        Counts(model, check);
    }

    // Encoder and decoder are the same record; what only the other one has stands in no file, and would be ignored.
    private static void Other(ModelPlan model, PlanChecker check)
    {
        NetworkPlan encoder = model.Encoder, none = new();
        const string decoders = "its default: only a decoder has it";
        check.That(encoder.Heads == none.Heads, "model.encoder.heads", decoders, encoder.Heads);
        check.That(encoder.CodeEntry == none.CodeEntry, "model.encoder.code_entry", decoders, PlanValue.Kebab(encoder.CodeEntry));
        check.That(encoder.Context is null, "model.encoder.context", decoders, encoder.Context);
        check.That(encoder.ContextDropout.Equals(0.0), "model.encoder.context_dropout", decoders, encoder.ContextDropout);
        check.That(!encoder.CodeSkip, "model.encoder.code_skip", decoders, encoder.CodeSkip);
        check.That(encoder.SingularFloor.Equals(none.SingularFloor), "model.encoder.singular_floor", decoders, encoder.SingularFloor);
        check.That(!model.Decoder.Bidirectional, "model.decoder.bidirectional", "false: only an encoder reads backwards", model.Decoder.Bidirectional);
    }

    private static void Posterior(ModelPlan model, PlanChecker check)
    {
        PosteriorPlan posterior = model.Posterior;
        check.That(posterior.Concentration is null or (> 0 and <= 1e6), "model.posterior.concentration", "above 0, or null", posterior.Concentration);
        check.That(posterior.CentredScale is null or (> 0 and <= 1e6), "model.posterior.centred_scale", "above 0, or null", posterior.CentredScale);
        check.That(posterior.UpperUnits == 0 || (posterior.UpperUnits > 0 && posterior.UpperUnits < model.Latent), "model.posterior.upper_units", "0, or fewer than model.latent", posterior.UpperUnits);
        check.That(posterior.CentredScale is null || posterior.UpperUnits == 0, "model.posterior.centred_scale", "null with a two-level posterior", posterior.CentredScale);
        Committed(model, check);
        Injective(model, check);
        check.That(
            !model.Decoder.CodeSkip || !model.Decoder.ReadsTokens || model.Decoder.CodeEntry != CodeEntry.None,
            "model.decoder.code_skip", "false where model.decoder.code_entry is none", model.Decoder.CodeSkip);
        bool isSpherical = posterior.Kind == PosteriorKind.VonMisesFisher;
        check.That(!isSpherical || model.Latent >= 2, "model.latent", "at least 2 on the sphere", model.Latent);
        check.That(!isSpherical || model.Prior.Kind == PriorKind.Normal, "model.prior.kind", "normal with a von-mises-fisher posterior: uniform on the sphere", PlanValue.Kebab(model.Prior.Kind));
        check.That(model.Prior.Kind != PriorKind.Vamp || !model.Encoder.ReadsTokens, "model.prior.kind", "normal or mixture where the encoder reads tokens: a pseudo-input is a row of values", PlanValue.Kebab(model.Prior.Kind));
        check.That(
            model.Prior.Kind == PriorKind.Normal || posterior.UpperUnits == 0,
            "model.prior.kind", "normal with a two-level posterior, whose lower prior is learned", PlanValue.Kebab(model.Prior.Kind));
    }

    private static void Committed(ModelPlan model, PlanChecker check)
    {
        if (model.Posterior.CommittedRate is not { } rate) return;
        const string key = "model.posterior.committed_rate";
        check.That(rate is > 0 and <= 100, key, "above 0, at most 100, or null", rate);
        check.That(model.Posterior.CentredScale is null, key, "null where the means are normalised: either sets them", rate);
        check.That(model.Posterior.UpperUnits == 0, key, "null with a two-level posterior", rate);
        check.That(model.Prior.Kind == PriorKind.Normal, key, "null unless the prior is normal: the rate is that against N(0, 1)", rate);
        check.That(!model.Likelihood.HasLatentLibrary, key, "null with a latent library, whose unit has another prior", rate);
    }

    private static void Injective(ModelPlan model, PlanChecker check)
    {
        NetworkPlan decoder = model.Decoder;
        check.That(decoder.SingularFloor is > 0 and <= 1e6, "model.decoder.singular_floor", "above 0", decoder.SingularFloor);
        if (decoder.Kind != NetworkKind.Injective) return;
        check.That(
            model.Likelihood.Kind is LikelihoodKind.Bernoulli or LikelihoodKind.ContinuousBernoulli or LikelihoodKind.Gaussian,
            "model.likelihood.kind", "bernoulli, continuous-bernoulli or gaussian with an injective decoder: one number an output", PlanValue.Kebab(model.Likelihood.Kind));
        check.That(
            decoder.Activation is not (Activation.Gelu or Activation.Silu),
            "model.decoder.activation", "one that never falls, with an injective decoder", PlanValue.Kebab(decoder.Activation));
    }

    private static void Counts(ModelPlan model, PlanChecker check)
    {
        LikelihoodPlan likelihood = model.Likelihood;
        check.That(likelihood.ZeroInflation is null or (> 0 and < 1), "model.likelihood.zero_inflation", "in (0, 1), or null", likelihood.ZeroInflation ?? 0);
        check.That(likelihood.Theta is >= 1e-12 and <= 1e12, "model.likelihood.theta", "1e-12 to 1e12", likelihood.Theta);
        if (!likelihood.IsCount) return;
        string kind = PlanValue.Kebab(likelihood.Kind);
        check.That(model.Encoder.Kind == NetworkKind.Mlp, "model.encoder.kind", $"mlp with a {kind} likelihood", PlanValue.Kebab(model.Encoder.Kind));
        check.That(model.Decoder.Kind == NetworkKind.Mlp, "model.decoder.kind", $"mlp with a {kind} likelihood, whose shares are of all outputs at once", PlanValue.Kebab(model.Decoder.Kind));
        check.That(model.Prior.Kind != PriorKind.Vamp, "model.prior.kind", "normal or mixture with counts: a pseudo-input is no row of counts", "vamp");
        check.That(
            !likelihood.IsNegativeBinomial || likelihood.Dispersion != DispersionKind.GeneCell || !likelihood.FixedTheta,
            "model.likelihood.fixed_theta", "false where the decoder says the dispersion", "true");
        check.That(
            !likelihood.HasLatentLibrary || (model.Posterior is { Kind: PosteriorKind.Diagonal or PosteriorKind.Full, UpperUnits: 0 } && model.Prior.Kind == PriorKind.Normal),
            "model.likelihood.library", "observed, unless the posterior is diagonal or full with one level and the prior normal", "latent");
    }

    private static void Network(string path, NetworkPlan network, PlanChecker check)
    {
        check.That(network.Hidden.Count <= 64, $"{path}.hidden", "at most 64 layers", network.Hidden.Count);
        check.That(network.Hidden.All(width => width is >= 1 and <= 65_536), $"{path}.hidden", "widths of 1 to 65536", string.Join(',', network.Hidden));
        check.That(network.Channels.Count is >= 1 and <= 16, $"{path}.channels", "1 to 16 stages", network.Channels.Count);
        check.That(network.Channels.All(width => width is >= 1 and <= 4_096), $"{path}.channels", "1 to 4096 channels", string.Join(',', network.Channels));
        check.That(network.Kernel is >= 1 and <= 31, $"{path}.kernel", "1 to 31", network.Kernel);
        check.That(network.Blocks is >= 0 and <= 64, $"{path}.blocks", "0 to 64", network.Blocks);
        check.That(network.Layers is >= 1 and <= 64, $"{path}.layers", "1 to 64", network.Layers);
        check.That(network.Context is null or >= 0, $"{path}.context", "at least 0, or null", network.Context);
        check.That(network.Embedding is >= 1 and <= 65_536, $"{path}.embedding", "1 to 65536", network.Embedding);
        check.That(network.State is >= 1 and <= 65_536, $"{path}.state", "1 to 65536", network.State);
        check.That(network.Heads >= 1 && network.State % network.Heads == 0, $"{path}.heads", "a divisor of the state", network.Heads);
        check.That(network.ContextDropout is >= 0 and <= 1, $"{path}.context_dropout", "in [0, 1]", network.ContextDropout);
        check.That(network.Groups >= 1, $"{path}.groups", "at least 1", network.Groups);
        check.That(network.BatchNormMomentum is > 0 and <= 1, $"{path}.batch_norm_momentum", "in (0, 1]", network.BatchNormMomentum);
        check.That(network.BatchNormEpsilon is > 0 and <= 1, $"{path}.batch_norm_epsilon", "in (0, 1]", network.BatchNormEpsilon);
        check.That(network.Dropout is >= 0 and < 1, $"{path}.dropout", "in [0, 1)", network.Dropout);
        bool isGrouped = network.Normalisation == Normalisation.Group;
        check.That(!isGrouped || network.Kind == NetworkKind.Conv, $"{path}.normalisation", "none, batch or layer without convolutions", "group");
        check.That(
            !isGrouped || network.Channels.All(width => width % network.Groups == 0),
            $"{path}.groups", $"a divisor of all channels ({string.Join(", ", network.Channels)})", network.Groups);
        if (network.Kind != NetworkKind.Pixelcnn) return;
        check.That(network.Channels.Count == 1, $"{path}.channels", "one number for a pixelcnn", string.Join(',', network.Channels), $"from the command line --{path}.channels 32");
        check.That(network.Kernel % 2 == 1 && network.Kernel >= 3, $"{path}.kernel", "an odd side of at least 3 for a pixelcnn", network.Kernel);
    }

    private static void Parts(ModelPlan model, PlanChecker check)
    {
        NetworkKind encoder = model.Encoder.Kind, decoder = model.Decoder.Kind;
        check.That(
            NetworkKeys.EncoderKinds.Contains(encoder),
            "model.encoder.kind", "mlp, conv, lstm or gru", PlanValue.Kebab(encoder));
        check.That(
            model.Encoder.ReadsTokens == model.Decoder.ReadsTokens,
            "model.decoder.kind", model.Encoder.ReadsTokens ? "lstm, gru or transformer, as the encoder reads tokens" : "one for values, as the encoder reads values", PlanValue.Kebab(decoder),
            "text wants --encoder lstm --decoder lstm --likelihood categorical");
        check.That(
            !model.Decoder.ReadsTokens || model.Likelihood.Kind == LikelihoodKind.Categorical,
            "model.likelihood.kind", "categorical for tokens", PlanValue.Kebab(model.Likelihood.Kind));
        check.That(
            !model.Decoder.CodeSkip || model.Decoder is { Blocks: 0 } or { Normalisation: not Normalisation.Group },
            "model.decoder.normalisation", "none, batch or layer where the code enters residual blocks: its units are no groups of channels", "group");
        check.That(
            model.Skips.Kind == SkipKind.None || (encoder == decoder && encoder is NetworkKind.Mlp or NetworkKind.Conv),
            "model.skips.kind", "none, unless encoder and decoder are both mlp or both conv", PlanValue.Kebab(model.Skips.Kind));
        check.That(
            model.Skips.Kind == SkipKind.None || encoder != NetworkKind.Conv || model.Encoder.Channels.SequenceEqual(model.Decoder.Channels),
            "model.decoder.channels", "the encoder's, as skips join stage to stage", string.Join(',', model.Decoder.Channels));
    }
}
