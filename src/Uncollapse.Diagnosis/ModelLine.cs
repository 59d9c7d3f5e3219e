using System.Globalization;
using Uncollapse.Models;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis;

/// <summary>One line on a model, such as <c>784-400-20-400-784, bernoulli</c>.</summary>
internal static class ModelLine
{
    public static string Of(ModelSubject subject)
    {
        Vae<float> model = subject.Model;
        if (subject.Plan?.Model is not { } plan)
            return string.Create(CultureInfo.InvariantCulture, $"{model.OutputCount} outputs, {model.LatentCount} units");
        IEnumerable<int> widths = [model.OutputCount, .. plan.Encoder.Hidden, model.LatentCount, .. plan.Decoder.Hidden, model.OutputCount];
        string line = string.Join('-', widths.Select(width => width.ToString(CultureInfo.InvariantCulture)));
        string kind = plan.Likelihood.Kind == LikelihoodKind.ContinuousBernoulli ? "continuous-bernoulli" : plan.Likelihood.Kind.ToString().ToLowerInvariant();
        return $"{line}, {kind}";
    }
}
