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
        return subject.Plan?.Model is { } plan
            ? ModelText.Line(plan, model.OutputCount)
            : string.Create(CultureInfo.InvariantCulture, $"{model.OutputCount} outputs, {model.LatentCount} units");
    }
}
